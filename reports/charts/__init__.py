"""Charts described once as op lists (``ops``), drawn by ``reports.pdf`` as vectors and by ``ui.charts`` with QPainter."""
