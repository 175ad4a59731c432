"""What one pass over the pages leaves for the next: where headings stand, how many pages, where to sign."""

from __future__ import annotations

from dataclasses import dataclass, field

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph, Spacer


@dataclass(slots=True)
class Layout:
    """Pages by heading key, chapters by page, count of pages, and page and box (x0, y0, x1, y1) [pt] to sign in."""

    pages: dict[str, int] = field(default_factory=dict)
    chapters: dict[int, list[str]] = field(default_factory=dict)
    total: int = 0
    signature: tuple[int, tuple[float, float, float, float]] | None = None

    def chapter_on(self, page: int) -> str:
        """Return the title at the head of a page: the first chapter that begins on it, else the one that goes on."""
        if page in self.chapters:
            return self.chapters[page][0]
        before = [number for number in self.chapters if number < page]
        return self.chapters[max(before)][-1] if before else ""


class Heading(Paragraph):  # type: ignore[misc]  # reportlab is untyped
    """A heading that bookmarks itself; level 0 is a chapter, level 1 a section."""

    def __init__(self, markup: str, style: ParagraphStyle, *, title: str, key: str, level: int) -> None:
        super().__init__(markup, style)
        self.title, self.key, self.level = title, key, level

    def draw(self) -> None:
        """Draw, bookmark and note the page."""
        canvas = self.canv
        canvas.bookmarkHorizontal(self.key, 0, self.height + 12)
        canvas.addOutlineEntry(self.title, self.key, self.level, closed=self.level == 0)
        layout: Layout = canvas.layout
        layout.pages[self.key] = canvas.getPageNumber()
        if self.level == 0:
            layout.chapters.setdefault(canvas.getPageNumber(), []).append(self.title)
        super().draw()


class SignatureBox(Flowable):  # type: ignore[misc]
    """An empty frame for a signature, which notes where it stands."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__()
        self.width, self.height = width, height

    def draw(self) -> None:
        """Draw the frame and note its place on the page."""
        canvas = self.canv
        x0, y0 = canvas.absolutePosition(0, 0)
        canvas.layout.signature = canvas.getPageNumber(), (x0, y0, x0 + self.width, y0 + self.height)
        canvas.setLineWidth(0.5)
        canvas.rect(0, 0, self.width, self.height)


class Contents(Flowable):  # type: ignore[misc]
    """The table of contents; its pages are known from the pass before."""

    def __init__(self, chapters: list[tuple[str, str]], style: ParagraphStyle, layout_of: dict[str, Layout]) -> None:
        super().__init__()
        self.chapters, self.style, self.layout_of = chapters, style, layout_of

    def wrap(self, width: float, height: float) -> tuple[float, float]:  # noqa: ARG002 - reportlab's signature
        """Take a line a chapter."""
        self.width, self.height = width, self.style.leading * 1.25 * len(self.chapters)
        return self.width, self.height

    def draw(self) -> None:
        """Draw titles, dots and page numbers, each line a link."""
        canvas, style, step = self.canv, self.style, self.style.leading * 1.25
        pages = self.layout_of["before"].pages
        canvas.setFont(style.fontName, style.fontSize)
        canvas.setFillColor(style.textColor)
        for index, (key, title) in enumerate(self.chapters):
            y = self.height - (index + 1) * step + 3
            page = str(pages.get(key, ""))
            canvas.drawString(0, y, title)
            canvas.drawRightString(self.width, y, page)
            first = canvas.stringWidth(title, style.fontName, style.fontSize) + 6
            last = self.width - canvas.stringWidth(page, style.fontName, style.fontSize) - 6
            canvas.saveState()
            canvas.setDash(0.5, 3)
            canvas.setLineWidth(0.5)
            canvas.line(first, y + 1, max(first, last), y + 1)
            canvas.restoreState()
            if key in pages:
                canvas.linkRect("", key, (0, y - 3, self.width, y + step - 5), relative=1, thickness=0)


def gap(height: float) -> Spacer:
    """Return an empty space [pt]."""
    return Spacer(1, height)
