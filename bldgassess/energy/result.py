"""Energy of one year by use, carrier, month and hour."""

from __future__ import annotations

from dataclasses import dataclass, field

from bldgassess.errors import Issue
from bldgassess.hourly.result import FloatArray
from bldgassess.model import Assumption

USES: tuple[str, ...] = (
    "heating",
    "cooling",
    "ventilation",
    "lighting",
    "appliances",
    "hot_water",
    "auxiliary",
    "lifts",
)
CARRIERS: tuple[str, ...] = (
    "electricity",
    "natural_gas",
    "heating_oil",
    "wood_pellets",
    "district_heat",
    "district_cooling",
)


@dataclass(frozen=True, slots=True)
class PvYield:
    """A field of modules: power [kWp], area [m2] where known, plane [deg] and yearly yield after the inverter [kWh]."""

    name: str
    kwp: float
    area_m2: float | None
    tilt_deg: float
    azimuth_deg: float
    kwh: float


@dataclass(frozen=True, slots=True)
class BatteryYear:
    """A year of the battery [kWh]: put in, taken out, left at the end; ``loss_kwh`` is the rest."""

    charged_kwh: float
    discharged_kwh: float
    left_kwh: float

    @property
    def loss_kwh(self) -> float:
        """What was put in and neither taken out nor left."""
        return self.charged_kwh - self.discharged_kwh - self.left_kwh


@dataclass(frozen=True, slots=True)
class HourlyEnergy:
    """The year hour by hour, read-only arrays of (8760,).

    ``final_w``: use -> carrier -> final energy [W]. Electricity [W]: ``pv_w`` made, ``direct_w`` of it used at once,
    ``charged_w`` and ``discharged_w`` at the battery's terminals, ``grid_w`` bought, ``exported_w``;
    pv = direct + charged + exported, demand = direct + discharged + grid. ``stored_kwh``: battery at the end of the
    hour.
    """

    final_w: dict[str, dict[str, FloatArray]]
    pv_w: FloatArray
    direct_w: FloatArray
    charged_w: FloatArray
    discharged_w: FloatArray
    grid_w: FloatArray
    exported_w: FloatArray
    stored_kwh: FloatArray


@dataclass(frozen=True, slots=True)
class EnergyResult:
    """A year. Keys of ``need_kwh`` are ``USES``; of ``final_kwh`` carriers in use (electricity before self-use of PV).

    ``final_by_use_kwh``: use -> carrier -> kWh. ``monthly_final_kwh``: use -> 12 values [kWh].
    ``pv_kwh`` made, ``self_used_kwh`` of it used at once or out of the battery. ``grid_kwh`` is bought,
    ``exported_kwh`` sold. ``solar_heat_kwh``: heat of solar collectors used. ``seasonal``: use -> useful heat or cold
    over final energy of its generator. ``installed_*_w``: power of the machines; ``heat_pump_w`` that of a heat pump.
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
    pv_fields: tuple[PvYield, ...] = ()
    battery: BatteryYear | None = None
    solar_heat_kwh: float = 0.0
    seasonal: dict[str, float] = field(default_factory=dict)
    installed_heating_w: float = 0.0
    installed_cooling_w: float = 0.0
    heat_pump_w: float = 0.0
    lifts: int = 0
    issues: tuple[Issue, ...] = ()
    hourly: HourlyEnergy | None = field(default=None, compare=False, repr=False)

    @property
    def pv_kwp(self) -> float:
        """Power of all modules [kWp]."""
        return sum(item.kwp for item in self.pv_fields)

    @property
    def exported_kwh(self) -> float:
        """Electricity sold: made, neither used at once nor put into the battery."""
        stored = self.battery.loss_kwh + self.battery.left_kwh if self.battery else 0.0
        return max(0.0, self.pv_kwh - self.self_used_kwh - stored)

    @property
    def self_consumption_fraction(self) -> float:
        """Share of the yield that is used in the building [0-1]."""
        return self.self_used_kwh / self.pv_kwh if self.pv_kwh > 0.0 else 0.0

    @property
    def self_sufficiency_fraction(self) -> float:
        """Share of the electricity used that the modules give [0-1]."""
        demand = self.self_used_kwh + self.grid_kwh
        return self.self_used_kwh / demand if demand > 0.0 else 0.0
