"""Fields of photovoltaic modules: those of the study, and those that cover the model's roofs and facades."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bldgassess.energy.figures import figures
from bldgassess.errors import Issue, UserError
from bldgassess.model import Building, Surface
from bldgassess.study import Study

_W_PER_KW = 1000.0
#: Surfaces that look the same way to so many degrees are one field.
_STEP_DEG = 5
#: How far from the equator a facade may look [deg].
_SIDES = {"equator": 45.0, "sunny": 135.0, "all": 180.0}


@dataclass(frozen=True, slots=True)
class Field:
    """Modules in one plane: power [kWp], area [m2] where known, tilt and direction [deg], losses [0-1]."""

    name: str
    kwp: float
    area_m2: float | None
    tilt_deg: float
    azimuth_deg: float
    losses_fraction: float


def pv_fields(study: Study, building: Building) -> tuple[Field, ...]:
    """Return all fields: the study's one, its list, shares of the model's roofs and of its opaque facades.

    Raises
    ------
    UserError
        When a field has neither power nor area, or has both.
    """
    renewables = study.renewables
    fields: list[Field] = []
    if renewables.pv_kwp > 0.0:
        plane = renewables.pv_tilt_deg, renewables.pv_azimuth_deg
        fields.append(Field("modules", renewables.pv_kwp, None, *plane, renewables.pv_losses_fraction))
    problems = []
    for index, item in enumerate(renewables.pv_fields):
        name = item.name or f"field {index + 1}"
        if (item.kwp is None) == (item.area_m2 is None):
            problems.append(Issue("energy.pv_size", {"name": name}))
            continue
        kwp = item.kwp if item.kwp is not None else (item.area_m2 or 0.0) * module_w_m2(study) / _W_PER_KW
        losses = item.losses_fraction if item.losses_fraction is not None else renewables.pv_losses_fraction
        fields.append(Field(name, kwp, item.area_m2, item.tilt_deg, item.azimuth_deg, losses))
    if problems:
        raise UserError(problems)
    fields += _on_surfaces("roof", renewables.pv_roof_fraction, building, study, lambda item: item.kind == "roof")
    fields += _on_surfaces("facade", renewables.pv_facade_fraction, building, study, _is_chosen_facade(study, building))
    return tuple(fields)


def module_w_m2(study: Study) -> float:
    """Return the power of a square metre of module [W/m2]: the study's, else the table's."""
    own = study.renewables.pv_module_w_m2
    return own if own is not None else figures()["pv.module_w_m2"].value


def installed_kwp(study: Study, building: Building) -> float:
    """Return the power of all fields [kWp]."""
    return sum(item.kwp for item in pv_fields(study, building))


def _is_chosen_facade(study: Study, building: Building) -> Callable[[Surface], bool]:
    south_of_equator = (building.site.latitude_deg or 0.0) < 0.0
    toward = 0.0 if south_of_equator else 180.0
    widest = _SIDES[study.renewables.pv_facade_sides]

    def chosen(item: Surface) -> bool:
        off = abs((item.azimuth_deg - toward + 180.0) % 360.0 - 180.0)
        return item.kind == "wall" and off <= widest

    return chosen


def _on_surfaces(
    name: str, fraction: float, building: Building, study: Study, wanted: Callable[[Surface], bool]
) -> Iterator[Field]:
    """Return a field for each direction that the wanted outer surfaces look in."""
    if fraction <= 0.0:
        return
    areas: dict[tuple[int, int], float] = {}
    for item in _outer(building.surfaces):
        if wanted(item):
            tilt = _STEP_DEG * round(min(item.tilt_deg, 90.0) / _STEP_DEG)
            azimuth = _STEP_DEG * round(item.azimuth_deg / _STEP_DEG) % 360 if tilt else 0
            areas[tilt, azimuth] = areas.get((tilt, azimuth), 0.0) + fraction * item.area_m2
    renewables = study.renewables
    for (tilt, azimuth), area in sorted(areas.items()):
        kwp = area * module_w_m2(study) / _W_PER_KW
        yield Field(f"{name} {azimuth}/{tilt}", kwp, area, tilt, azimuth, renewables.pv_losses_fraction)


def _outer(surfaces: Iterable[Surface]) -> Iterator[Surface]:
    return (item for item in surfaces if item.boundary == "outside" and item.area_m2 > 0.0)
