"""Rule sets as data: which modules count, over how many years, per which area, with which rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from bldgassess.carbon.result import TOTAL_MODULES
from bldgassess.errors import Issue, UserError
from bldgassess.model import Building
from bldgassess.study import Study
from materials_db.errors import DataError

Replacement = Literal["round_up", "fractional", "no_late"]
_FILE = "profiles.yaml"


@dataclass(frozen=True, slots=True)
class Rules:
    """One rule set; see ``data/profiles.yaml`` for the meaning of each word.

    ``modules`` are those that count. ``grid_open``: whether the rule set leaves the electricity path to the study.
    """

    key: str
    title: str
    modules: tuple[str, ...]
    study_period_a: int
    area: str
    replacement: str
    least_fraction: float
    biogenic: str
    grid_basis: str
    grid_scenario: str
    transport: str
    refrigerant: str
    pv: str
    sinks: bool
    systems: bool
    excluded_parts: tuple[str, ...]
    sources: tuple[str, ...]
    not_read: str
    grid_open: bool

    def counts(self, part: str) -> bool:
        """Tell whether elements of a building part count."""
        return part not in self.excluded_parts and (self.systems or part != "services")


@cache
def _raw_profiles() -> dict[str, dict[str, Any]]:
    text = files("bldgassess.carbon").joinpath("data", _FILE).read_text(encoding="utf-8")
    raw: dict[str, dict[str, Any]] = yaml.safe_load(text)
    for key, row in raw.items():
        if not row.get("sources") or "not_read" not in row:
            raise DataError(_FILE, key, "no sources")
        unknown = set(row["modules"]) - set(TOTAL_MODULES)
        if unknown:
            raise DataError(_FILE, key, f"unknown modules {sorted(unknown)}")
    return raw


def profile_keys() -> tuple[str, ...]:
    """Return the keys of all rule sets in the order of the file."""
    return tuple(_raw_profiles())


def profile_rules(key: str, study: Study, *, own: bool = False) -> Rules:
    """Return a rule set as it works under a study.

    Parameters
    ----------
    own : bool
        Whether this is the study's chosen profile: then what a person set in the study wins over the profile.

    Raises
    ------
    UserError
        When there is no such profile.
    """
    raw = _raw_profiles()
    if key not in raw:
        raise UserError(Issue("carbon.bad_profile", {"profile": key, "choices": ", ".join(raw)}))
    row = raw[key]
    values: dict[str, Any] = {name: value for name, value in row.items()}
    for name in ("modules", "excluded_parts", "sources"):
        values[name] = tuple(values[name])
    values["grid_open"] = values["grid_scenario"] is None
    values["grid_scenario"] = values["grid_scenario"] or study.carbon.grid_scenario
    values["systems"] = values["systems"] and study.carbon.systems
    rules = Rules(key=key, **values)
    return _with_study(rules, study) if own else rules


def _with_study(rules: Rules, study: Study) -> Rules:
    carbon = study.carbon
    changed: dict[str, Any] = {}
    if carbon.study_period_a is not None:
        changed["study_period_a"] = carbon.study_period_a
    if carbon.replacement != "as_profile":
        changed["replacement"] = carbon.replacement
        changed["least_fraction"] = carbon.no_late_fraction
    if carbon.grid_basis != "as_profile":
        changed["grid_basis"] = carbon.grid_basis
    set_here = carbon.model_fields_set
    if "grid_scenario" in set_here:
        changed["grid_scenario"] = carbon.grid_scenario
    if set_here & {"transport_legs", "transport_concrete_km", "transport_other_km", "transport_mode"}:
        changed["transport"] = "study"
    return replace(rules, **changed)


def reference_area(building: Building, rule: str) -> tuple[float, str]:
    """Return the area of a rule [m2] and the rule that could be kept.

    "gross" takes ``gfa_m2`` and "useful" ``useful_m2`` where the model gives them; GIA stands in otherwise, and the
    name of the rule says so.
    """
    gross: float = getattr(building, "gfa_m2", 0.0) or 0.0
    wanted = {"gross": gross, "useful": building.useful_m2}.get(rule, building.gia_m2)
    if wanted > 0.0:
        return wanted, rule
    return building.gia_m2, f"gia for {rule}"
