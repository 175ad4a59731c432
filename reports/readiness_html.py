"""The readiness report as one HTML page: no script, no link, no picture from elsewhere; light, dark and print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any

from bldgassess.ifc.readiness import Finding, Readiness, size_order
from bldgassess.ifc.readiness.tables import limits
from bldgassess.model import Building
from bldgassess.texts import LANGUAGES, mark, translation
from reports.charts.palette import PALETTES, Palette
from reports.figures import number
from reports.readiness_facts import fact_rows
from reports.readiness_words import SEVERITY_MARKS, band_words, cap_words, count_words, finding_words, points_words

#: What the matcher decided -> words.
_DECISIONS: dict[str, str] = {
    "match": mark("matched"),
    "ask": mark("to be confirmed"),
    "unmappable": mark("no material name"),
}


def readiness_html(
    building: Building, readiness: Readiness, materials: Sequence[Mapping[str, Any]], *, language: str = "en"
) -> str:
    """Return the page.

    Parameters
    ----------
    building, readiness
        The model and its report.
    materials : sequence of mapping
        Rows of material, decision, record, score.
    language : str
        "en", "zh" or "ru". Names from the model are shown as they are.
    """
    tr = translation(language).gettext
    title = f"{tr('Readiness of the model')}: {building.name or building.schema}"
    body = [
        f"<h1>{escape(title)}</h1>",
        _score(readiness, language),
        _table((tr("The model"), ""), fact_rows(building, language), "facts"),
        f"<h2>{escape(tr('Findings, heaviest first'))}</h2>",
    ]
    if not readiness.findings:
        body.append(f"<p>{escape(tr('Nothing was found that needs mending.'))}</p>")
    body += [_finding(building, item, language) for item in readiness.findings]
    if materials:
        body.append(f"<h2>{escape(tr('Material names'))}</h2>")
        heads = (tr("Name in the model"), tr("Decision"), tr("Taken for"))
        rows = [
            (row["material"] or tr("no name"), tr(_DECISIONS[row["decision"]]), row["record"] or "–")
            for row in materials
        ]
        body.append(_table(heads, rows, "materials"))
    note = tr("Weights, caps and limits are assumptions of this program and stand as data beside it.")
    body.append(f'<p class="note">{escape(note)} {escape(tr("Model file, sha256"))}: ')
    body.append(", ".join(f"<code>{escape(digest)}</code>" for digest in building.digests) + "</p>")
    code = LANGUAGES[language].replace("_", "-")
    return (
        f'<!DOCTYPE html>\n<html lang="{code}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(title)}</title>\n<style>{style_sheet()}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(body)
        + "\n</main>\n</body>\n</html>\n"
    )


def _score(readiness: Readiness, language: str) -> str:
    tr = translation(language).gettext
    width = f"{max(0.0, min(100.0, readiness.score)):.1f}"
    caps = "".join(f"<li>{escape(cap_words(cap, language))}</li>" for cap in readiness.caps)
    of = tr("Readiness {score} of 100").format(score=number(round(readiness.score), language))
    return (
        f'<section class="score"><p class="figure">{escape(of)}</p>'
        f'<div class="bar" role="img" aria-label="{escape(of)}"><span style="width:{width}%"></span></div>'
        f"<p>{escape(band_words(readiness, language))}.</p>" + (f"<ul>{caps}</ul>" if caps else "") + "</section>"
    )


def _finding(building: Building, finding: Finding, language: str) -> str:
    tr = translation(language).gettext
    words = finding_words(finding, language, authoring_tool=building.authoring_tool)
    points = tr("{points} of 100").format(points=points_words(finding, language))
    badge = f"{SEVERITY_MARKS[finding.severity]} {words.severity}"
    head = [f'<span class="badge {finding.severity}">{escape(badge)}</span>', f"<h3>{escape(words.title)}</h3>"]
    meta = [words.share, points]
    if finding.ids:
        meta.insert(0, count_words(finding, language))
    width = f"{100.0 * finding.effect_fraction:.1f}"
    parts = [
        f'<p class="meta">{escape(" · ".join(meta))}</p>',
        f'<div class="bar thin {finding.severity}"><span style="width:{width}%"></span></div>',
        f"<p>{escape(words.effect)}</p>",
        f"<p><b>{escape(tr('To mend it'))}:</b> {escape(words.mend)}</p>",
    ]
    if words.hints:
        items = "".join(f"<li><b>{escape(hint.tool)}</b>: {escape(hint.text)}</li>" for hint in words.hints)
        parts.append(f"<ul>{items}</ul>")
    if finding.ids:
        parts.append(_elements(building, finding, language))
    return f'<article id="{escape(finding.id)}"><header>{"".join(head)}</header>{"".join(parts)}</article>'


def _elements(building: Building, finding: Finding, language: str) -> str:
    tr, most = translation(language).gettext, int(limits()["html_elements"])
    known = {item.guid: (item.name, item.ifc_class) for item in building.elements}
    known |= {item.guid: (item.long_name or item.name, "IfcSpace") for item in building.spaces}
    order = size_order(building, finding.ids)
    rows = [(*known.get(guid, ("", "")), guid) for guid in order[:most]]
    summary = tr("Elements")
    if len(order) > most:
        summary = tr("{shown} of {count} elements, the largest first").format(
            shown=number(most, language), count=number(len(order), language)
        )
    table = _table((tr("Name"), "IFC", "GlobalId"), rows, "elements")
    return f"<details><summary>{escape(summary)}</summary>{table}</details>"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], name: str) -> str:
    head = "".join(f"<th>{escape(item)}</th>" for item in heads)
    body = "".join("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<div class="wide"><table class="{name}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _variables(p: Palette) -> str:
    return (
        f"--ground:{p.ground};--panel:{p.panel};--text:{p.text};--muted:{p.muted};--line:{p.grid};"
        f"--accent:{p.accent};--error:{p.error};--warn:{p.warn}"
    )


def style_sheet() -> str:
    """Return the style sheet; colours are the window's own palettes."""
    light, dark = _variables(PALETTES["light"]), _variables(PALETTES["dark"])
    rules = files("reports").joinpath("data", "readiness.css").read_text(encoding="utf-8")
    return f":root {{ {light} }}\n@media screen and (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n{rules}"
