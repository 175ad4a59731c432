"""Published figures that this program reproduces through its own functions (``bldgassess health validate``)."""
