"""Contrast and mixing of colours, and which fills need an outline."""

from __future__ import annotations

from reports.charts.palette import Palette

#: A fill below this contrast with the ground gets an outline (WCAG 2.2, 1.4.11).
LEAST_CONTRAST = 3.0


def channels(colour: str) -> tuple[float, float, float]:
    """Return red, green and blue [0-1] of "#rrggbb"."""
    red, green, blue = (int(colour[k : k + 2], 16) / 255.0 for k in (1, 3, 5))
    return red, green, blue


def luminance(colour: str) -> float:
    """Return the relative luminance, WCAG 2.2."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, WCAG 2.2.

    >>> round(contrast("#000000", "#FFFFFF"), 1)
    21.0
    """
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """Return ``one`` with so much of ``other`` in it [0-1].

    >>> mix("#000000", "#FFFFFF", 0.5)
    '#808080'
    """
    pairs = zip(channels(one), channels(other), strict=True)
    return "#" + "".join(f"{round(255.0 * (a + (b - a) * share)):02x}" for a, b in pairs)


def ink_on(fill: str) -> str:
    """Return black or white, whichever reads better on a fill: at least 4.5 to 1."""
    return max("#000000", "#FFFFFF", key=lambda ink: contrast(ink, fill))


def outline_of(fill: str, palette: Palette) -> str | None:
    """Return the outline that a fill needs on the ground, if any."""
    return palette.line if contrast(fill, palette.ground) < LEAST_CONTRAST else None
