"""ILCD+EPD data sets as XML in a ZIP archive: process, flow and the unit of the flow's reference property."""

from __future__ import annotations

import zipfile
from typing import Any
from xml.etree.ElementTree import Element

from materials_db.errors import InputError
from materials_db.importers.epd import Epd, check_gwp_unit, module_values, to_row
from materials_db.importers.ilcd_json import ilcd_ids
from materials_db.importers.reading import open_zip, read_entry
from materials_db.tables import Row

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def parse_xml(content: bytes, name: str) -> Element:
    """Return the root of an XML document; a DTD, entities and outside references are refused.

    Raises
    ------
    InputError
        For anything that is not plain, well-formed XML.
    """
    from defusedxml import DefusedXmlException, ElementTree

    try:
        root: Element = ElementTree.fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise InputError("materials.import_unsafe_xml", {"file": name}) from error
    except (ElementTree.ParseError, ValueError, RecursionError) as error:
        raise InputError("materials.import_malformed", {"file": name, "reason": "not well-formed XML"}) from error
    return root


def read_ilcd_zip(content: bytes, name: str) -> list[Row]:
    """Read every process data set of an ILCD archive.

    Raises
    ------
    InputError
        When the archive is unsafe or broken, or a process has a foreign unit or no GWP.
    """
    with open_zip(content, name) as archive:
        entries = sorted(entry for entry in archive.namelist() if entry.lower().endswith(".xml"))
        processes = [entry for entry in entries if "processes/" in entry.replace("\\", "/").lower()]
        if not processes:
            raise InputError(
                "materials.import_malformed", {"file": name, "reason": "no folder processes in the archive"}
            )
        flows = {entry.rsplit("/", 1)[-1].casefold(): entry for entry in entries if "flows/" in entry.lower()}
        return [to_row(_process(archive, entry, flows, name)) for entry in processes]


def _process(archive: zipfile.ZipFile, entry: str, flows: dict[str, str], name: str) -> Epd:
    root = parse_xml(read_entry(archive, entry, name), entry)
    uuid = _text(root, "UUID")
    exchange = _reference(root, name)
    flow_id = next((e.get("refObjectId", "") for e in _all(exchange, "referenceToFlowDataSet")), "")
    path = next((flows[key] for key in sorted(flows) if key.startswith(flow_id.casefold()) and flow_id), "")
    if not path:
        raise InputError("materials.import_no_flow", {"file": name, "uuid": uuid[:40]})
    flow = parse_xml(read_entry(archive, path, name), path)
    notes: list[str] = []
    gwp, basis = _gwp(root, name, notes)
    epd = Epd(name, uuid, "", 1.0, basis, gwp, _names(root), notes=notes)
    _amounts(epd, exchange, flow)
    epd.year, epd.valid_to = _text(root, "referenceYear")[:4], _text(root, "dataSetValidUntil")[:10]
    place = next(iter(_all(root, "locationOfOperationSupplyOrProduction")), None)
    epd.region = place.get("location", "") if place is not None else ""
    epd.version = _text(root, "dataSetVersion")
    epd.source = f"EPD data set {uuid}"
    return epd


def _reference(root: Element, name: str) -> Element:
    wanted = _text(root, "referenceToReferenceFlow") or "0"
    for exchange in _all(root, "exchange"):
        if exchange.get("dataSetInternalID") == wanted:
            return exchange
    raise InputError("materials.import_malformed", {"file": name, "reason": "no reference flow"})


def _amounts(epd: Epd, exchange: Element, flow: Element) -> None:
    amount = _number(_text(exchange, "resultingAmount") or _text(exchange, "meanAmount") or "1", epd.file)
    reference = _text(flow, "referenceToReferenceFlowProperty") or "0"
    for item in _all(flow, "flowProperty"):
        target = next((e.get("refObjectId", "") for e in _all(item, "referenceToFlowPropertyDataSet")), "")
        unit = ilcd_ids("property").get(target, ("", ""))[0]
        value = amount * _number(_text(item, "meanValue") or "1", epd.file)
        if item.get("dataSetInternalID") == reference:
            epd.unit, epd.amount = unit or f"flow property {target[:36]}", value
        elif unit == "kg":
            epd.mass_kg = value
        elif unit:
            epd.conversions[unit] = value


def _gwp(root: Element, file: str, notes: list[str]) -> tuple[dict[str, dict[str, float]], str]:
    by_basis: dict[str, dict[str, dict[str, float]]] = {}
    for result in _all(root, "LCIAResult"):
        method = next((e.get("refObjectId", "") for e in _all(result, "referenceToLCIAMethodDataSet")), "")
        known = ilcd_ids("indicator").get(method)
        if known is None:
            continue
        part, basis = known
        unit = next((_text(e, "shortDescription") for e in _all(result, "referenceToUnitGroupDataSet")), "")
        check_gwp_unit(unit, file)
        triples: list[tuple[str, str, object]] = [
            (_attribute(e, "module"), _attribute(e, "scenario"), e.text) for e in _all(result, "amount")
        ]
        by_basis.setdefault(basis, {}).setdefault(part, {}).update(module_values(triples, file, notes))
    for basis in ("EN15804A2", "EN15804A1"):
        if by_basis.get(basis, {}).get("total"):
            return by_basis[basis], basis
    raise InputError("materials.import_no_gwp", {"file": file})


def _names(root: Element) -> dict[str, str]:
    return {e.get(_LANG, "en"): e.text.strip() for e in _all(root, "baseName") if e.text and e.text.strip()}


def _local(tag: Any) -> str:  # noqa: ANN401 - comments have a function as tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def _all(parent: Element, name: str) -> list[Element]:
    return [e for e in parent.iter() if _local(e.tag) == name]


def _text(parent: Element, name: str) -> str:
    return next(((e.text or "").strip() for e in _all(parent, name)), "")


def _attribute(element: Element, name: str) -> str:
    return next((value for key, value in sorted(element.attrib.items()) if _local(key) == name), "")


def _number(text: str, file: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise InputError(
            "materials.import_not_number", {"file": file, "field": "amount", "value": text[:40]}
        ) from error
