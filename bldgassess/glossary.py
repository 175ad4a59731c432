"""One quantity, one name, one unit: the figures of results.json with their meaning and clause."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure: path in results.json (``*``: any name), name, unit, clause, formula id of ``explain.formulas``."""

    path: str
    name: str
    unit: str
    clause: str
    formula: str = ""


_EN = "EN 15978:2011"
QUANTITIES: tuple[Quantity, ...] = (
    Quantity("building.gia_m2", "Gross internal area", "m2", "RICS code of measuring practice, GIA"),
    Quantity("building.useful_m2", "Useful floor area", "m2", "Level(s) 1.2"),
    Quantity("building.heated_volume_m3", "Heated volume", "m3", "EN ISO 52000-1"),
    Quantity("building.mass_kg", "Mass of all elements", "kg", "inventory"),
    Quantity("building.mapped_mass_share", "Share of mass with a factor record", "-", "RICS WLCA 2023, 95 % coverage"),
    Quantity("building.envelope.*_m2", "Envelope area to outside or ground", "m2", "EN ISO 13789"),
    Quantity("readiness.score", "Readiness of the model", "0-100", "checks of this program, listed with their weights"),
    Quantity("energy.need_kwh.*", "Energy need", "kWh/a", "EN ISO 52016-1", "energy_need"),
    Quantity("energy.final_kwh.*", "Final energy by carrier", "kWh/a", "EN ISO 52000-1", "final_energy"),
    Quantity("energy.pv_kwh", "Photovoltaic yield", "kWh/a", "PVWatts version 5", "pv"),
    Quantity("energy.self_used_kwh", "Photovoltaic yield used in the building", "kWh/a", f"{_EN} 7.4.4.7", "pv"),
    Quantity("energy.exported_kwh", "Photovoltaic yield exported", "kWh/a", "EN 15978-1:2026 D2", "pv"),
    Quantity("energy.seasonal_performance.*", "Seasonal performance", "-", "EN 14825", "final_energy"),
    Quantity("energy.solar_heat_kwh", "Heat of solar collectors", "kWh/a", "EN ISO 9806"),
    Quantity("energy.unmet_h", "Hours a set-point is missed by more than 0.5 K", "h/a", "ASHRAE 90.1 G3.1.2.3"),
    Quantity("carbon.modules.A1-A3", "Product stage", "kgCO2e", f"{_EN} 7.4.2", "a1a3"),
    Quantity("carbon.modules.A4", "Transport to site", "kgCO2e", f"{_EN} 7.4.3.2", "a4"),
    Quantity("carbon.modules.A5", "Construction and installation", "kgCO2e", f"{_EN} 7.4.3.3", "a5"),
    Quantity("carbon.modules.A0", "Before construction", "kgCO2e", "EN 15978-1:2026 A0", "a0"),
    Quantity("carbon.modules.B1", "Use: refrigerants", "kgCO2e", f"{_EN} 7.4.4.2", "b1"),
    Quantity("carbon.modules.B2", "Maintenance", "kgCO2e", f"{_EN} 7.4.4.3", "b2"),
    Quantity("carbon.modules.B3", "Repair", "kgCO2e", f"{_EN} 7.4.4.4", "b3"),
    Quantity("carbon.modules.B4", "Replacement", "kgCO2e", f"{_EN} 9.3.3", "b4"),
    Quantity("carbon.modules.B5", "Refurbishment", "kgCO2e", f"{_EN} 7.4.4.6", "b5"),
    Quantity("carbon.modules.B6", "Operational energy use", "kgCO2e", f"{_EN} 7.4.4.7", "b6"),
    Quantity("carbon.modules.B7", "Operational water use", "kgCO2e", f"{_EN} 7.4.4.8", "b7"),
    Quantity("carbon.modules.B8", "User activities", "kgCO2e", "EN 15978-1:2026 B8", "b8"),
    Quantity("carbon.modules.C1", "Deconstruction", "kgCO2e", f"{_EN} 7.4.5.2", "c1"),
    Quantity("carbon.modules.C2", "Transport of waste", "kgCO2e", f"{_EN} 7.4.5.3", "c2"),
    Quantity("carbon.modules.C3", "Waste processing", "kgCO2e", f"{_EN} 7.4.5.4", "c3"),
    Quantity("carbon.modules.C4", "Disposal", "kgCO2e", f"{_EN} 7.4.5.5", "c4"),
    Quantity("carbon.modules.D", "Beyond the system boundary, never in a total", "kgCO2e", f"{_EN} 7.4.6", "d"),
    Quantity("carbon.modules.D2", "Exported energy, never in a total", "kgCO2e", "EN 15978-1:2026 D2", "d2"),
    Quantity("carbon.area_m2", "Area that figures per m2 are per", "m2", "rule of the profile"),
    Quantity("carbon.sinks_kgco2e", "Uptake by planting", "kgCO2", "GB/T 51366-2019 chapter 4", "sinks"),
    Quantity("carbon.profiles.*", "The same inventory under another profile", "", "profiles.yaml"),
    Quantity("carbon.reconciliation", "From one profile to another, line by line", "kgCO2e", "profiles.yaml", "bridge"),
    Quantity("carbon.timeline", "Emissions by year", "kgCO2e", "Habert et al. 2020", "budget"),
    Quantity("carbon.hotspots.*", "Where the carbon sits", "kgCO2e", "shares of A-C"),
    Quantity(
        "carbon.biogenic", "Biogenic carbon, each view alone", "kgCO2e", "EN 15804+A2; doi 10.1021/es9030003", "dynamic"
    ),
    Quantity("carbon.uncertainty.*", "Spread of the total", "kgCO2e/m2", "Monte Carlo with shared draws", "spread"),
    Quantity("carbon.total_kgco2e", "Whole-life carbon A to C, without D", "kgCO2e", f"{_EN} 11", "total"),
    Quantity("carbon.per_m2", "Whole-life carbon per m2 over the study period", "kgCO2e/m2", f"{_EN} 11", "per_m2"),
    Quantity("carbon.per_m2_a", "Whole-life carbon per m2 and year", "kgCO2e/(m2 a)", f"{_EN} 11", "per_m2_a"),
    Quantity("carbon.upfront_per_m2", "Before use, A1 to A5, per m2", "kgCO2e/m2", f"{_EN} 11", "per_m2"),
    Quantity("carbon.embodied_per_m2", "Embodied, A to C without B6 to B8, per m2", "kgCO2e/m2", f"{_EN} 11", "per_m2"),
    Quantity("carbon.operational_per_m2_a", "Operation B6 per m2 and year", "kgCO2e/(m2 a)", f"{_EN} 11", "per_m2_a"),
    Quantity(
        "carbon.biogenic_stored_kgco2", "Biogenic carbon stored, not in the total", "kgCO2", "EN 16449", "biogenic"
    ),
    Quantity(
        "carbon.budget.overshoot_year", "First year above the 1.5 degC path", "year", "Habert et al. 2020", "budget"
    ),
    Quantity(
        "carbon.budget.exhaustion_year", "Year the whole budget is used up", "year", "Habert et al. 2020", "budget"
    ),
    Quantity("carbon.budget.excess_kg_m2", "Emissions above the path", "kgCO2e/m2", "Habert et al. 2020", "budget"),
    Quantity("health.score", "Indoor-health score", "0-100", "weights of this program, a proposal"),
    Quantity("label.score", "Label points", "points of 100", "reference catalogue, scoring rules"),
)


def quantity(path: str) -> Quantity | None:
    """Find the quantity of a results path.

    >>> quantity("carbon.modules.B4").name
    'Replacement'
    """
    return next((item for item in QUANTITIES if fnmatchcase(path, item.path)), None)
