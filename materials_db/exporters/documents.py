"""openEPD and LCAx documents of factor records."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from materials_db.records import FactorRecord

_METHODS = {"EN15804A2": "EF 3.0", "EN15804A1": "CML 2012", "GWP-GHG": "GWP-GHG"}
_UNITS = {"m3": "M3", "m2": "M2", "m": "M", "kg": "KG", "t": "TONES", "piece": "PCS"}
_COUNTRIES = {"CN": "chn", "DK": "dnk", "CH": "che", "SE": "swe", "DE": "deu"}
#: Modules that neither format has a place for; openEPD takes them as an extension, LCAx in words.
_NO_PLACE = ("C",)


def to_openepd(records: Sequence[FactorRecord]) -> bytes:
    """Return records as a list of openEPD documents; what the format has no word for stands in ``ext.bldgassess``."""
    return _json([_openepd(record) for record in records])


def _openepd(record: FactorRecord) -> dict[str, Any]:
    indicators = {"gwp": record.gwp_kgco2e, **{f"gwp-{name}": part for name, part in record.indicators.parts() if part}}
    impacts = {
        name: {
            module.replace("A1-A3", "A1A2A3"): {"mean": value, "unit": "kgCO2e"}
            for module, value in figures.items()
            if module not in _NO_PLACE
        }
        for name, figures in indicators.items()
    }
    own: dict[str, Any] = {
        "id": record.id,
        "basis_id": record.basis_id,
        "quality": f"{record.quality}: {record.quality_note}" if record.quality_note else record.quality,
        "source": record.source,
        "licence": record.licence,
        "redistributable": record.redistributable,
        "category": record.category,
        "region": record.region,
        "name_zh": record.name_zh,
        "name_orig": record.name_orig,
        "sha256": record.sha256,
    }
    rest = {module: record.gwp_kgco2e[module] for module in _NO_PLACE if module in record.gwp_kgco2e}
    if rest:
        own["modules"] = rest
    document: dict[str, Any] = {
        "doctype": "openEPD",
        "openepd_version": "0.1",
        "product_name": record.name_en or record.name_orig or record.id,
        "declared_unit": {"qty": 1, "unit": "item" if record.declared_unit == "piece" else record.declared_unit},
        "impacts": {_METHODS.get(record.basis_id, "Unknown LCIA"): impacts},
        "ext": {"bldgassess": own},
    }
    if record.mass_kg:
        document["kg_per_declared_unit"] = {"qty": record.mass_kg, "unit": "kg"}
    if record.biogenic_carbon_kg:
        document["kg_C_biogenic_per_declared_unit"] = {"qty": record.biogenic_carbon_kg, "unit": "kg"}
    return document


def to_lcax(records: Sequence[FactorRecord]) -> bytes:
    """Return records as a list of LCAx EPD documents (schema of lcax 3.8).

    LCAx asks for dates that tables of factors do not have: a reference year is written as its first day, and an
    unknown end of validity as 9999-12-31; the comment says so.
    """
    return _json([_lcax(record) for record in records])


def _lcax(record: FactorRecord) -> dict[str, Any]:
    parts = {"gwp": record.gwp_kgco2e, "gwp_fos": record.indicators.fossil}
    parts |= {"gwp_bio": record.indicators.biogenic, "gwp_lul": record.indicators.luluc}
    impacts = {
        name: {module.replace("-", "").lower(): v for module, v in figures.items() if module not in _NO_PLACE}
        for name, figures in parts.items()
        if figures
    }
    comment = [f"{record.source}; licence: {record.licence}; grade {record.quality}; basis {record.basis_id}"]
    comment += [f"{m} (not split): {record.gwp_kgco2e[m]!r}" for m in _NO_PLACE if m in record.gwp_kgco2e]
    if not record.valid_to:
        comment.append("the source states no end of validity")
    conversions = [(amount, unit) for unit, amount in record.conversions]
    if record.mass_kg and record.declared_unit != "kg":
        conversions.append((record.mass_kg, "kg"))
    return {
        "id": record.id,
        "name": record.name_en or record.name_orig or record.id,
        "declaredUnit": _UNITS[record.declared_unit].lower(),
        "version": record.version or "1",
        "publishedDate": f"{record.ref_year or 1970:04d}-01-01",
        "validUntil": record.valid_to if len(record.valid_to) == 10 else f"{record.valid_to[:4] or '9999'}-12-31",
        "source": {"name": record.source, "url": None},
        "referenceServiceLife": round(record.service_life_a) if record.service_life_a else None,
        "standard": record.basis_id.lower() if record.basis_id.startswith("EN15804") else "unknown",
        "comment": "; ".join(comment),
        "location": _COUNTRIES.get(record.region[:2].upper(), "unknown"),
        "subtype": "generic",
        "conversions": [
            {"value": amount, "to": _UNITS[unit].lower(), "metaData": None} for amount, unit in conversions
        ],
        "impacts": impacts,
        "metaData": {"sha256": record.sha256},
    }


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
