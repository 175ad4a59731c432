"""Energy of one year by use, carrier and month."""

from __future__ import annotations

from dataclasses import dataclass

from bldgassess.model import Assumption

USES: tuple[str, ...] = ("heating", "cooling", "ventilation", "lighting", "appliances", "hot_water")
CARRIERS: tuple[str, ...] = ("electricity", "natural_gas", "heating_oil", "wood_pellets", "district_heat")


@dataclass(frozen=True, slots=True)
class EnergyResult:
    """A year. Keys of ``need_kwh`` are ``USES``; of ``final_kwh`` carriers in use (electricity before self-use of PV).

    ``final_by_use_kwh``: use -> carrier -> kWh. ``monthly_final_kwh``: use -> 12 values [kWh].
    ``pv_kwh`` made, ``self_used_kwh`` of it used in the same hour, the rest is exported. ``grid_kwh`` is bought.
    """

    engine: str
    need_kwh: dict[str, float]
    final_kwh: dict[str, float]
    final_by_use_kwh: dict[str, dict[str, float]]
    monthly_final_kwh: dict[str, tuple[float, ...]]
    monthly_need_kwh: dict[str, tuple[float, ...]]
    pv_kwh: float
    self_used_kwh: float
    grid_kwh: float
    unmet_h: float
    peak_heating_w: float
    peak_cooling_w: float
    assumptions: tuple[Assumption, ...] = ()
