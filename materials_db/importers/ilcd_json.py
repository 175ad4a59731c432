"""ILCD+EPD data sets as JSON, the form in which soda4LCA nodes (OEKOBAUDAT and others) serve them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from materials_db.errors import InputError
from materials_db.importers.epd import Epd, check_gwp_unit, module_values, to_row
from materials_db.importers.reading import read_json
from materials_db.tables import Row, read_sourced

_DENSITY = {"gross density", "rohdichte", "density", "bulk density", "schüttdichte"}


@cache
def ilcd_ids(kind: str) -> dict[str, tuple[str, str]]:
    """Return, by UUID, what an indicator ("total", "fossil", ...) or flow property (unit) means, and its basis."""
    return {row["id"]: (row["means"], row["basis"]) for row in read_sourced("ilcd_ids.csv") if row["kind"] == kind}


def read_ilcd_json(content: bytes, name: str) -> list[Row]:
    """Read one data set, or a list of them.

    Raises
    ------
    InputError
        When it is no process data set, has a foreign unit, or no GWP.
    """
    data = read_json(content, name)
    sets = data if isinstance(data, list) else [data]
    return [to_row(_read(item, name)) for item in sets]


def _read(data: object, file: str) -> Epd:
    if not isinstance(data, dict) or "processInformation" not in data:
        reason = "no process data set (processInformation is missing)"
        raise InputError("materials.import_malformed", {"file": file, "reason": reason})
    try:
        return _epd(data, file)
    except (KeyError, TypeError, AttributeError, IndexError, StopIteration) as error:
        reason = f"the data set is incomplete ({type(error).__name__} {str(error)[:40]})"
        raise InputError("materials.import_malformed", {"file": file, "reason": reason}) from error


def _epd(data: Mapping[str, Any], file: str) -> Epd:
    process = data["processInformation"]
    info = process["dataSetInformation"]
    reference = _reference(data, process, file)
    notes: list[str] = []
    gwp, basis = _gwp(data, file, notes)
    epd = Epd(file, str(info["UUID"]), "", 1.0, basis, gwp, _texts(info["name"]["baseName"]), notes=notes)
    _amounts(epd, reference)
    time, place = process.get("time") or {}, process.get("geography") or {}
    epd.year = str(time.get("referenceYear") or "")[:4]
    epd.valid_to = str(time.get("dataSetValidUntil") or "")[:10]
    epd.region = str((place.get("locationOfOperationSupplyOrProduction") or {}).get("location") or "")
    published = (data.get("administrativeInformation") or {}).get("publicationAndOwnership") or {}
    epd.version = str(published.get("dataSetVersion") or data.get("version") or "")
    owner = _first((published.get("referenceToOwnershipOfDataSet") or {}).get("shortDescription"))
    epd.source = f"EPD data set {epd.id}" + (f", {owner}" if owner else "")
    epd.licence = str(published.get("licenseType") or "")
    return epd


def _reference(data: Mapping[str, Any], process: Mapping[str, Any], file: str) -> Mapping[str, Any]:
    wanted = (process.get("quantitativeReference") or {}).get("referenceToReferenceFlow") or [0]
    exchanges = (data.get("exchanges") or {}).get("exchange") or []
    for exchange in exchanges:
        if exchange.get("referenceFlow") is True or exchange.get("dataSetInternalID") in wanted:
            found: Mapping[str, Any] = exchange
            return found
    raise InputError("materials.import_malformed", {"file": file, "reason": "no reference flow"})


def _amounts(epd: Epd, exchange: Mapping[str, Any]) -> None:
    """Read declared unit, conversions and material properties of the reference flow."""
    flow = float(exchange.get("resultingflowAmount") or exchange.get("meanAmount") or 0.0)
    properties = exchange.get("flowProperties") or []
    reference = next(item for item in properties if item.get("referenceFlowProperty") is True)
    epd.unit = str(reference["referenceUnit"])
    epd.amount = flow * float(reference.get("meanValue") or 1.0)
    for item in properties:
        means = ilcd_ids("property").get(str(item.get("uuid")), (str(item.get("referenceUnit")), ""))[0]
        value = flow * float(item.get("meanValue") or 0.0)
        label = _first(item.get("name")).casefold()
        if "kohlenstoff" in label or "carbon" in label:
            if "verpackung" not in label and "packaging" not in label:
                epd.biogenic_carbon_kg = value
        elif means == "kg" and item is not reference:
            epd.mass_kg = value
        elif item is not reference:
            epd.conversions[means] = value
    for item in exchange.get("materialProperties") or []:
        if str(item.get("name", "")).casefold() in _DENSITY and str(item.get("unit", "")).startswith("kg/m"):
            unit = str(item["unit"]).replace("^", "")
            if unit == "kg/m3":
                epd.density_kg_m3 = float(item["value"])


def _gwp(data: Mapping[str, Any], file: str, notes: list[str]) -> tuple[dict[str, dict[str, float]], str]:
    """Return GWP by part and module with the basis; where a data set has both generations, the newer one counts."""
    by_basis: dict[str, dict[str, dict[str, float]]] = {}
    for result in (data.get("LCIAResults") or {}).get("LCIAResult") or []:
        known = ilcd_ids("indicator").get(str(result["referenceToLCIAMethodDataSet"].get("refObjectId")))
        if known is None:
            continue
        part, basis = known
        entries = result["other"]["anies"]
        check_gwp_unit(_unit_of(entries), file)
        triples = [(str(e["module"]), str(e.get("scenario") or ""), e.get("value")) for e in entries if "module" in e]
        values = module_values(triples, file, notes)
        by_basis.setdefault(basis, {}).setdefault(part, {}).update(values)
    for basis in ("EN15804A2", "EN15804A1"):
        if by_basis.get(basis, {}).get("total"):
            return by_basis[basis], basis
    raise InputError("materials.import_no_gwp", {"file": file})


def _unit_of(entries: Iterable[Mapping[str, Any]]) -> str:
    for entry in entries:
        if entry.get("name") == "referenceToUnitGroupDataSet":
            return _first((entry.get("value") or {}).get("shortDescription"))
    return ""


def _texts(values: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    return {str(item.get("lang") or "en"): str(item["value"]) for item in values if item.get("value")}


def _first(values: object) -> str:
    if isinstance(values, list) and values:
        english = [item for item in values if item.get("lang") == "en"]
        return str((english or values)[0].get("value") or "")
    return ""
