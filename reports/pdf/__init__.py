"""The PDF report."""
