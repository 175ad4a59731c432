"""Charts described once as op lists (``ops``): ``reports.pdf`` draws them as vectors, ``ui.charts`` with QPainter."""
