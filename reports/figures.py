"""Numbers and units as a reader of each language expects them."""

from __future__ import annotations

_NARROW = "\u202f"
_MINUS = "\u2212"
#: Language -> (decimal mark, thousands mark).
_MARKS: dict[str, tuple[str, str]] = {"en": (".", _NARROW), "zh": (".", _NARROW), "ru": (",", _NARROW)}
_PRETTY: tuple[tuple[str, str], ...] = (
    ("CO2", "CO₂"),
    ("m2", "m²"),
    ("m3", "m³"),
    ("degC", "°C"),
    ("ug/", "µg/"),
)


def number(value: float | None, language: str = "en", *, digits: int = 3, sign: bool = False) -> str:
    """Return a number with at least ``digits`` significant digits, grouped in threes from 10 000 on.

    >>> number(1234.5678), number(-0.04567), number(12345.6), number(None), number(1.5, "ru")
    ('1235', '\u22120.0457', '12\u202f346', '–', '1,5')
    """
    if value is None:
        return "–"
    magnitude = abs(value)
    if magnitude == 0.0 or magnitude < 1e-12:
        return "0"
    decimals = digits - 1
    while magnitude >= 10.0 and decimals > 0:
        magnitude /= 10.0
        decimals -= 1
    small = abs(value)
    while small < 1.0 and decimals < 8:
        small *= 10.0
        decimals += 1
    text = f"{abs(value):.{decimals}f}"
    whole, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0")
    point, group = _MARKS[language]
    if len(whole) > 4:
        whole = f"{int(whole):,}".replace(",", group)
    lead = _MINUS if value < 0 else "+" if sign else ""
    return lead + whole + (point + fraction if fraction else "")


def percent(fraction: float | None, language: str = "en", *, sign: bool = False) -> str:
    """Return a share as a percentage.

    >>> percent(0.4567), percent(-0.5, sign=True)
    ('46 %', '\u221250 %')
    """
    if fraction is None:
        return "–"
    value = 100.0 * fraction
    text = number(round(value, 1) if abs(value) < 10 else float(round(value)), language, sign=sign)
    return f"{text}\u00a0%".replace("\u00a0", " ")


def pretty_unit(unit: str) -> str:
    """Return a unit with its raised and lowered figures.

    >>> pretty_unit("kgCO2e/(m2 a)")
    'kgCO₂e/(m² a)'
    """
    for plain, shown in _PRETTY:
        unit = unit.replace(plain, shown)
    return "" if unit == "-" else unit
