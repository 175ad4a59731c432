"""Small tables of scenarios: refrigerants, machines, transport, benchmarks, ranges of service life, ends of life."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from materials_db.tables import load_rows


@dataclass(frozen=True, slots=True)
class Refrigerant:
    """A refrigerant and its GWP over 100 years [kgCO2e/kg], after the 5th and the 6th IPCC report."""

    name: str
    gwp100_ar5: float
    gwp100_ar6: float
    source: str
    licence: str
    quality: str


@dataclass(frozen=True, slots=True)
class Leakage:
    """Share of a charge that leaks a year and at the end of life [0-1]."""

    scheme: str
    annual_fraction: float
    end_of_life_fraction: float
    source: str
    licence: str
    quality: str


@dataclass(frozen=True, slots=True)
class MachineShift:
    """Energy of one shift of a site machine, in ``unit`` ("diesel kg" or "kWh")."""

    machine: str
    machine_zh: str
    unit: str
    per_shift: float
    source: str
    licence: str
    quality: str


@dataclass(frozen=True, slots=True)
class TransportScenario:
    """Transport of a kind of material in a scheme: a factor [kgCO2e/kg] or only a distance in words."""

    scheme: str
    scenario: str
    kgco2e_kg: float | None
    distance: str
    source: str
    licence: str
    quality: str


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A published level in ``unit`` with the scope that it counts; compare only within one scope."""

    region: str
    building_type: str
    metric: str
    value: float
    low: float | None
    high: float | None
    unit: str
    study_period_a: float | None
    scope: str
    source: str
    licence: str
    quality: str


@dataclass(frozen=True, slots=True)
class LifeRange:
    """Service life of a component in a scheme [a]: lower, typical, upper, each only where the source prints it."""

    component: str
    component_zh: str
    scheme: str
    lower_a: float | None
    typical_a: float | None
    upper_a: float | None
    printed: str
    note: str
    source: str
    licence: str
    quality: str


@dataclass(frozen=True, slots=True)
class Wastage:
    """Share wasted on site [0-1] after a scheme; ``rate_of`` says of what: "installed" or "purchased" quantity."""

    material: str
    scheme: str
    fraction: float
    rate_of: str
    note: str
    source: str
    licence: str
    quality: str

    @property
    def of_installed(self) -> float:
        """The same waste as a share of the installed quantity: w for "installed", 1/(1 - w) - 1 for "purchased".

        >>> w = Wastage("rebar", "Arup UK", 0.15, "purchased", "", "s", "l", "A")
        >>> round(w.of_installed, 4)
        0.1765
        """
        return self.fraction if self.rate_of == "installed" else 1.0 / (1.0 - self.fraction) - 1.0


@dataclass(frozen=True, slots=True)
class EolScenario:
    """Where a material goes at the end of life, shares of mass [0-1]; reuse is not told apart by the source."""

    material: str
    material_zh: str
    recycle: float
    incinerate: float
    landfill: float
    source: str
    licence: str
    quality: str


def plain_name(name: str) -> str:
    """Return a name without the word in brackets behind it, as people write it.

    >>> plain_name("Tower crane 400 t (self-climbing)"), plain_name("R-1234ze(E)")
    ('Tower crane 400 t', 'R-1234ze(E)')
    """
    return name.partition(" (")[0]


@cache
def load_refrigerants() -> dict[str, Refrigerant]:
    """Return all refrigerants by name."""
    return {row.name: row for row in load_rows(Refrigerant, "refrigerants.csv")}


@cache
def load_leakage() -> dict[str, Leakage]:
    """Return leakage rates by scheme."""
    columns = {"annual_fraction": "annual_leakage", "end_of_life_fraction": "end_of_life_leakage"}
    return {row.scheme: row for row in load_rows(Leakage, "refrigerant_leakage.csv", **columns)}


@cache
def load_machine_shifts() -> tuple[MachineShift, ...]:
    """Return the machines of GB/T 51366 Annex C; all from memory (grade D)."""
    return load_rows(MachineShift, "machine_shift.csv", machine="machine_en", unit="energy")


@cache
def load_transport_scenarios() -> tuple[TransportScenario, ...]:
    """Return transport scenarios of all schemes."""
    columns = {"kgco2e_kg": "kgco2e_per_kg_material", "distance": "implied_or_stated_distance"}
    return load_rows(TransportScenario, "transport_scenarios.csv", **columns)


@cache
def load_benchmarks() -> tuple[Benchmark, ...]:
    """Return published levels; their scopes differ and stand in each row."""
    return load_rows(Benchmark, "benchmarks.csv")


@cache
def load_life_ranges() -> tuple[LifeRange, ...]:
    """Return service lives of components as the schemes print them."""
    return load_rows(LifeRange, "service_life_sources.csv")


@cache
def load_wastage() -> tuple[Wastage, ...]:
    """Return wastage rates of all schemes, each with what it is a share of."""
    return load_rows(Wastage, "waste_sources.csv", fraction="wastage_rate")


@cache
def load_eol_scenarios() -> dict[str, EolScenario]:
    """Return shares of recycling, incineration and landfill by material; all from memory (grade D)."""
    columns = {name: f"eol_{name}" for name in ("recycle", "incinerate", "landfill")}
    return {row.material: row for row in load_rows(EolScenario, "eol_shares.csv", **columns)}
