"""The controls of the Energy page as data: what each sets, where it stands, how an edit of it is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from annotated_types import Ge, Gt, Le, Lt

from bldgassess.study import Study
from bldgassess.study.edits import value_at
from bldgassess.study.measures import measures_by_id
from bldgassess.texts import mark
from ui.widgets.number import Range

GROUPS: dict[str, str] = {
    "operation": mark("Operation"),
    "systems": mark("Systems"),
    "insulation": mark("Insulation"),
    "windows": mark("Windows"),
    "sun": mark("Photovoltaics"),
}

#: Names of choices.
CHOICES: dict[str, str] = {
    "heat_pump": mark("heat pump"),
    "ground_heat_pump": mark("ground heat pump"),
    "gas_boiler": mark("gas boiler"),
    "oil_boiler": mark("oil boiler"),
    "pellet_boiler": mark("pellet boiler"),
    "direct_electric": mark("direct electric"),
    "district_heat": mark("district heat"),
    "split_unit": mark("split units"),
    "vrf": mark("VRF"),
    "chiller": mark("chiller"),
    "water_chiller": mark("water-cooled chiller"),
    "district_cooling": mark("district cooling"),
    "natural": mark("windows"),
    "extract": mark("extract fans"),
    "balanced": mark("balanced, heat recovery"),
    "none": mark("none"),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """A field of the study. ``scale``: shown value over stored value; ``unset``: words for "not set", at the least."""

    path: str
    title: str
    group: str
    unit: str = ""
    step: float = 1.0
    scale: float = 1.0
    reach: float | None = None
    unset: str = ""

    @property
    def choices(self) -> tuple[str, ...]:
        """What can be chosen; empty for a number."""
        section, _, name = self.path.partition(".")
        annotation = type(getattr(Study(), section)).model_fields[name].annotation
        return tuple(item for item in get_args(annotation) if isinstance(item, str))

    def bounds(self) -> Range:
        """Return bounds as the study has them."""
        section, _, name = self.path.partition(".")
        least, most = 0.0, 0.0
        for rule in type(getattr(Study(), section)).model_fields[name].metadata:
            if isinstance(rule, (Ge, Gt)):
                least = float(rule.ge if isinstance(rule, Ge) else rule.gt)  # type: ignore[arg-type]
            elif isinstance(rule, (Le, Lt)):
                most = float(rule.le if isinstance(rule, Le) else rule.lt)  # type: ignore[arg-type]
        return Range(least * self.scale, most * self.scale, self.step, self.unit, self.reach)

    def path_in(self, _study: Study) -> str:
        """Return the path that an edit changes."""
        return self.path

    def read(self, study: Study) -> Any:  # noqa: ANN401 - a number, a choice or None
        """Return the value as shown; ``None`` where it is not set."""
        return self.shown(value_at(study, self.path))

    def shown(self, stored: object) -> Any:  # noqa: ANN401 - a number, a choice or None
        """Return a stored value as it is shown."""
        return round(stored * self.scale, 9) if isinstance(stored, (int, float)) else stored

    def stored(self, _study: Study, shown: Any) -> object:  # noqa: ANN401 - a number or a choice
        """Return what an edit writes at ``path``."""
        if isinstance(shown, str):
            return shown
        if self.unset and shown <= self.bounds().least:
            return None
        return round(shown / self.scale, 9)


@dataclass(frozen=True, slots=True)
class MeasureSetting:
    """A figure of a measure. Where the measure does nothing at a value of it, that value takes the measure out.

    ``own``: the setting that the measure sets, where a study may have a value of its own there: then that is edited.
    """

    measure: str
    parameter: str
    title: str
    group: str
    unit: str = ""
    scale: float = 1.0
    reach: float | None = None
    unset: str = ""
    own: str = ""

    @property
    def choices(self) -> tuple[str, ...]:
        """A figure has none."""
        return ()

    @property
    def path(self) -> str:
        """Path of the measure in the study."""
        return f"measures.{self.measure}"

    def path_in(self, study: Study) -> str:
        """Return the path that an edit changes: the study's own setting where it has one and takes no measure."""
        bare = self.own and self.measure not in study.measures
        return self.own if bare and value_at(study, self.own) != self._row().idle else self.path

    def _row(self) -> Any:  # noqa: ANN401 - a Parameter
        return measures_by_id()[self.measure].parameters[self.parameter]

    def bounds(self) -> Range:
        """Return bounds as the catalogue has them."""
        row = self._row()
        return Range(row.least * self.scale, row.most * self.scale, row.step * self.scale, self.unit, self.reach)

    def read(self, study: Study) -> Any:  # noqa: ANN401 - a number or None
        """Return the value as shown, ``None`` where the measure is not taken and nothing stands for that."""
        return self.shown(value_at(study, self.path_in(study)))

    def shown(self, stored: object) -> Any:  # noqa: ANN401 - a number or None
        """Return a measure's parameter, or the setting in its place, as it is shown."""
        row = self._row()
        if isinstance(stored, Mapping):
            value = stored.get(self.parameter, row.default)
        else:
            value = row.idle if stored is None else stored
        return None if value is None else round(float(value) * self.scale, 9)

    def stored(self, study: Study, shown: float) -> object:
        """Return what an edit writes: the setting, the measure with this figure, or nothing where it is idle."""
        value = round(shown / self.scale, 9)
        if self.path_in(study) == self.own:
            return value
        given: Mapping[str, Any] = value_at(study, self.path) or {}
        return None if value == self._row().idle else {**given, self.parameter: value}


@dataclass(frozen=True, slots=True)
class MeasureSwitch:
    """Takes a measure with its defaults, or takes it out."""

    measure: str
    title: str
    group: str

    @property
    def path(self) -> str:
        """Path of the measure in the study."""
        return f"measures.{self.measure}"

    def path_in(self, _study: Study) -> str:
        """Return the path that an edit changes."""
        return self.path


Control = Setting | MeasureSetting | MeasureSwitch

CONTROLS: tuple[Control, ...] = (
    Setting("operation.heating_setpoint_c", mark("Heating set-point"), "operation", "°C", 0.5),
    Setting("operation.cooling_setpoint_c", mark("Cooling set-point"), "operation", "°C", 0.5),
    Setting("operation.infiltration_ach", mark("Air through leaks"), "operation", "1/h", 0.05, reach=2.0),
    Setting("operation.heating", mark("Heating"), "systems"),
    Setting(
        "operation.heating_efficiency", mark("Efficiency, heating"), "systems", "", 0.1, 1.0, 6.0, mark("by table")
    ),
    Setting("operation.cooling", mark("Cooling"), "systems"),
    Setting("operation.ventilation", mark("Ventilation"), "systems"),
    Setting("operation.heat_recovery_fraction", mark("Heat recovery"), "systems", "%", 5.0, 100.0),
    MeasureSetting("wall_insulation", "thickness_mm", mark("Wall insulation"), "insulation", "mm"),
    MeasureSetting("roof_insulation", "thickness_mm", mark("Roof insulation"), "insulation", "mm"),
    MeasureSetting("floor_insulation", "thickness_mm", mark("Floor insulation"), "insulation", "mm"),
    MeasureSetting("window_ratio", "ratio_pct", mark("Windows in the facade"), "windows", "%", unset=mark("as drawn")),
    MeasureSwitch("window_replacement", mark("Replace the windows"), "windows"),
    MeasureSetting("window_replacement", "u_w_m2k", mark("U-value"), "windows", "W/(m² K)"),
    MeasureSetting("window_replacement", "g_fraction", mark("Sun let in (g)"), "windows", "%", 100.0),
    MeasureSetting(
        "external_shading",
        "shading_fraction",
        mark("Shade outside"),
        "windows",
        "%",
        100.0,
        own="envelope.shading_fraction",
    ),
    MeasureSetting("photovoltaics", "power_kwp", mark("Power"), "sun", "kWp", reach=100.0, own="renewables.pv_kwp"),
)
