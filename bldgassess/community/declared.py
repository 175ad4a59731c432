"""What the file declares, and what stands behind archetypes and sinks, as rows of assumptions."""

from __future__ import annotations

from collections.abc import Iterator

from bldgassess.community.archetype_data import envelope_of
from bldgassess.community.schema import Community
from bldgassess.community.sinks import compute_sinks
from bldgassess.community.site import surfaces
from bldgassess.errors import ParamValue
from bldgassess.model import Assumption
from bldgassess.texts import mark

_ARCHETYPE = mark("Size, rooms, layers and structure of a building that is known by a few figures")
_SHARED, _SITE = mark("Shared energy of the community"), mark("Nature and ground of the community")
_SINKS = mark("Carbon that trees take up, apart from all totals")
_RULES = mark("How the community's figures are made of the buildings'")
_WAYS, _ISLAND = mark("Ways and places of the community"), mark("Hours without a grid")
_OWN = "assumption of this program"


def declared_assumptions(community: Community) -> tuple[Assumption, ...]:
    """Return a row for each value that the file declares and for each rule that makes figures of them."""
    note = community.basis_note.strip()
    if community.basis == "project":
        source, quality = note or "declared in the community file", "P"
    else:
        source, quality = f"assumption of the community file{': ' + note if note else ''}", "S"
    rows = [Assumption(f"community.{i}", v, u, source, e, quality) for i, v, u, e in _values(community)]
    rows += [*_archetypes(community, source, quality), *_rules(), *_data(community)]
    return tuple(rows)


def _values(community: Community) -> Iterator[tuple[str, ParamValue, str, str]]:
    site, shared, ways = community.site, community.shared, community.mobility
    single: tuple[tuple[str, float | None, str, str], ...] = (
        ("site.area_m2", site.area_m2, "m2", _SITE),
        ("site.people", site.people, "persons", _SITE),
        ("shared.battery_kwh", shared.battery_kwh or None, "kWh", _SHARED),
        ("mobility.distance_transit_m", ways.distance_transit_m, "m", _WAYS),
        ("mobility.distance_green_m", ways.distance_green_m, "m", _WAYS),
        ("mobility.parking_places", ways.parking_places, "-", _WAYS),
        ("mobility.ev_ready_places", ways.ev_ready_places, "-", _WAYS),
        ("mobility.cycle_places", ways.cycle_places, "-", _WAYS),
        ("resilience.critical_fraction", community.resilience.critical_fraction, "-", _ISLAND),
        ("resilience.runoff_control_pct", community.resilience.runoff_control_pct, "%", _SITE),
    )
    for name, value, unit, effect in single:
        if value is not None:
            yield name, value, unit, effect
    for k, area in enumerate(site.areas):
        yield f"site.areas.{k}.{area.kind}", area.area_m2, "m2", _SITE
    for k, field in enumerate(shared.pv):
        size, unit = (field.kwp, "kWp") if field.kwp is not None else (field.area_m2 or 0.0, "m2")
        yield f"shared.pv.{k}", size, unit, _SHARED
    for k, load in enumerate(shared.loads):
        yield f"shared.loads.{k}", load.kwh_a, "kWh/a", _SHARED
    for name, plant in (("heating", shared.heating), ("cooling", shared.cooling)):
        if plant is not None:
            yield f"shared.{name}.losses_fraction", plant.losses_fraction, "-", _SHARED
            if plant.efficiency is not None:
                yield f"shared.{name}.efficiency", plant.efficiency, "-", _SHARED
    for name, done in community.resilience.hazards.items():
        yield f"resilience.hazards.{name}", "yes" if done else "no", "-", mark("Hazards, as declared")


def _archetypes(community: Community, source: str, quality: str) -> Iterator[Assumption]:
    for member in community.buildings:
        item = member.archetype
        if item is None:
            continue
        size = f"gia {item.gia_m2:g} m2" if item.gia_m2 is not None else f"footprint {item.footprint_m2:g} m2"
        words = (
            f"{item.use}, {item.construction}, {item.year}, {item.storeys} storeys, {size}, "
            f"windows {item.window_fraction:g}, front {item.orientation_deg:g} deg"
        )
        yield Assumption(f"community.buildings.{member.id}", words, "-", source, _ARCHETYPE, quality)
        envelope = envelope_of(item)
        yield Assumption(
            f"community.buildings.{member.id}.envelope", envelope.id, "-", envelope.source, _ARCHETYPE
        )  # fmt: skip


def _rules() -> Iterator[Assumption]:
    rules = (
        ("archetype", "box of storeys; rooms tile each storey; rows of archetype_*.csv"),
        ("credit", "shared electricity goes by the hour to each draw in proportion to what it draws"),
        ("surplus", "buildings use their own modules and batteries first; only what is left reaches the wires"),
        ("label_mean", "mean of the buildings by floor area; the worst building where a prerequisite has a limit"),
        ("label_use", "score curves of the use with the most floor area"),
        ("island", "all modules and batteries serve the critical loads together; wires in the community stand"),
    )
    for name, words in rules:
        yield Assumption(f"community.rules.{name}", words, "-", _OWN, _RULES)


def _data(community: Community) -> Iterator[Assumption]:
    for kind in sorted({area.kind for area in community.site.areas}):
        row = surfaces()[kind]
        yield Assumption(
            f"community.surfaces.{kind}", row.biotope_factor, "-", row.source, _SITE, row.quality
        )  # fmt: skip
    for sink in compute_sinks(community.site):
        yield Assumption(f"community.sinks.{sink.id}", sink.kgco2_a, "kgCO2/a", sink.source, _SINKS, sink.quality)
