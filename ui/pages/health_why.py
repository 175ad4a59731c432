"""Why a cell is what it is: class, limits, source, how well all that is known, and what drives it."""

from __future__ import annotations

from typing import Any

from bldgassess.health.row import SITE
from reports.charts.layout import Style
from reports.figures import pretty_unit
from reports.health_order import is_rough
from reports.names import CLASS_NAMES, DRIVER_NAMES
from ui.pages.health_matrix import basis_words, reason_of


def why_text(item: dict[str, Any], guid: str, style: Style) -> str:
    """Return the words for an indicator in a room, or for the building where ``guid`` is empty."""
    tr = style.translate
    cell = item["spaces"][guid] if guid else item
    place = cell["name"] if guid else tr("Building, {rule}").format(rule=tr(item["building_rule"]))
    rough = "~" if is_rough(item) else ""
    said = f"{tr(CLASS_NAMES[cell['class']])}, {rough}{style.number(cell['value'])} {pretty_unit(item['unit'])}"
    reason = reason_of(item, cell)
    if cell["value"] is None:
        said = tr(CLASS_NAMES["not_assessed"])
    lines = [f"<h3>{_escape(tr(item['name']))}</h3>", f"<p><b>{_escape(place)}</b>: {_escape(said)}</p>"]
    if reason:
        lines.append(f"<p>{_escape(tr(reason))}</p>")
    if rough:
        lines.append(f"<p>{_escape(tr('~ by split flux, an estimate; Compute daylight gives it by Radiance.'))}</p>")
    hours = item["out_of_range_h"]
    if hours:
        words = tr("{hours} h outside the model's range").format(hours=style.number(round(hours)))
        lines.append(f"<p>{_escape(words)}</p>")
    lines.append(f"<p>{_escape(item['limits'])}</p>")
    lines.append(f"<p>{_escape(item['clause'])}. {_escape(item['source'])} ({_escape(basis_words(item, style))})</p>")
    lines.append(_drivers(item, guid, style))
    return "".join(lines)


def _drivers(item: dict[str, Any], guid: str, style: Style) -> str:
    """Return the table of drivers: of the room, or of the only place that a site's indicator has."""
    tr = style.translate
    cell = item["spaces"].get(guid or SITE)
    if cell is None:
        return ""
    rows = ""
    for name, driver in cell["drivers"].items():
        shown = style.number(driver) if isinstance(driver, (int, float)) else tr(str(driver)) if driver else "–"
        rows += f"<tr><td>{_escape(tr(DRIVER_NAMES.get(name, name)))}</td><td>&nbsp;{_escape(shown)}</td></tr>"
    return f"<table>{rows}</table>" if rows else ""


def _escape(text: object) -> str:
    return str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
