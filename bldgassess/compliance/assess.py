"""A building held against the codes of its country and climate zone, or those that the study asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bldgassess.compliance.evaluate import evaluate
from bldgassess.compliance.facts import Facts, collect_facts
from bldgassess.compliance.limits import Limit, above, load_limits, standards
from bldgassess.compliance.result import ComplianceResult, ComplianceRow
from bldgassess.compliance.zones import country_of, degree_days, find_zone
from bldgassess.energy.result import EnergyResult
from bldgassess.errors import Issue, UserError
from bldgassess.hourly.result import Weather
from bldgassess.inventory.constructions import Construction
from bldgassess.model import Assumption, Building
from bldgassess.study import Study
from bldgassess.texts import mark

#: Grade of a figure that nobody has checked at a source.
MEMORY_GRADE = "D"
_MOST_NAMED = 20


def compute_compliance(
    building: Building,
    study: Study,
    constructions: Mapping[str, Construction],
    energy: EnergyResult,
    weather: Weather,
    region: str,
) -> ComplianceResult:
    """Hold the building against each standard of the study, or all that bind in its country.

    Raises
    ------
    UserError
        When the study names a standard that is not in the table, or asks for certified limits and these are from
        memory.
    """
    country = country_of(region)
    asked = _standards(study.compliance.standards, country)
    zone = find_zone(country, weather, study.compliance.climate_zone)
    facts = collect_facts(building, study, constructions, energy)
    rows: list[ComplianceRow] = []
    issues: list[Issue] = []
    for name in asked:
        limits = [item for item in load_limits() if item.standard == name]
        held = [item for item in limits if _holds(item, zone.code, facts)]
        rows += evaluate(held, facts)
        if not any(item.element != "building" for item in held):
            params = {"standard": name, "zone": zone.code or "-", "use": study.building.use}
            issues.append(Issue("compliance.no_limits", params, severity="info"))
    if not asked:
        issues.append(Issue("compliance.no_standard", {"country": country}, severity="info"))
    if study.compliance.certified:
        _refuse_memory(rows)
    assumption = Assumption(
        "compliance.climate_zone", zone.code or "-", "-", zone.source, mark("Climate zone of the codes"), zone.quality
    )
    return ComplianceResult(
        country=country,
        zone=zone.code,
        zone_source=zone.source,
        hdd18=degree_days(weather.t_out_c, 18.0),
        cdd26=degree_days(weather.t_out_c, 26.0, cooling=True),
        rows=tuple(rows),
        assumptions=(assumption,) if rows else (),
        issues=tuple(issues),
    )


def _standards(asked: Sequence[str], country: str) -> tuple[str, ...]:
    known = standards()
    unknown = [name for name in asked if name not in known]
    if unknown:
        raise UserError(
            [Issue("compliance.bad_standard", {"name": name[:60], "choices": ", ".join(known)}) for name in unknown]
        )
    if asked:
        return tuple(asked)
    return tuple(
        dict.fromkeys(item.standard for item in load_limits() if item.country == country and not item.is_voluntary)
    )


def _holds(limit: Limit, zone: str, facts: Facts) -> bool:
    return (
        limit.use in facts.uses
        and ("all" in limit.zones or zone in limit.zones)
        and above(float(facts.storeys), limit.storeys)
        and above(facts.area_m2, limit.area_m2)
    )


def _refuse_memory(rows: Sequence[ComplianceRow]) -> None:
    names = sorted(
        {
            f"{row.standard} {row.clause} {row.element} {row.quantity} ({row.limit_id})"
            for row in rows
            if row.quality == MEMORY_GRADE
        }
    )
    if names:
        shown = "; ".join(names[:_MOST_NAMED])
        shown += f"; and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        raise UserError(Issue("compliance.not_certified", {"count": len(names), "rows": shown}))
