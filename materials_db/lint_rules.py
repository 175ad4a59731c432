"""The rules of the linter on figures: amounts, properties, signs, modules."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from materials_db.bases import Basis, basis_of_block, load_bases
from materials_db.columns import EOL_COLUMNS, MODULE_COLUMNS, NUMBER_COLUMNS
from materials_db.rows import database_of
from materials_db.tables import Row, number, read_sourced

_CO2_PER_C = 44.0 / 12.0
_STAGES_ABC = tuple(stem for stem, module in MODULE_COLUMNS.items() if module != "D")
_STAGES_C = ("gwp_c1", "gwp_c2", "gwp_c3", "gwp_c4", "gwp_c_total")
#: Powers of ten by which a decimal point slips.
_SLIPS = (0.1, 10.0, 0.01, 100.0)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is odd about one cell: rule, why, and the range that was expected."""

    row: str
    rule: str
    field: str
    value: str
    why: str
    expected: str
    severity: Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class LintRow:
    """A row with the numbers that could be read."""

    name: str
    category: str
    unit: str
    basis: Basis | None
    values: Mapping[str, float]

    @classmethod
    def of(cls, row: Row, name: str = "") -> LintRow:
        """Read what can be read; what cannot is a finding of its own."""
        values = {c: v for c in NUMBER_COLUMNS if (v := to_number(row.get(c, ""))) is not None}
        unit = {"pcs": "piece"}.get(row.get("declared_unit", ""), row.get("declared_unit", ""))
        basis_id = row.get("basis_id", "") or basis_of_block(database_of(row.get("id", "")))
        return cls(name or row.get("id", ""), row.get("category", ""), unit, load_bases().get(basis_id), values)

    @property
    def mass_kg(self) -> float | None:
        """Mass of one declared unit [kg], from the row alone."""
        mass = self.values.get("mass_per_unit_kg")
        if mass is None:
            mass = {"kg": 1.0, "t": 1000.0, "m3": self.values.get("density_kg_m3")}.get(self.unit)
        return mass if mass and mass > 0.0 else None

    @property
    def gross_gwp(self) -> float | None:
        """A1-A3 with stored biogenic carbon given back where the total counts its uptake; ``None`` where unknown."""
        gwp = self.values.get("gwp_a1a3")
        if gwp is None or gwp > 0.0:
            return gwp
        if "gwp_a1a3_biogenic" in self.values:
            return gwp - self.values["gwp_a1a3_biogenic"]
        return gwp + math.fsum(self.values.get(stem, 0.0) for stem in _STAGES_C)


@dataclass(frozen=True, slots=True)
class Population:
    """Middle and spread of the logarithm of a category's figures."""

    count: int
    median_log: float
    spread_log: float

    def z(self, value: float) -> float:
        """Return the modified z-score of a value."""
        return (math.log(value) - self.median_log) / self.spread_log

    def span(self, limit: float) -> str:
        """Return the usual range in words."""
        low, high = (math.exp(self.median_log + sign * limit * self.spread_log) for sign in (-1.0, 1.0))
        return f"{low:.3g} to {high:.3g}, middle {math.exp(self.median_log):.3g} ({self.count} rows)"


Populations = Mapping[tuple[str, str], Population]
Rule = Callable[[LintRow, Populations], Iterable[Finding]]


def to_number(text: str | None) -> float | None:
    """Return a finite number, ``None`` for anything else."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) else None


@cache
def limits() -> dict[str, float]:
    """Return the limits of the rules by key."""
    return {row["key"]: number(row, "value", "lint_limits.csv") for row in read_sourced("lint_limits.csv")}


def populations(rows: Iterable[LintRow]) -> dict[tuple[str, str], Population]:
    """Return middle and spread by (category, "kg" or unit): median and 1.4826 MAD of the logarithms."""
    logs: dict[tuple[str, str], list[float]] = {}
    for row in rows:
        gwp = row.gross_gwp
        if gwp is None or gwp <= 0.0:
            continue
        logs.setdefault((row.category, f"1 {row.unit}"), []).append(math.log(gwp))
        if row.mass_kg:
            logs.setdefault((row.category, "kg"), []).append(math.log(gwp / row.mass_kg))
    found = {}
    least = math.log(limits()["least_gsd"])
    for key, values in logs.items():
        if len(values) >= limits()["fewest"]:
            middle = statistics.median(values)
            spread = 1.4826 * statistics.median(abs(value - middle) for value in values)
            found[key] = Population(len(values), middle, max(spread, least))
    return found


def check_amount(row: LintRow, usual: Populations) -> Iterator[Finding]:
    """Per-tonne printed as per-kg, decimal slips, masses in grams, and other outliers of a category."""
    gwp = row.gross_gwp
    if gwp is None or gwp <= 0.0:
        return
    mass, limit = row.mass_kg, limits()["outlier_z"]
    value, what = (gwp / mass, "kg") if mass else (gwp, f"1 {row.unit}")
    people = usual.get((row.category, what))
    field, shown = "gwp_a1a3", f"{value:.4g} kgCO2e per {what.removeprefix('1 ')}"
    if people is None:
        if mass and value > limits()["most_kgco2e_kg"]:
            most = f"below {limits()['most_kgco2e_kg']:g} kgCO2e/kg"
            yield Finding(row.name, "per_tonne", field, shown, "no building product makes that per kg", most, "error")
        return
    z = people.z(value)
    if abs(z) <= limit:
        return
    expected, near = people.span(limit), limits()["slip_z"]
    if mass and z > 0.0 and abs(people.z(value / 1000.0)) <= limit:
        why = "a thousand times the category: a figure per tonne printed as per kg"
        yield Finding(row.name, "per_tonne", "declared_unit", shown, why, expected, "error")
        return
    if z < 0.0 and row.unit in {"m2", "m", "piece"} and abs(people.z(value * 1000.0)) <= limit:
        why = "a thousandth of the category: the mass of the unit looks like grams, or like that of a whole system"
        yield Finding(row.name, "mass", "mass_per_unit_kg", shown, why, expected, "error")
        return
    for factor in _SLIPS:
        if abs(people.z(value * factor)) <= near:
            why = f"{1.0 / factor:g} times the middle of {row.category}: a decimal point may have slipped"
            yield Finding(row.name, "decimal_slip", field, shown, why, expected, "error")
            return
    why = f"outlier of category {row.category} (modified z {z:.1f})"
    yield Finding(row.name, "outlier", field, shown, why, expected, "warning")


def _properties(row: LintRow, _: Populations) -> Iterator[Finding]:
    limit, values = limits(), row.values
    conductivity, density = values.get("conductivity_W_mK"), values.get("density_kg_m3")
    low, high = limit["conductivity_low"], limit["conductivity_high"]
    if conductivity is not None and not low <= conductivity <= high:
        thousand = low <= conductivity / 1000.0 <= high and conductivity > high
        rule = "conductivity_x1000" if thousand else "conductivity"
        why = "stored a thousandfold" if thousand else "no material conducts heat like that"
        span = f"{low:g} to {high:g} W/(m K)"
        yield Finding(row.name, rule, "conductivity_W_mK", f"{conductivity:g}", why, span, "error")
    elif conductivity and density and conductivity > limit["metal_conductivity"] and density < limit["metal_density"]:
        why, span = "conducts like a metal but is too light for one", f"below {limit['metal_conductivity']:g} W/(m K)"
        yield Finding(row.name, "conductivity_x1000", "conductivity_W_mK", f"{conductivity:g}", why, span, "error")
    if density is not None and not limit["density_low"] <= density <= limit["density_high"]:
        span = f"{limit['density_low']:g} to {limit['density_high']:g} kg/m3"
        yield Finding(
            row.name, "density", "density_kg_m3", f"{density:g}", "no building material weighs that", span, "error"
        )
    yield from _mass(row, density)


def _mass(row: LintRow, density: float | None) -> Iterator[Finding]:
    mass, limit = row.values.get("mass_per_unit_kg"), limits()
    if mass is None:
        return
    fixed = {"kg": 1.0, "t": 1000.0, "m3": density}.get(row.unit)
    if mass <= 0.0:
        yield Finding(row.name, "mass", "mass_per_unit_kg", f"{mass:g}", "not above zero", "above 0 kg", "error")
    elif fixed and abs(mass / fixed - 1.0) > limit["mass_density_share"]:
        why = f"one {row.unit} weighs {fixed:g} kg" + (" by the row's density" if row.unit == "m3" else "")
        yield Finding(row.name, "mass", "mass_per_unit_kg", f"{mass:g}", why, f"{fixed:g} kg", "error")
    elif row.unit == "m2" and mass > limit["area_mass_high"]:
        span = f"up to {limit['area_mass_high']:g} kg/m2"
        yield Finding(
            row.name, "mass", "mass_per_unit_kg", f"{mass:g}", "heavier than a metre of concrete", span, "error"
        )


def _biogenic(row: LintRow, _: Populations) -> Iterator[Finding]:
    values, basis, limit = row.values, row.basis, limits()
    taken = values.get("gwp_a1a3_biogenic")
    if taken is not None:
        given = [values[f"{stem}_biogenic"] for stem in _STAGES_ABC[1:] if f"{stem}_biogenic" in values]
        ends = any(f"{stem}_biogenic" in values for stem in _STAGES_C)
        rest = taken + math.fsum(given)
        if taken > 0.0 and ends and rest > limit["closing_share"] * taken:
            why = "biogenic uptake has the sign of a release"
            yield Finding(row.name, "biogenic_sign", "gwp_a1a3_biogenic", f"{taken:g}", why, "0 or below", "error")
        elif ends and abs(rest) > limit["closing_share"] * max(abs(taken), abs(rest)):
            why = f"uptake and release over A to C leave {rest:.4g} kgCO2e"
            yield Finding(row.name, "biogenic_open", "gwp_a1a3_biogenic", f"{taken:g}", why, "about 0 in sum", "error")
        stored = values.get("biogenic_carbon_kgC")
        if stored and taken <= 0.0 and abs(taken + _CO2_PER_C * stored) > limit["stored_share"] * _CO2_PER_C * stored:
            span = f"about {-_CO2_PER_C * stored:.4g} (44/12 of the stored carbon)"
            why = "uptake does not fit the stored carbon"
            yield Finding(row.name, "biogenic_stored", "gwp_a1a3_biogenic", f"{taken:g}", why, span, "warning")
    total = values.get("gwp_a1a3")
    if total is None or total >= 0.0 or basis is None:
        return
    if not basis.counts_biogenic:
        why = f"negative, but {basis.id} counts no biogenic carbon"
        yield Finding(row.name, "biogenic_sign", "gwp_a1a3", f"{total:g}", why, "above 0", "error")
    elif not any(stem in values for stem in _STAGES_C):
        why = "takes carbon up and never gives it back: no module C is declared"
        yield Finding(row.name, "biogenic_open", "gwp_a1a3", f"{total:g}", why, "a release in C", "error")
    elif (gross := row.gross_gwp) is not None and gross < 0.0:
        why = f"A and C leave {gross:.4g} kgCO2e: less is given back than was taken up"
        yield Finding(row.name, "biogenic_open", "gwp_a1a3", f"{total:g}", why, "above 0 in sum", "error")


def _parts(row: LintRow, _: Populations) -> Iterator[Finding]:
    if row.basis is None or row.basis.id != "EN15804A2":
        return
    for stem in MODULE_COLUMNS:
        names = [f"{stem}_{part}" for part in ("fossil", "biogenic", "luluc")]
        total, parts = row.values.get(stem), [row.values[name] for name in names if name in row.values]
        if total is None or len(parts) < 2:
            continue
        total_parts = math.fsum(parts)
        size = max(abs(total), *(abs(part) for part in parts))
        if size and abs(total_parts - total) > limits()["parts_share"] * size and len(parts) == len(names):
            why = "is not the sum of fossil, biogenic and land use"
            yield Finding(row.name, "parts", stem, f"{total:g}", why, f"{total_parts:.4g}", "error")


def _module_d(row: LintRow, _: Populations) -> Iterator[Finding]:
    credit, basis = row.values.get("gwp_d"), row.basis
    if not credit:
        return
    if basis is not None and not basis.has_module_d:
        why = f"{basis.id} has no module D"
        yield Finding(row.name, "module_d", "gwp_d", f"{credit:g}", why, "not declared", "error")
    elif not any(stem in row.values for stem in _STAGES_C):
        why = "a credit after the end of life, but no module C says that there is one"
        yield Finding(row.name, "module_d", "gwp_d", f"{credit:g}", why, "not declared, or C beside it", "warning")
    elif (gross := row.gross_gwp) and gross > 0.0 and row.values["gwp_a1a3"] > 0.0 and -credit > gross:
        why = "the credit is larger than what making the product emits"
        yield Finding(row.name, "module_d_size", "gwp_d", f"{credit:g}", why, f"above {-gross:.4g}", "warning")


def _shares(row: LintRow, _: Populations) -> Iterator[Finding]:
    shares = [row.values[column] for column in EOL_COLUMNS if column in row.values]
    if shares and (abs(math.fsum(shares) - 1.0) > 0.005 or min(shares) < 0.0):
        text = " + ".join(f"{share:g}" for share in shares)
        yield Finding(row.name, "eol_shares", "eol_landfill", text, "shares do not sum to 1", "1 in sum", "error")


#: In the order in which findings are said.
RULES: tuple[Rule, ...] = (_properties, check_amount, _biogenic, _parts, _module_d, _shares)
