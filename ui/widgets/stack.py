"""Pages over each other, as small as the one that is seen."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget


class PageStack(QStackedWidget):
    """A hidden page does not keep the window wide."""

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the least size of the page that is seen."""
        page = self.currentWidget()
        return page.minimumSizeHint() if page else super().minimumSizeHint()
