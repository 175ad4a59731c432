"""openEPD documents: declared unit, mass and the GWP of one impact method."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from materials_db.errors import InputError
from materials_db.importers.epd import Epd, check_gwp_unit, module_values, to_row
from materials_db.importers.reading import clean_text, read_json
from materials_db.tables import Row

#: Impact methods of openEPD -> our basis.
_BASES = {"EF 3.1": "EN15804A2", "EF 3.0": "EN15804A2", "GWP-GHG": "GWP-GHG", "CML 2012": "EN15804A1"}
#: Bases that openEPD has no name for come back from our own export through its extension.
_OWN_METHOD = ("Unknown LCIA",)
_PARTS = {"gwp": "total", "gwp-fossil": "fossil", "gwp-biogenic": "biogenic", "gwp-luluc": "luluc"}


def read_openepd(content: bytes, name: str) -> list[Row]:
    """Read one openEPD document, or a list of them.

    Raises
    ------
    InputError
        When a document is none, has a foreign unit, or no method that we know.
    """
    data = read_json(content, name)
    return [_row(item, name) for item in (data if isinstance(data, list) else [data])]


#: What our own export writes into the extension, by the column that it came from.
_OWN = ("quality", "source", "licence", "redistributable", "category", "region", "name_zh", "name_orig")


def _row(data: object, file: str) -> Row:
    row = to_row(_read(data, file))
    ext = data.get("ext") if isinstance(data, dict) else None
    own = ext.get("bldgassess") if isinstance(ext, dict) else None
    if isinstance(own, dict):
        row.update({key: clean_text(str(own[key]))[:1000] for key in _OWN if own.get(key)})
    return row


def _read(data: object, file: str) -> Epd:
    if not isinstance(data, dict) or not isinstance(data.get("impacts"), dict):
        reason = "no openEPD document (impacts are missing)"
        raise InputError("materials.import_malformed", {"file": file, "reason": reason})
    impacts: Mapping[str, Any] = data["impacts"]
    ext = data.get("ext")
    own = ext.get("bldgassess") if isinstance(ext, dict) else None
    own = own if isinstance(own, dict) else {}
    method = next((name for name in (*_BASES, *(_OWN_METHOD if own else ())) if name in impacts), None)
    if method is None:
        found = ", ".join(sorted(map(str, impacts)))[:60] or "-"
        raise InputError("materials.import_method", {"file": file, "method": found, "choices": ", ".join(_BASES)})
    notes: list[str] = []
    try:
        gwp = {
            part: _values(impacts[method][key], file, notes) for key, part in _PARTS.items() if impacts[method].get(key)
        }
        epd = Epd(
            file,
            str(own.get("id") or data.get("id") or data.get("product_name") or "EPD"),
            str(data["declared_unit"]["unit"]),
            float(data["declared_unit"].get("qty") or 1.0),
            str(own.get("basis_id") or _BASES.get(method, "")),
            gwp,
            {"en": str(data.get("product_name") or "")},
            mass_kg=_mass(data.get("kg_per_declared_unit")),
            biogenic_carbon_kg=_mass(data.get("kg_C_biogenic_per_declared_unit")),
            notes=notes,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        reason = f"the document is incomplete ({type(error).__name__} {str(error)[:40]})"
        raise InputError("materials.import_malformed", {"file": file, "reason": reason}) from error
    rest = own.get("modules")
    for module, value in rest.items() if isinstance(rest, dict) else ():
        gwp.setdefault("total", {}).update(module_values([(str(module), "", value)], file, notes))
    epd.valid_to, epd.year = str(data.get("valid_until") or "")[:10], str(data.get("date_of_issue") or "")[:4]
    epd.version = str(data.get("version") or "")
    epd.source = str(data.get("attribution") or data.get("declaration_url") or "")
    return epd


def _values(scopes: Mapping[str, Any], file: str, notes: list[str]) -> dict[str, float]:
    triples: list[tuple[str, str, object]] = []
    for module, measurement in scopes.items():
        if isinstance(measurement, dict) and "mean" in measurement:
            check_gwp_unit(str(measurement.get("unit") or ""), file)
            triples.append((module, "", measurement["mean"]))
    return module_values(triples, file, notes)


def _mass(amount: Mapping[str, Any] | None) -> float | None:
    if not amount:
        return None
    if amount.get("unit", "kg") != "kg":
        raise ValueError(f"mass in {str(amount.get('unit'))[:20]}")
    return float(amount["qty"])
