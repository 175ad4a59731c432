"""The pages of the report as they will be printed, one at a time, at the width of the pane."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ui.pages.base import label
from ui.pages.report_parts import button, named
from ui.report_task import Order, PageImage

#: Pages that are kept as pictures; rest before a page is asked for [ms]; room for the scroll bar [px].
_MOST_KEPT, _REST_MS, _BAR_PX = 24, 150, 16
_Key = tuple[Order, int, int]


class PreviewPane(QWidget):
    """``page_wanted`` (order, page, width) when a page is not at hand. Page Up and Down, Home and End turn pages."""

    page_wanted = Signal(object, int, int)

    def __init__(self, tr: Callable[[str], str]) -> None:
        super().__init__()
        self.setObjectName("page")
        self.tr_ = tr
        self.order: Order | None = None
        self.page, self.total, self.waits = 0, 0, False
        self._kept: OrderedDict[_Key, QPixmap] = OrderedDict()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._look)
        self.place = named(QLabel(), "report.page_number", tr("Page"))
        self.said = label("", "note", wrap=True)
        self.before = button("‹", "report.page_before", lambda: self.turn(self.page - 1))
        self.after = button("›", "report.page_after", lambda: self.turn(self.page + 1))
        self.before.setAccessibleName(tr("Page before"))
        self.after.setAccessibleName(tr("Next page"))
        self.sheet = named(QLabel(), "report.preview", tr("Preview of the report"))
        self.sheet.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.scroll = QScrollArea()
        self.scroll.setAccessibleName(tr("Preview of the report"))
        self.scroll.setWidgetResizable(True)
        self.scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.scroll.setWidget(self.sheet)
        self.scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        row = QHBoxLayout()
        row.addWidget(self.said, 1)
        for widget in (self.before, self.place, self.after):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.scroll, 1)
        self._show_place()

    @property
    def wanted_px(self) -> int:
        """Width of a page in pixels of the screen."""
        return max(200, round((self.scroll.width() - _BAR_PX) * self.devicePixelRatioF()))

    def show_order(self, order: Order | None, *, anew: bool = False) -> None:
        """Show what is wanted; nothing where there is no report. ``anew``: the figures are others than before."""
        if anew:
            self._kept.clear()
        self.order = order
        if order is None:
            self._rest.stop()
            self.waits, self.total = False, 0
            self.sheet.clear()
            self._show_place()
            return
        self.waits = True
        self._rest.start()

    def turn(self, page: int) -> None:
        """Show another page."""
        wanted = min(max(page, 0), max(self.total - 1, 0))
        if wanted != self.page:
            self.page = wanted
            self.scroll.verticalScrollBar().setValue(0)
            self._show_place()
            self._look()

    def take(self, found: PageImage) -> None:
        """Take a page that was drawn."""
        image = QImage(found.pixels, found.width, found.height, found.stride, QImage.Format.Format_BGR888)
        picture = QPixmap.fromImage(image)
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        self._kept[found.order, found.page, found.wanted_px] = picture
        while len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        if found.order != self.order:
            return
        self.total, self.page = found.total, min(self.page, found.total - 1)
        self.say("")
        self._show_place()
        self._look()

    def say(self, words: str) -> None:
        """Say why there is no page, or that it is on its way."""
        self.said.setText(words)

    def fail(self, words: str) -> None:
        """Say why there is no page."""
        self.waits = False
        self.say(words)

    def _look(self) -> None:
        """Show the page where it is at hand, else ask for it."""
        if self.order is None:
            return
        key = self.order, self.page, self.wanted_px
        if key in self._kept:
            self.waits = False
            self._kept.move_to_end(key)
            self.sheet.setPixmap(self._kept[key])
            return
        self.waits = True
        self.say(self.tr_("Laying out the report…") if not self.total else "")
        self.page_wanted.emit(*key)

    def _show_place(self) -> None:
        words = self.tr_("{page} / {total}").format(page=self.page + 1, total=self.total) if self.total else "–"
        self.place.setText(words)
        self.before.setEnabled(self.page > 0)
        self.after.setEnabled(self.page + 1 < self.total)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the page anew at the new width, when the hand has come to rest."""
        super().resizeEvent(event)
        if self.order is not None:
            self._rest.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Turn pages."""
        steps = {
            Qt.Key.Key_PageDown: self.page + 1,
            Qt.Key.Key_PageUp: self.page - 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: self.total - 1,
        }
        if event.key() in steps:
            self.turn(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)
