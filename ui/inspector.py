"""The inspector: what is selected, with the origin of each number."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from bldgassess.carbon.result import BEYOND
from bldgassess.model import Element
from bldgassess.texts import translation
from reports.figures import number, pretty_unit
from reports.names import MODULE_NAMES, PART_NAMES
from ui.state import State, Variant


class Inspector(QFrame):
    """Shows one element with its layers and figures, or the sum of several."""

    def __init__(self, state: State, language: str) -> None:
        super().__init__()
        self.setObjectName("inspector")
        self.setFixedWidth(310)
        self.state, self.language = state, language
        self.tr_ = translation(language).gettext
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inside = QWidget()
        inside.setObjectName("page")
        column = QVBoxLayout(inside)
        column.addWidget(self.text)
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def refresh(self) -> None:
        """Show the selection."""
        variant = self.state.current
        if variant is None or variant.building is None:
            self.text.setText("")
            return
        chosen = [element for element in variant.building.elements if element.guid in self.state.selection]
        rooms = [space for space in variant.building.spaces if space.guid in self.state.selection]
        if len(chosen) == 1:
            self.text.setText(self._one(variant, chosen[0]))
        elif chosen:
            kg = variant.element_kg
            total = number(sum(kg.get(element.guid, 0.0) for element in chosen), self.language)
            words = self.tr_("{count} elements").format(count=len(chosen))
            volume = number(sum(element.volume_m3 for element in chosen), self.language)
            self.text.setText(f"<h3>{words}</h3><p>{volume} m³</p><p><b>{total} kgCO₂e</b></p>")
        elif rooms:
            room = rooms[0]
            area, volume = number(room.floor_area_m2, self.language), number(room.volume_m3, self.language)
            self.text.setText(f"<h3>{_escape(room.long_name or room.name)}</h3><p>{area} m², {volume} m³</p>")
        else:
            hint = self.tr_(
                "Select an element in the picture, the tree or a table to see its figures and where they come from."
            )
            self.text.setText(f"<p>{hint}</p>")

    def _one(self, variant: Variant, element: Element) -> str:
        tr = self.tr_
        lines = [
            f"<h3>{_escape(element.name or element.ifc_class)}</h3>",
            f"<p>{element.ifc_class}, {tr(PART_NAMES.get(element.part, element.part))}</p>",
            f"<p>{number(element.volume_m3, self.language)} m³ <i>({_escape(element.volume_origin)})</i></p>",
        ]
        view = variant.view
        if view is None:
            return "".join(lines)
        rows = [row for row in view.rows if (row.line_id or "").rsplit("/", 1)[0] == element.guid]
        modules = {
            m: sum(row.kgco2e.get(m, 0.0) for row in rows) for m in MODULE_NAMES if any(m in r.kgco2e for r in rows)
        }
        total = sum(kg for m, kg in modules.items() if m not in BEYOND)
        lines.append(f"<p><b>{number(total, self.language)} kgCO₂e</b> A–C</p><table>")
        lines += [
            f"<tr><td>{m}&nbsp;&nbsp;</td><td align='right'>{number(kg, self.language)}</td></tr>"
            for m, kg in modules.items()
        ]
        lines.append("</table>")
        for line in view.lines:
            if line.guid != element.guid:
                continue
            record = line.record
            factor = f"{record.name_en} {record.name_zh}, {record.id}" if record else tr("no record")
            amount = f"{number(line.quantity, self.language)} {pretty_unit(line.unit)}"
            lines.append(
                f"<p><b>{_escape(line.material or tr('no material named'))}</b><br>"
                f"{amount} <i>({_escape(line.quantity_origin)})</i><br>"
                f"→ {_escape(factor)}<br><i>{_escape(record.source if record else '')}; "
                f"{_escape(line.match_method)} {number(line.match_score, self.language)}</i>"
                + (f"<br>{_escape(line.fallback)}" if line.fallback else "")
                + "</p>"
            )
        return "".join(lines)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
