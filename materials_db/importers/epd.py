"""What an EPD data set says, whatever its file format, and how it becomes a row."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from materials_db.columns import MODULE_COLUMNS
from materials_db.errors import InputError
from materials_db.importers.reading import clean_id, clean_text
from materials_db.tables import Row
from materials_db.units import read_unit

_COLUMN_OF = {module: stem for stem, module in MODULE_COLUMNS.items()}
_A_PARTS = ("A1", "A2", "A3")
_CO2E = re.compile(r"kgco2(-|\()?(e|eq|eqv|äq|aeq|equiv)[a-z.]*\)?$")
_CO2 = re.compile(r"kgco2$")


@dataclass(slots=True)
class Epd:
    """An EPD as read: ``gwp`` is part ("total", "fossil", ...) -> module -> value per ``amount`` of ``unit``."""

    file: str
    id: str
    unit: str
    amount: float
    basis_id: str
    gwp: dict[str, dict[str, float]]
    names: Mapping[str, str] = field(default_factory=dict)
    mass_kg: float | None = None
    density_kg_m3: float | None = None
    conductivity_w_mk: float | None = None
    conversions: dict[str, float] = field(default_factory=dict)
    biogenic_carbon_kg: float | None = None
    service_life_a: float | None = None
    region: str = ""
    source: str = ""
    source_ref: str = ""
    licence: str = ""
    year: str = ""
    valid_to: str = ""
    version: str = ""
    notes: list[str] = field(default_factory=list)


def check_gwp_unit(text: str, file: str) -> None:
    """Refuse a GWP that is not kgCO2e: CO2 alone, grams, pounds.

    Raises
    ------
    InputError
        With the unit found.
    """
    plain = re.sub(r"[\s_.₂²]+", lambda m: "2" if m[0] in "₂²" else "", text).casefold()
    if _CO2E.search(plain):
        return
    code = "materials.import_co2_only" if _CO2.search(plain) else "materials.import_gwp_unit"
    raise InputError(code, {"file": file, "unit": clean_text(text)[:40] or "-"})


def module_values(pairs: list[tuple[str, str, object]], file: str, notes: list[str]) -> dict[str, float]:
    """Return module -> value from (module, scenario, value) triples; "ND" and empty are not declared.

    A1, A2 and A3 are summed where all three stand and A1-A3 does not.

    Raises
    ------
    InputError
        When a value is no number, or a module stands twice with different values.
    """
    found: dict[str, float] = {}
    for module_text, scenario, raw in pairs:
        module = module_text.strip().replace("A1A2A3", "A1-A3")
        value = _value(raw, module, file)
        if value is None:
            continue
        if module not in _COLUMN_OF and module not in _A_PARTS:
            notes.append(f"module {clean_text(module)[:20]} is not read")
            continue
        if module in found and found[module] != value:
            raise InputError(
                "materials.import_scenarios", {"file": file, "module": module, "scenario": scenario or "-"}
            )
        found[module] = value
    parts = [found.pop(part) for part in _A_PARTS if part in found]
    if "A1-A3" not in found and len(parts) == len(_A_PARTS):
        found["A1-A3"] = math.fsum(parts)
    return found


def _value(raw: object, module: str, file: str) -> float | None:
    if raw is None or (isinstance(raw, str) and raw.strip().upper() in {"", "ND", "MND", "MNR", "NR", "-"}):
        return None
    try:
        value = float(str(raw).strip())
    except ValueError:
        value = math.nan
    if isinstance(raw, bool) or not math.isfinite(value):
        raise InputError(
            "materials.import_not_number", {"file": file, "field": f"GWP {module}", "value": str(raw)[:40]}
        )
    return value


def to_row(epd: Epd) -> Row:
    """Return the EPD as a row of our columns, per one declared unit.

    Raises
    ------
    InputError
        When the unit is foreign, the amount not above zero or A1-A3 not declared.
    """
    unit, per_spelt = read_unit(epd.unit)
    scale = epd.amount * per_spelt
    if not scale > 0.0 or not math.isfinite(scale):
        raise InputError("materials.import_not_number", {"file": epd.file, "field": "declared amount", "value": scale})
    if "A1-A3" not in epd.gwp.get("total", {}):
        raise InputError("materials.import_no_gwp", {"file": epd.file})
    row: Row = {"id": clean_id(epd.id), "declared_unit": unit, "basis_id": epd.basis_id}
    for part, values in epd.gwp.items():
        suffix = "" if part == "total" else f"_{part}"
        for module, value in values.items():
            row[_COLUMN_OF[module] + suffix] = repr(value / scale)
    amounts = {
        "mass_per_unit_kg": epd.mass_kg,
        "biogenic_carbon_kgC": epd.biogenic_carbon_kg,
        **{_CONVERSION[name]: value for name, value in epd.conversions.items() if name in _CONVERSION and name != unit},
    }
    row.update({column: repr(value / scale) for column, value in amounts.items() if value})
    properties = {
        "density_kg_m3": epd.density_kg_m3,
        "conductivity_W_mK": epd.conductivity_w_mk,
        "service_life_a": epd.service_life_a,
    }
    row.update({column: repr(value) for column, value in properties.items() if value})
    texts = {
        "name_en": epd.names.get("en", ""),
        "name_zh": epd.names.get("zh", ""),
        "name_orig": next((epd.names[lang] for lang in ("de", *sorted(epd.names)) if lang in epd.names), ""),
        "region": epd.region,
        "source": epd.source or f"EPD data set {epd.id}",
        "source_ref": epd.source_ref,
        "licence": epd.licence or "terms of the EPD's owner, not read",
        "redistributable": "unconfirmed",
        "ref_year": epd.year,
        "valid_to": epd.valid_to,
        "version": epd.version,
        "quality": "A: EPD data set, read from its file",
        "notes": "; ".join(dict.fromkeys(epd.notes)),
    }
    row.update({column: clean_text(text)[:1000] for column, text in texts.items() if text})
    return row


_CONVERSION = {"m3": "m3_per_unit", "m2": "m2_per_unit", "m": "m_per_unit", "piece": "pieces_per_unit"}
