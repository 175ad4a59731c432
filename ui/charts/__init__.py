"""Charts in the window: painted, walked by mouse and keys, read out, copied and saved."""

from ui.charts.paint import text_width
from ui.charts.widget import ChartWidget

__all__ = ["ChartWidget", "text_width"]
