"""What a model is, counted: as plain data for JSON, and as rows in words for people."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bldgassess.ifc.readiness import compute_facts
from bldgassess.model import Building
from bldgassess.texts import mark, translation
from reports.figures import number

#: Source of the envelope -> words.
ENVELOPE_WORDS: dict[str, str] = {
    "boundaries": mark("the file's own second-level space boundaries"),
    "rays": mark("rays from the rooms outwards"),
    "flags": mark("the elements' IsExternal"),
    "voxels": mark("a hull around the bodies"),
    "storey_hull": mark("the storeys' outlines"),
    "user": mark("areas given by a person"),
}


def facts_section(building: Building) -> dict[str, Any]:
    """Return the facts as plain data."""
    facts = asdict(compute_facts(building))
    facts["classes"] = dict(facts["classes"])
    facts["storeys"] = [{"name": name, "elements": count} for name, count in facts["storeys"]]
    return facts


def fact_rows(building: Building, language: str) -> list[tuple[str, str]]:
    """Return (what, value) in words."""
    tr, facts = translation(language).gettext, compute_facts(building)

    def num(value: float) -> str:
        return number(value, language)

    place = tr("not given")
    if facts.latitude_deg is not None and facts.longitude_deg is not None:
        north, east = (number(value, language, digits=6) for value in (facts.latitude_deg, facts.longitude_deg))
        place = f"{north}°, {east}°"
    return [
        (tr("Schema"), facts.schema),
        (tr("Authoring tool"), facts.authoring_tool or tr("not given")),
        (tr("Files"), num(facts.files)),
        (tr("Elements"), ", ".join(f"{name} {num(count)}" for name, count in facts.classes)),
        (tr("Storeys"), ", ".join(f"{name or tr('No storey')} {num(count)}" for name, count in facts.storeys)),
        (tr("Volume of all elements"), f"{num(facts.volume_m3)} m³"),
        (tr("Rooms"), num(facts.rooms) if facts.rooms_origin in {"", "model"} else tr("none; a stand-in is used")),
        (tr("Envelope found by"), tr(ENVELOPE_WORDS[facts.envelope_source])),
        (tr("Latitude, longitude"), place),
        (tr("True north, clockwise from the model's y axis"), f"{num(facts.true_north_deg)}°"),
    ]
