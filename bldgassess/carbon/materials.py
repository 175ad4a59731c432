"""Modules A1-A5, B4, C2-C4 and D of the inventory, EN 15978:2011 with the scenarios of the study, in columns.

A1-A3 = q F;  A4 = m d T;  C2 = m d_waste T;  C3, C4 = q F, or the category's median per kg where the record declares
neither;  A5 = w (A1-A3 + A4 + C2 + C3 + C4);  B4 = N (A1-A3 + A4 + A5 + C2 + C3 + C4);  D = q F_D. The wasted share is
booked in A5 alone (EN 15978:2011, 7.4.3.3). Only + - x on whole columns, so no row's figures depend on others.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import overload

import numpy as np

from bldgassess.carbon.columns import Columns, declares_end_of_life, make_columns
from bldgassess.carbon.profiles import Rules, profile_rules
from bldgassess.carbon.replacement import replacement_counts
from bldgassess.carbon.result import FloatArray, LedgerRow
from bldgassess.carbon.transport import Haul, site_haul, waste_haul
from bldgassess.inventory.ledger import InventoryLine
from bldgassess.study import Study
from materials_db.proxies import load_eol_proxies

#: Modules that a material row may hold, in ledger order.
MATERIAL_MODULES: tuple[str, ...] = ("A1-A3", "A4", "A5", "B4", "C2", "C3", "C4", "D")
#: Modules of a product that is taken out: its way to the end, and what follows it.
_AFTER_REMOVAL = frozenset({"C2", "C3", "C4", "D"})
_KG_PER_T = 1000.0
#: Where a record books less than this share of the stored carbon at its end of life, the release is not in it.
_RELEASE_BOOKED = 0.5


class MaterialModules:
    """The material modules of one inventory under any rule set; columns are made once and shared by rule sets."""

    def __init__(self, lines: Sequence[InventoryLine], study: Study) -> None:
        self.study = study
        self.columns: Columns = make_columns(lines, study)
        self._arrays: dict[tuple[object, ...], FloatArray] = {}
        self._sums: dict[tuple[object, ...], float | None] = {}

    def hauls(self, scheme: str) -> tuple[Haul, ...]:
        """Return the way to the site of each category under a scheme."""
        return tuple(site_haul(category, scheme, self.study) for category in self.columns.categories)

    def module(self, module: str, rules: Rules) -> FloatArray:
        """Return a module of every line [kgCO2e]; NaN where it is not declared, does not arise, or does not count."""
        return self._array(self._key(module, rules), rules)

    def total(self, module: str, rules: Rules) -> float | None:
        """Return the exact sum of a module over the lines, ``None`` where no line declares it."""
        key = self._key(module, rules)
        if key not in self._sums:
            values = self._array(key, rules)
            known = values[~np.isnan(values)]
            self._sums[key] = math.fsum(known.tolist()) if known.size else None
        return self._sums[key]

    def counted(self, rules: Rules) -> FloatArray:
        """Return A-C of every line under a rule set [kgCO2e]."""
        total = np.zeros(len(self.columns.lines))
        for module in MATERIAL_MODULES:
            if module in rules.modules:
                total = total + np.nan_to_num(self.module(module, rules))
        return total

    def removed_kg(self, module: str, rules: Rules) -> float:
        """Return what a module holds of products that are taken out at the start [kgCO2e]."""
        if not self.columns.removed.any():
            return 0.0
        values = self.module(module, rules)
        return math.fsum(values[self.columns.removed & ~np.isnan(values)].tolist())

    def counts(self, rules: Rules) -> FloatArray:
        """Return the number of replacements of each line."""
        key = ("N", rules.study_period_a, rules.replacement, rules.least_fraction)
        if key not in self._arrays:
            self._arrays[key] = replacement_counts(
                rules.study_period_a, self.columns.life_a, rules.replacement, rules.least_fraction
            )
        return self._arrays[key]

    def _key(self, module: str, rules: Rules) -> tuple[object, ...]:
        parts = tuple(rules.counts(part) for part in self.columns.parts)
        fates = (rules.biogenic,)
        if module in {"C2", "D"}:
            return module, parts
        if module in {"A1-A3", "C3", "C4"}:
            return module, parts, fates
        if module == "A4":
            return module, parts, rules.transport
        if module == "A5":
            return module, parts, fates, rules.transport
        inside = tuple(m for m in ("A4", "A5", "C2", "C3", "C4") if m in rules.modules)
        return (
            module,
            parts,
            fates,
            rules.transport,
            rules.study_period_a,
            rules.replacement,
            rules.least_fraction,
            inside,
        )

    def _array(self, key: tuple[object, ...], rules: Rules) -> FloatArray:
        if key not in self._arrays:
            counts = np.array([rules.counts(part) for part in self.columns.parts] or [True])
            arises = counts[self.columns.part]
            if key[0] not in _AFTER_REMOVAL:
                arises = arises & ~self.columns.removed
            values = np.where(arises, self._compute(str(key[0]), rules), np.nan)
            values.flags.writeable = False
            self._arrays[key] = values
        return self._arrays[key]

    def _compute(self, module: str, rules: Rules) -> FloatArray:
        columns, factors = self.columns, self.columns.of_record
        code = columns.record
        if module == "A1-A3":
            per_unit = factors.a1a3 + factors.uptake_kgco2 if rules.biogenic == "zero" else factors.a1a3
            return columns.quantity * per_unit[code]
        if module == "D":
            return columns.quantity * factors.d[code]
        if module == "A4":
            per_t = np.array([haul.kgco2e_per_t for haul in self.hauls(rules.transport)] or [0.0])
            return np.where(code >= 0, columns.mass_kg / _KG_PER_T * per_t[columns.category], np.nan)
        if module == "C2":
            per_t_waste = waste_haul(self.study).kgco2e_per_t
            return np.where(code >= 0, columns.mass_kg / _KG_PER_T * per_t_waste, np.nan)
        if module in {"C3", "C4"}:
            return self._end_of_life(module, rules)
        return self._site_waste(rules) if module == "A5" else self._replaced(rules)

    def _end_of_life(self, module: str, rules: Rules) -> FloatArray:
        columns, factors = self.columns, self.columns.of_record
        declared = factors.c3 if module == "C3" else factors.c4
        if rules.biogenic == "zero":
            declared = declared - self._released(module)
        proxy = (factors.c3_proxy if module == "C3" else factors.c4_proxy)[columns.record]
        own = columns.quantity * declared[columns.record]
        stand_in = np.where(columns.mass_kg > 0.0, columns.mass_kg * proxy, np.nan)
        return np.where(np.isnan(own), stand_in, own)

    def _released(self, module: str) -> FloatArray:
        """Return what a record releases of its stored carbon in a module per unit; the larger of C3 and C4 holds it."""
        factors = self.columns.of_record
        c3, c4 = np.nan_to_num(factors.c3), np.nan_to_num(factors.c4)
        booked = np.nan_to_num(factors.uptake_kgco2) * (c3 + c4 >= _RELEASE_BOOKED * factors.uptake_kgco2)
        here = c3 >= c4 if module == "C3" else c3 < c4
        return np.where(here, booked, 0.0)

    def _site_waste(self, rules: Rules) -> FloatArray:
        known = [self.module(m, rules) for m in ("A1-A3", "A4", "C2", "C3", "C4")]
        total = sum((np.nan_to_num(values) for values in known), np.zeros(len(self.columns.lines)))
        return np.where(self.columns.record >= 0, self.columns.waste * total, np.nan)

    def _replaced(self, rules: Rules) -> FloatArray:
        inside = ["A1-A3", *(m for m in ("A4", "A5", "C2", "C3", "C4") if m in rules.modules)]
        once = sum((np.nan_to_num(self.module(m, rules)) for m in inside), np.zeros(len(self.columns.lines)))
        counts = self.counts(rules)
        return np.where((counts > 0.0) & (self.columns.record >= 0), counts * once, np.nan)


class LedgerRows(Sequence[LedgerRow]):
    """Ledger rows, made when somebody looks: material and system lines from columns, then the rows given whole."""

    def __init__(
        self, material: MaterialModules, rules: Rules, inventory_lines: int, rest: Sequence[LedgerRow]
    ) -> None:
        columns = material.columns
        # a rule set without technical systems shows none of their lines
        self._lines = columns.lines if rules.counts("services") else columns.lines[:inventory_lines]
        self._own = inventory_lines
        self._rest = tuple(rest)
        wanted = [m for m in MATERIAL_MODULES if m in rules.modules or m == "D"]
        self._values = {module: material.module(module, rules) for module in wanted}
        self._hauls = material.hauls(rules.transport)
        self._category, self._counts, self._life = columns.category, material.counts(rules), columns.life_a

    def __len__(self) -> int:
        return len(self._lines) + len(self._rest)

    def __eq__(self, other: object) -> bool:
        """Equal where every row is, as a tuple of rows would be."""
        return isinstance(other, LedgerRows) and tuple(self) == tuple(other)

    #: Like a list, rows made on demand are no key.
    __hash__ = None  # type: ignore[assignment]

    @overload
    def __getitem__(self, index: int) -> LedgerRow: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[LedgerRow, ...]: ...

    def __getitem__(self, index: int | slice) -> LedgerRow | tuple[LedgerRow, ...]:
        if isinstance(index, slice):
            return tuple(self._row(place) for place in range(*index.indices(len(self))))
        place = index + len(self) if index < 0 else index
        if not 0 <= place < len(self):
            raise IndexError(index)
        return self._row(place)

    def _row(self, place: int) -> LedgerRow:
        if place >= len(self._lines):
            return self._rest[place - len(self._lines)]
        line = self._lines[place]
        kg = {m: float(values[place]) for m, values in self._values.items() if values[place] == values[place]}
        kind = "material" if place < self._own else "system"
        name = line.element_name or line.ifc_class
        line_id = line.id if kind == "material" else None
        return LedgerRow(line.id, kind, line_id, line.part, name, kg, self._notes(place, line, kg))

    def _notes(self, place: int, line: InventoryLine, kg: dict[str, float]) -> dict[str, str]:
        notes: dict[str, str] = {}
        record = line.record
        if record is None or not kg:
            return notes
        if "A4" in kg:
            notes["A4"] = self._hauls[self._category[place]].note
        if "A5" in kg:
            notes["A5"] = f"{line.waste_fraction:.1%} wasted"
        if "B4" in kg:
            notes["B4"] = f"{self._counts[place]:g} x, every {self._life[place]:g} a"
        if not declares_end_of_life(record):
            proxy = load_eol_proxies().get(record.category)
            if proxy is not None and proxy.module in kg:
                notes[proxy.module] = f"stand-in for C3 and C4: {proxy.source}"
        elif "C" in record.gwp_kgco2e and "C4" in kg:
            notes["C4"] = "the record gives C3 and C4 as one figure"
        return notes


def material_row(line: InventoryLine, study: Study) -> LedgerRow:
    """Return the ledger row of one line under the study's profile."""
    rules = profile_rules(study.carbon.profile, study, own=True)
    return LedgerRows(MaterialModules([line], study), rules, 1, ())[0]
