"""How the Materials page says rows, records and choices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from bldgassess.pipeline.material_options import MaterialOption, MaterialOptions
from bldgassess.texts import mark
from materials_db.records import FactorRecord
from reports.figures import number, percent, pretty_unit
from reports.names import PART_NAMES
from ui.pages.materials_rows import ORIGIN_HINTS, ORIGINS, MaterialRow

Translate = Callable[[str], str]

#: Why a name says no material -> words; other reasons say that nothing known was found in it.
NO_MATERIAL: dict[str, str] = {
    "hatch": mark("not a material name: a hatch of the drawing"),
    "no name": mark("no material named"),
    "default of the tool": mark("not a material name: the tool's default"),
    "colour": mark("not a material name: a colour"),
    "numbered name": mark("not a material name: a number"),
    "undefined": mark("not a material name: left undefined"),
    "phase filter": mark("not a material name: a filter of the tool"),
    "air": mark("not a material: air"),
    "unknown": mark("the name says no known material"),
}
#: What to do about it.
MEND = mark(
    "Choose what it is below, for all elements of this name. Or name it in the authoring tool and update the model."
)
GRADES: dict[str, str] = {
    "A": mark("checked at its source"),
    "B": mark("checked"),
    "C": mark("secondary source"),
    "D": mark("from memory"),
    "S": mark("assumption"),
}


def record_name(record: FactorRecord, language: str) -> str:
    """Return a record's name in the window's language where it has one."""
    names = (record.name_zh, record.name_en) if language == "zh" else (record.name_en, record.name_zh)
    return next((name for name in (*names, record.name_orig) if name), record.id)


def material_name(row: MaterialRow, tr: Translate) -> str:
    """Return a row's material."""
    return row.material or tr("no material named")


def part_name(row: MaterialRow, tr: Translate) -> str:
    """Return the building part of a row, or a word for several."""
    return tr(PART_NAMES.get(row.parts[0], row.parts[0])) if len(row.parts) == 1 else tr("elements")


def match_text(row: MaterialRow, why: MaterialOptions | None, tr: Translate, language: str) -> str:
    """Return what a row was taken for, or why it was not."""
    record = row.record
    if record is None:
        return no_material(why, tr)
    name = record_name(record, language)
    if row.origin == "fallback":
        return tr("{reason}; stands in: {record}").format(reason=no_material(why, tr), record=name)
    if len(row.records) > 1:
        return tr("{record}, and {count} more").format(record=f"{name}, {record.id}", count=len(row.records) - 1)
    return f"{name}, {record.id}"


def no_material(why: MaterialOptions | None, tr: Translate) -> str:
    """Return why a name says no material."""
    reason = why.no_material if why else ""
    return tr(NO_MATERIAL.get(reason or "unknown", NO_MATERIAL["unknown"]))


def change_text(option: MaterialOption, base_kgco2e: float | None, language: str) -> str:
    """Return the change against what is in use, in per cent; empty where it cannot be told."""
    if option.kgco2e is None or not base_kgco2e:
        return ""
    return percent(option.kgco2e / base_kgco2e - 1.0, language, sign=True)


def kg_text(value: float | None, language: str, *, sign: bool = False) -> str:
    """Return kgCO2e."""
    return "/////" if value is None else f"{number(value, language, sign=sign)} kgCO₂e"


def detail_html(
    row: MaterialRow, found: MaterialOptions | None, tr: Translate, language: str, say_reason: Callable[[object], str]
) -> str:
    """Return all that is known about a row."""
    lines = [f"<h3>{escape(material_name(row, tr))}</h3>"]
    words = tr("{count} × {part}") if len(row.parts) == 1 else tr("{count} elements")
    count = words.format(count=len(row.guids), part=part_name(row, tr))
    mass = tr("{mass} kg").format(mass=number(row.mass_kg, language))
    lines.append(f"<p>{escape(count)}, {mass}, <b>{kg_text(row.kgco2e, language)}</b> A–C</p>")
    lines.append(f"<p><b>{escape(tr(ORIGINS[row.origin]))}</b>: {escape(tr(ORIGIN_HINTS[row.origin]))}</p>")
    if row.needs_you and row.origin != "ask":
        lines.append(f"<p>{escape(no_material(found, tr))}. {escape(tr(MEND))}</p>")
    if found and found.range_kgco2e:
        low, high = (number(value, language) for value in found.range_kgco2e)
        words = tr("With materials of the usual category it would be {low} to {high} kgCO₂e.")
        lines.append(f"<p>{escape(words.format(low=low, high=high))}</p>")
    if row.record:
        lines.append(record_html(row.record, tr, language))
    if row.origin in {"auto", "ask"}:
        score = tr("Score {score}").format(score=number(round(row.score, 2), language))
        reasons = [escape(say_reason(reason)) for reason in (found.reasons if found else ())]
        lines.append(f"<p>{score}{': ' if reasons else ''}{'; '.join(reasons)}</p>")
    if row.fallback:
        lines.append(f"<p>{escape(row.fallback)}</p>")
    if row.unit:
        amount = f"{number(row.quantity, language)} {pretty_unit(row.unit)}"
        lines.append(
            f"<p>{amount}, {number(row.density_kg_m3, language)} kg/m³<br><i>{escape(row.quantity_origin)}</i></p>"
        )
    return "".join(lines)


def record_html(record: FactorRecord, tr: Translate, language: str) -> str:
    """Return a record's names, figure, source, quality, region and year."""
    names = " · ".join(dict.fromkeys(name for name in (record.name_en, record.name_zh, record.name_orig) if name))
    figure = record.gwp_kgco2e.get("A1-A3")
    factor = f"A1–A3 {number(figure, language)} kgCO₂e/{pretty_unit(record.declared_unit)}"
    grade = tr("quality {letter}: {words}").format(letter=record.quality, words=tr(GRADES[record.quality]))
    facts = (record.region, str(record.ref_year or ""), grade)
    return (
        f"<p>{escape(names)}<br>{escape(record.id)}<br>{factor}<br>"
        f"{escape(', '.join(fact for fact in facts if fact))}<br><i>{escape(record.source)}</i></p>"
    )


def choice_words(rows: Sequence[MaterialRow], record: FactorRecord, tr: Translate, language: str) -> str:
    """Return what the history says of choosing a record for rows."""
    name = ", ".join(text for text in (record_name(record, language), record.region) if text)
    count = len({guid for row in rows for guid in row.guids})
    parts = {part for row in rows for part in row.parts}
    part = tr(PART_NAMES.get(next(iter(parts)), "elements")) if len(parts) == 1 else tr("elements")
    before = {record_name(item, language) for row in rows for item in row.records}
    if len(before) == 1:
        told = tr("Material: {count} {part}, {before} → {record}")
        return told.format(count=count, part=part, before=before.pop(), record=name)
    return tr("Material: {count} {part} → {record}").format(count=count, part=part, record=name)
