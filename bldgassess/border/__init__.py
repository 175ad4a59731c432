"""Carbon at the border: goods of the inventory under the EU's CBAM, and product carbon certificates."""
