"""Find what is wrong in rows of factors before they are believed: every finding says row, field, value, why, range."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from materials_db.columns import COLUMNS, NUMBER_COLUMNS, OLD_COLUMNS
from materials_db.corrections import corrections_of, load_accepted
from materials_db.lint_rules import RULES, Finding, LintRow, Populations, check_amount, populations, to_number
from materials_db.rows import redistribution_flags
from materials_db.tables import QUALITY_LETTERS, Row, read_rows
from materials_db.units import UNITS

__all__ = ["Finding", "Report", "lint_rows", "lint_shipped"]
_FILE = "factors.csv"
_NEEDED = ("source", "licence", "declared_unit", "gwp_a1a3")
_UNITS = {*UNITS, "pcs"}


@dataclass(frozen=True, slots=True)
class Report:
    """Findings of a table: those nobody has looked at, and those that its corrections or accepted list knows."""

    rows: int
    findings: tuple[Finding, ...]
    known: tuple[Finding, ...]

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(item.severity == "error" for item in self.findings)


def lint_shipped() -> Report:
    """Check the shipped table; what its corrections and accepted list know is told apart."""
    rows = read_rows(_FILE)
    corrected = [item for items in corrections_of(_FILE).values() for item in items]
    known_ids = {(item.id, item.field) for item in corrected}
    suspect = {item.id for item in corrected if item.kind == "suspect"}
    accepted = load_accepted()
    fresh: list[Finding] = []
    known: list[Finding] = []
    for item in lint_rows(rows):
        is_known = (item.row, item.rule) in accepted or (item.row, item.field) in known_ids or item.row in suspect
        (known if is_known else fresh).append(item)
    return Report(len(rows), tuple(fresh), tuple(known))


def lint_rows(rows: Sequence[Row], reference: Iterable[Row] | None = None) -> tuple[Finding, ...]:
    """Check rows of factors.

    Parameters
    ----------
    rows : sequence of dict
        Column -> text.
    reference : iterable of dict, optional
        Rows that say what is usual in a category; the shipped table where none are given.

    Returns
    -------
    tuple of Finding
        In the order of rows, at most one a row and rule.
    """
    usual = populations(LintRow.of(row) for row in (read_rows(_FILE) if reference is None else reference))
    rows = [{OLD_COLUMNS.get(key, key): text or "" for key, text in row.items() if key} for row in rows]
    found: list[Finding] = []
    counts = Counter(row.get("id", "").strip() for row in rows)
    said: set[str] = set()
    for place, row in enumerate(rows, start=2):
        name = row.get("id", "").strip() or f"line {place}"
        found += _form(row, name)
        if counts[name] > 1 and name not in said:
            said.add(name)
            found.append(Finding(name, "doubled_id", "id", name, f"stands {counts[name]} times", "once", "error"))
        found += _figures(row, usual, name)
    return tuple(found)


def _form(row: Row, name: str) -> Iterable[Finding]:
    if not row.get("id", "").strip():
        yield Finding(name, "missing", "id", "", "the row has no id", "an id", "error")
    for column in _NEEDED:
        if not row.get(column, "").strip():
            yield Finding(
                name, "missing", column, "", f"the row has no {column}; it would not load", "a value", "error"
            )
    quality = row.get("quality", "")
    if not quality or quality[0] not in QUALITY_LETTERS:
        yield Finding(name, "missing", "quality", quality[:20], "no quality grade", "A, B, C, D or S", "error")
    unit = row.get("declared_unit", "")
    if unit and unit not in _UNITS:
        yield Finding(name, "unit", "declared_unit", unit, "unknown unit", ", ".join(UNITS), "error")
    flag = row.get("redistributable", "")
    if flag and flag not in redistribution_flags():
        yield Finding(
            name, "licence", "redistributable", flag, "unknown flag", ", ".join(redistribution_flags()), "error"
        )
    for column in NUMBER_COLUMNS:
        text = row.get(column, "")
        if text.strip() and to_number(text) is None:
            yield Finding(name, "number", column, text[:40], "not a finite number", "a number, or empty", "error")
    for column in sorted(set(row) - set(COLUMNS)):
        if row[column].strip():
            yield Finding(
                name, "column", column, row[column][:40], "unknown column, not read", "see docs/guide.md", "info"
            )


def _figures(row: Row, usual: Populations, name: str) -> Iterable[Finding]:
    read = LintRow.of(row, name)
    said: set[tuple[str, str]] = set()
    weighs_wrong = False
    for rule in RULES:
        if rule is check_amount and weighs_wrong:
            continue  # a figure per kg says nothing where the kilograms are wrong
        for item in rule(read, usual):
            weighs_wrong = weighs_wrong or item.field in {"density_kg_m3", "mass_per_unit_kg"}
            if (item.rule, item.field) not in said:
                said.add((item.rule, item.field))
                yield item
