"""What the figures in a material name say: strength classes, density, conductivity, panes; and the rest as words.

Concrete classes. EN 206 prints cylinder and cube strength ("C30/37"). GB/T 50010-2010 cl. 4.1.1 names a class by its
150 mm cube strength alone ("C30" = 30 MPa cube), as GOST 26633 ("B30") and IS 456 ("M30") do; so a GB "C30" is the
concrete of EN C25/30. Both stand in ``concrete_grades.csv``. One figure in a Latin name ("Concrete C30") may be either:
the cube comes first, as those who mean the cylinder have a second figure to print, and the match is never "sure".
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from materials_db.errors import DataError
from materials_db.products import load_products
from materials_db.tables import number, read_rows
from materials_db.words import has_han

_GRADES = "concrete_grades.csv"
_PAIR = re.compile(
    r"(?<![a-zа-я0-9])(?:(l?)(?:rc|c|с)\s?(\d{1,2})\s?[/\- .]\s?(\d{2})(?![.,]?\d)"
    r"|(\d{2})/(\d{2})(?![\d/x*-]|[.,]\d|\s?(?:mm|cm|мм)))"
)
_ONE = re.compile(r"(?<![a-zа-я0-9])(rc|c|с|b|в|m|м)\s?(\d{2,3})(?:[.,]\d)?(?![\da-zа-я/])")
_MPA = re.compile(r"(?<![\d.])(\d{2,3})\s?(?:mpa|мпа|n/mm2|n/mm²)")
_PSI = re.compile(r"(?<!\d)(\d[\d ,]{3,5})\s?psi")
_DENSITY = re.compile(r"(?<![\d.])(\d{2,4})\s?(?:kg|кг)\s?/\s?(?:m|м)[3³]?")
_WLG = re.compile(r"(?:wlg|wls)\s?0?[.,]?(\d{3})")
_LAMBDA = re.compile(r"(?:λ|lambda|(?<=\s)l)\s?[=:]?\s?(0[.,]\d{2,3})|(0[.,]\d{2,3})\s?w/\(?m")
_PANES = re.compile(
    r"(?<![\d.])(\d{1,2})(?:\s?[+/\-]\s?(\d{1,2})\s?(?:a|ar|air|kr)?\s?[+/\-]\s?(\d{1,2}))"
    r"((?:\s?[+/\-]\s?\d{1,2}(?:a|ar|air|kr)?){2})?(?!\d)"
)
#: "3-fach", "3-Scheiben", "2-lags", "3-glas": panes of a glazing unit in words.
_FOLD = re.compile(r"(?<!\d)([23])\s?-?\s?(?:fach|scheiben|lags|glas|glass|voudig|pane|layer|层|玻)")
_UNIT = r"mm2|mm|cm|dm|m2|m3|m|мм|см|м|毫米|厘米|厚|%|\"|''|inch|in|pcf|kpa|w/mk|w/m|kn|kg"
_FIGURE = re.compile(rf"(?<![a-zа-я\d])[ø⌀±<>≥≤~]?\d+(?:[.,x×*/+:\-]\d+)*\s?(?:{_UNIT})?(?![a-zа-я\d])")
#: No concrete is stronger [MPa]; a larger figure is the yield strength of a steel.
_MPA_MOST = 100.0
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_PSI_MPA = 0.00689476  # MPa per psi, by definition of both
#: GOST marks M100-M600 give the mean cube strength in kgf/cm2; GOST 26633 Table: M300 is about B22.5.
_MARK_MPA = 0.075
_MARK_LEAST = 100
#: A Russian "B" or "M" and an Indian "M" are always cube strengths; a Latin "C" or "B" alone is open.
_CUBE_LETTERS = frozenset({"в", "м", "с"})


@dataclass(frozen=True, slots=True)
class Grade:
    """A concrete class as a product; ``text`` as in the name, ``reads`` how it was understood."""

    text: str
    reads: str
    product: str
    is_pair: bool
    is_certain: bool
    other: str = ""


@dataclass(frozen=True, slots=True)
class Features:
    """Figures of a name; ``rest`` is the name without them.

    ``strength`` is a concrete strength in MPa or psi read as a cylinder strength; ``yield_mpa`` one that no concrete
    has, a steel's; ``panes`` counts the panes of a glazing unit.
    """

    rest: str
    grade: Grade | None = None
    is_light: bool = False
    strength: Grade | None = None
    yield_mpa: float | None = None
    density_kg_m3: float | None = None
    conductivity_w_mk: float | None = None
    panes: int = 0


@dataclass(frozen=True, slots=True)
class _Row:
    grade: str
    cylinder_mpa: float
    cube_mpa: float
    product: str


@cache
def load_grades() -> tuple[_Row, ...]:
    """Return the strength classes, weakest first.

    Raises
    ------
    DataError
        When a row has no source or names no product of the list.
    """
    rows = []
    for row in read_rows(_GRADES):
        if not row["source"] or row["product"] not in load_products():
            raise DataError(_GRADES, row["grade"], "no source, or no such product")
        rows.append(
            _Row(row["grade"], number(row, "cylinder_mpa", _GRADES), number(row, "cube_mpa", _GRADES), row["product"])
        )
    return tuple(sorted(rows, key=lambda row: row.cube_mpa))


def find_cube(cube_mpa: float) -> _Row:
    """Return the class of a cube strength [MPa]: the nearest, of two equally near the stronger.

    >>> find_cube(30.0).grade, find_cube(40.0).product
    ('C25/30', 'concrete_c30_37')
    """
    return min(load_grades(), key=lambda row: (abs(row.cube_mpa - cube_mpa), -row.cube_mpa))


def find_cylinder(cylinder_mpa: float) -> _Row:
    """Return the class of a cylinder strength [MPa]: the nearest, of two equally near the stronger."""
    return min(load_grades(), key=lambda row: (abs(row.cylinder_mpa - cylinder_mpa), -row.cylinder_mpa))


def read_features(name: str) -> Features:
    """Read the figures of a name; ``rest`` is the name without them.

    >>> read_features("C30混凝土").grade.reads
    'cube strength 30 MPa = C25/30'
    >>> read_features("Beton C30/37, 240 mm").rest.strip(" ,")
    'beton'
    """
    text = unicodedata.normalize("NFKC", name).casefold().replace("_", " ")
    han = has_han(text)
    grade, light, text = _read_grade(text, han)
    strength, yield_mpa, text = _read_strength(text)
    density, text = _read_number(_DENSITY, text, 1.0)
    conductivity, text = _read_number(_WLG, text, 0.001)
    if conductivity is None:
        conductivity, text = _read_number(_LAMBDA, text, 1.0)
    panes, text = _read_panes(text)
    return Features(_FIGURE.sub(" ", text), grade, light, strength, yield_mpa, density, conductivity, panes)


def _read_grade(text: str, han: bool) -> tuple[Grade | None, bool, str]:
    by_pair = {(row.cylinder_mpa, row.cube_mpa): row for row in load_grades()}
    for match in _PAIR.finditer(text):
        light = match[1] == "l"
        row = by_pair.get((float(match[2] or match[4]), float(match[3] or match[5])))
        if row is not None or light:
            rest = text[: match.start()] + " " + text[match.end() :]
            grade = Grade(match[0].strip(), row.grade, row.product, True, True) if row else None
            return grade, light, rest
    match_ = _ONE.search(text)
    if match_ is None:
        return None, False, text
    letter, figure = match_[1], float(match_[2])
    if figure >= _MARK_LEAST:
        if letter not in {"m", "м"}:
            return None, False, text
        figure *= _MARK_MPA
    row = find_cube(figure)
    certain = han or letter in _CUBE_LETTERS or letter == "m" or bool(_CYRILLIC.search(text))
    other = "" if certain else find_cylinder(figure).product
    grade = Grade(match_[0].strip(), f"cube strength {figure:g} MPa = {row.grade}", row.product, False, certain, other)
    return grade, False, text[: match_.start()] + " " + text[match_.end() :]


def _read_strength(text: str) -> tuple[Grade | None, float | None, str]:
    for pattern, factor in ((_MPA, 1.0), (_PSI, _PSI_MPA)):
        match = pattern.search(text)
        if match:
            value = float(re.sub(r"[ ,]", "", match[1])) * factor
            if value > _MPA_MOST:
                return None, value, text.replace(match[0], " ", 1)
            row = find_cylinder(value)
            reads = f"cylinder strength {value:.0f} MPa = {row.grade}"
            return Grade(match[0].strip(), reads, row.product, False, False), None, text.replace(match[0], " ", 1)
    return None, None, text


def _read_number(pattern: re.Pattern[str], text: str, factor: float) -> tuple[float | None, str]:
    match = pattern.search(text)
    if match is None:
        return None, text
    figure = next(group for group in match.groups() if group)
    return float(figure.replace(",", ".")) * factor, text[: match.start()] + " " + text[match.end() :]


def _read_panes(text: str) -> tuple[int, str]:
    match = _PANES.search(text)
    if match is None:
        match = _FOLD.search(text)
        return (int(match[1]), text) if match else (0, text)
    return (3 if match[4] else 2), text[: match.start()] + " " + text[match.end() :]
