"""Small tables of scenarios: refrigerants, machines, transport, benchmarks, ranges of service life, ends of life."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from materials_db.tables import number, optional, read_sourced


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


@cache
def load_refrigerants() -> dict[str, Refrigerant]:
    """Return all refrigerants by name."""
    file = "refrigerants.csv"
    return {
        r["name"]: Refrigerant(
            r["name"],
            number(r, "gwp100_ar5", file),
            number(r, "gwp100_ar6", file),
            r["source"],
            r["licence"],
            r["quality"],
        )
        for r in read_sourced(file)
    }


@cache
def load_leakage() -> dict[str, Leakage]:
    """Return leakage rates by scheme."""
    file = "refrigerant_leakage.csv"
    return {
        r["scheme"]: Leakage(
            r["scheme"],
            number(r, "annual_leakage", file),
            number(r, "end_of_life_leakage", file),
            r["source"],
            r["licence"],
            r["quality"],
        )
        for r in read_sourced(file)
    }


@cache
def load_machine_shifts() -> tuple[MachineShift, ...]:
    """Return the machines of GB/T 51366 Annex C; all from memory (grade D)."""
    file = "machine_shift.csv"
    return tuple(
        MachineShift(
            r["machine_en"],
            r["machine_zh"],
            r["energy"],
            number(r, "per_shift", file),
            r["source"],
            r["licence"],
            r["quality"],
        )
        for r in read_sourced(file)
    )


@cache
def load_transport_scenarios() -> tuple[TransportScenario, ...]:
    """Return transport scenarios of all schemes."""
    file = "transport_scenarios.csv"
    return tuple(
        TransportScenario(
            r["scheme"],
            r["scenario"],
            optional(r, "kgco2e_per_kg_material", file),
            r["implied_or_stated_distance"],
            r["source"],
            r["licence"],
            r["quality"],
        )
        for r in read_sourced(file)
    )


@cache
def load_benchmarks() -> tuple[Benchmark, ...]:
    """Return published levels; their scopes differ and stand in each row."""
    file = "benchmarks.csv"
    return tuple(
        Benchmark(
            r["region"],
            r["building_type"],
            r["metric"],
            number(r, "value", file),
            optional(r, "low", file),
            optional(r, "high", file),
            r["unit"],
            optional(r, "study_period_a", file),
            r["scope"],
            r["source"],
            r["licence"],
            r["quality"],
        )
        for r in read_sourced(file)
    )


@cache
def load_life_ranges() -> tuple[LifeRange, ...]:
    """Return service lives of components as the schemes print them."""
    file = "service_life_sources.csv"
    return tuple(
        LifeRange(
            r["component"],
            r["component_zh"],
            r["scheme"],
            optional(r, "lower_a", file),
            optional(r, "typical_a", file),
            optional(r, "upper_a", file),
            r["printed"],
            r["note"],
            r["source"],
            r["licence"],
            r["quality"],
        )
        for r in read_sourced(file)
    )


@cache
def load_wastage() -> tuple[Wastage, ...]:
    """Return wastage rates of all schemes, each with what it is a share of."""
    file = "waste_sources.csv"
    return tuple(
        Wastage(
            r["material"],
            r["scheme"],
            number(r, "wastage_rate", file),
            r["rate_of"],
            r["note"],
            r["source"],
            r["licence"],
            r["quality"],
        )
        for r in read_sourced(file)
    )


@cache
def load_eol_scenarios() -> dict[str, EolScenario]:
    """Return shares of recycling, incineration and landfill by material; all from memory (grade D)."""
    file = "eol_shares.csv"
    return {
        r["material"]: EolScenario(
            r["material"],
            r["material_zh"],
            number(r, "eol_recycle", file),
            number(r, "eol_incinerate", file),
            number(r, "eol_landfill", file),
            r["source"],
            r["licence"],
            r["quality"],
        )
        for r in read_sourced(file)
    }
