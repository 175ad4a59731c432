"""What the Model page can colour by: quantities of elements and of rooms, each with one scale of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bldgassess.texts import mark
from reports.charts.palette import (
    BLUE_RED,
    CLASS_COLOURS,
    MATCH_COLOURS,
    PART_COLOURS,
    SEVERITY_COLOURS,
    VIRIDIS,
)
from reports.names import CLASS_NAMES, CLASS_SIGNS, INDICATOR_NAMES, PART_NAMES
from reports.readiness_words import SEVERITY_MARKS, SEVERITY_WORDS
from ui.state import Variant
from ui.viewer.colours import Category, Colouring, colour_by_kind, colour_by_value, limits_about

Translate = Callable[[str], str]
#: Elements smaller than these have no figure for each m3 or m2.
_LEAST_M3, _LEAST_M2 = 1e-6, 1e-4
#: A scale of temperatures reaches at least so far on both sides of the comfort middle [K].
_LEAST_REACH_K = 4.0
#: Kinds of a material's state, the worst first: an element shows the worst of its layers.
_MATCH_WORDS: dict[str, str] = {
    "unmapped": mark("no product found"),
    "ask": mark("uncertain: look at it"),
    "match": mark("matched by name"),
    "person": mark("chosen by a person"),
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """Something to colour by; ``of_rooms``: shown on the bodies of rooms, in the place of the elements."""

    key: str
    words: str
    of_rooms: bool = False


#: Quantities of elements, in the order of the list.
_OF_ELEMENTS: dict[str, str] = {
    "kg": mark("kgCO₂e of the element"),
    "kg_m2": mark("kgCO₂e per m² of the element's largest face"),
    "kg_m3": mark("kgCO₂e per m³"),
    "kg_m2_gia": mark("kgCO₂e per m² of internal area (share)"),
    "part": mark("Building part"),
    "u": mark("U-value of faces, W/(m²·K)"),
    "match": mark("Match of materials"),
    "finding": mark("Readiness finding"),
}
_OF_ROOMS: dict[str, str] = {
    "t_max": mark("Highest operative temperature in use, °C"),
    "t_mean": mark("Mean operative temperature in use, °C"),
    "t_min": mark("Lowest operative temperature in use, °C"),
    "health": mark("Health: worst class of the room"),
}


def quantities(variant: Variant | None, tr: Translate) -> list[Quantity]:
    """Return all there is to colour by, the rooms' health indicators as the results have them."""
    found = [Quantity(key, tr(words)) for key, words in _OF_ELEMENTS.items()]
    if variant is None or not variant.rooms.guids:
        return found
    found += [Quantity(key, tr(words), of_rooms=True) for key, words in _OF_ROOMS.items()]
    for item in _indicators(variant):
        if item["spaces"]:
            words = tr("Health: {name}").format(name=tr(INDICATOR_NAMES.get(item["id"], item["id"])))
            found.append(Quantity(f"health.{item['id']}", words, of_rooms=True))
    return found


def colouring(variant: Variant, quantity: Quantity, guids: Sequence[str], tr: Translate) -> Colouring:
    """Colour the elements and rooms of a picture by a quantity; without figures yet, by building part."""
    view, building, key = variant.view, variant.building, quantity.key
    if key == "part" or view is None or building is None:
        return _by_part(variant, guids, tr)
    asked = frozenset(item.guid for item in (building.spaces if quantity.of_rooms else building.elements))
    if key.startswith("health"):
        return _by_class(quantity, guids, _classes(variant, key.removeprefix("health").removeprefix(".")), asked, tr)
    own = {"t_max": _by_temperature, "t_min": _by_temperature, "t_mean": _by_temperature}
    own |= {"finding": _by_finding, "match": _by_match}
    if key in own:
        return own[key](variant, quantity, guids, asked, tr)
    if key == "u":
        named = tr("{quantity}: mean by area").format(quantity=quantity.words)
        outer = frozenset(face.element_guid for face in building.surfaces if face.element_guid) | frozenset(
            opening.guid for opening in building.openings
        )
        return colour_by_value(named, guids, view.element_u, colours=VIRIDIS, asked=outer)
    title = tr("{quantity}, life cycle A to C without operation").format(quantity=quantity.words)
    return colour_by_value(title, guids, element_values(variant, key), asked=asked)


def element_values(variant: Variant, key: str) -> dict[str, float]:
    """Return embodied carbon of each element [kgCO2e], or by what ``key`` divides it."""
    kg, building = variant.element_kg, variant.building
    if building is None or key == "kg":
        return kg
    if key == "kg_m2_gia":
        area = building.gia_m2
        return {guid: value / area for guid, value in kg.items()} if area > _LEAST_M2 else {}
    if key == "kg_m3":
        sizes = {item.guid: item.volume_m3 for item in building.elements}
        least = _LEAST_M3
    else:
        sizes = {item.guid: max(item.side_area_m2, item.footprint_area_m2) for item in building.elements}
        least = _LEAST_M2
    return {guid: value / sizes[guid] for guid, value in kg.items() if sizes.get(guid, 0.0) > least}


def _by_part(variant: Variant, guids: Sequence[str], tr: Translate) -> Colouring:
    kinds = {guid: part if part in PART_COLOURS else "other" for guid, part in variant.part_of.items()}
    table = {part: Category(tr(PART_NAMES.get(part, part)), colour, 0) for part, colour in PART_COLOURS.items()}
    return colour_by_kind(tr(_OF_ELEMENTS["part"]), guids, kinds, table, asked=frozenset(variant.part_of))


def _by_temperature(
    variant: Variant, quantity: Quantity, guids: Sequence[str], asked: frozenset[str], tr: Translate
) -> Colouring:
    view = variant.view
    zones = view.zones if view is not None else ()
    picked = {"t_max": "highest_c", "t_min": "lowest_c", "t_mean": "mean_c"}[quantity.key]
    values = {zone.guid: value for zone in zones if (value := getattr(zone, picked)) is not None}
    low, high = (view.set_points_c if view is not None else None) or (20.0, 26.0)
    limits = limits_about((low + high) / 2.0, values, _LEAST_REACH_K)
    breaks = ((low, tr("heated to")), (high, tr("cooled to")))
    return colour_by_value(quantity.words, guids, values, colours=BLUE_RED, limits=limits, breaks=breaks, asked=asked)


def _by_class(
    quantity: Quantity, guids: Sequence[str], classes: Mapping[str, str], asked: frozenset[str], tr: Translate
) -> Colouring:
    table = {
        key: Category(
            tr("class {name}").format(name=key) if key != "outside" else tr(CLASS_NAMES[key]),
            *(fill, 0, CLASS_SIGNS[key], ink),
        )
        for key, (fill, ink) in CLASS_COLOURS.items()
    }
    return colour_by_kind(quantity.words, guids, classes, table, asked=asked)


def _by_finding(
    variant: Variant, quantity: Quantity, guids: Sequence[str], asked: frozenset[str], tr: Translate
) -> Colouring:
    worst = dict.fromkeys(asked, "none")
    readiness = variant.readiness
    for severity in ("info", "warning", "error"):
        for finding in readiness.findings if readiness is not None else ():
            if finding.severity == severity:
                worst.update(dict.fromkeys(asked.intersection(finding.ids), severity))
    table = {
        key: Category(tr(SEVERITY_WORDS[key]), SEVERITY_COLOURS[key], 0, SEVERITY_MARKS[key])
        for key in ("error", "warning", "info")
    }
    table["none"] = Category(tr("nothing found"), SEVERITY_COLOURS["none"], 0)
    return colour_by_kind(quantity.words, guids, worst, table, asked=asked)


def _by_match(
    variant: Variant, quantity: Quantity, guids: Sequence[str], asked: frozenset[str], tr: Translate
) -> Colouring:
    order = list(_MATCH_WORDS)
    found: dict[str, str] = {}
    for line in variant.view.lines if variant.view is not None else ():
        state = "unmapped" if line.record is None else "ask" if line.match_decision == "ask" else "match"
        if line.record is not None and line.match_method in {"chosen", "office"}:
            state = "person"
        found[line.guid] = min(state, found.get(line.guid, state), key=order.index)
    table = {key: Category(tr(words), MATCH_COLOURS[key], 0) for key, words in _MATCH_WORDS.items()}
    return colour_by_kind(quantity.words, guids, found, table, asked=asked)


def _indicators(variant: Variant | None) -> list[dict[str, Any]]:
    results = variant.results if variant is not None else None
    return list(results["health"]["indicators"]) if results and "health" in results else []


def _classes(variant: Variant, indicator: str) -> dict[str, str]:
    """Return the class of each room under an indicator, or its worst of all."""
    if indicator:
        rows: dict[str, Any] = next((item["spaces"] for item in _indicators(variant) if item["id"] == indicator), {})
    else:
        rating = variant.results["health"].get("rating") if variant.results else None
        rows = rating["rooms"] if rating else {}
    return {guid: row["class"] for guid, row in rows.items()}
