"""The figures as JSON-LD: the building (BOT) with property values (schema.org), each with its path, unit and source."""

from __future__ import annotations

from typing import Any

from bldgassess.glossary import quantity
from reports.canonical import json_bytes

Results = dict[str, Any]
_CONTEXT: dict[str, Any] = {
    "schema": "https://schema.org/",
    "bot": "https://w3id.org/bot#",
    "prov": "http://www.w3.org/ns/prov#",
    "figures": {"@id": "schema:additionalProperty", "@container": "@set"},
    "name": "schema:name",
    "value": "schema:value",
    "unitText": "schema:unitText",
    "propertyID": "schema:propertyID",
    "measurementTechnique": "schema:measurementTechnique",
    "identifier": "schema:identifier",
}
#: Figures of results.json that are written besides the modules, needs, indicators and criteria.
_PATHS = (
    *("building.gia_m2", "building.useful_m2", "building.heated_volume_m3", "building.mass_kg"),
    *("carbon.total_kgco2e", "carbon.per_m2", "carbon.per_m2_a", "carbon.upfront_per_m2", "carbon.embodied_per_m2"),
    *("carbon.operational_per_m2_a", "carbon.biogenic_stored_kgco2", "carbon.budget.overshoot_year"),
    *("energy.pv_kwh", "health.score", "label.score"),
)


def linked_data_bytes(results: Results, digest: str) -> bytes:
    """Return one JSON-LD document; its context is within it, so that no reader needs the network.

    Parameters
    ----------
    results : dict
        results.json.
    digest : str
        Its sha256, which names the document.
    """
    building, program = results["building"], results["program"]
    document = {
        "@context": _CONTEXT,
        "@id": f"urn:sha256:{digest}",
        "@type": ["bot:Building", "prov:Entity"],
        "name": building["name"],
        "identifier": [f"urn:sha256:{model}" for model in results["inputs"]["model_sha256"]],
        "prov:wasGeneratedBy": {
            "@type": "prov:Activity",
            "name": f"{program['name']} {program['version']}",
            "prov:used": [
                {"@id": f"urn:sha256:{results['inputs'][key]['sha256']}", "name": results["inputs"][key]["id"]}
                for key in ("factors", "catalogue")
            ],
        },
        "figures": [*_figures(results), *_indicators(results), *_criteria(results)],
    }
    return json_bytes(document)


def _property(path: str, name: str, value: Any, unit: str, clause: str = "") -> dict[str, Any]:  # noqa: ANN401
    found = {"@type": "schema:PropertyValue", "propertyID": path, "name": name, "value": value, "unitText": unit}
    return found | ({"measurementTechnique": clause} if clause else {})


def _at(results: Results, path: str) -> Any:  # noqa: ANN401
    value: Any = results
    for part in path.split("."):
        value = value[part]
    return value


def _figures(results: Results) -> list[dict[str, Any]]:
    paths = [*_PATHS, *(f"carbon.modules.{module}" for module in results["carbon"]["modules"])]
    paths += [f"energy.{table}.{key}" for table in ("need_kwh", "final_kwh") for key in results["energy"][table]]
    found = []
    for path in paths:
        value, known = _at(results, path), quantity(path)
        if value is not None:
            name, unit, clause = (known.name, known.unit, known.clause) if known else (path, "", "")
            found.append(_property(path, name, value, unit, clause))
    return found


def _indicators(results: Results) -> list[dict[str, Any]]:
    return [
        _property(f"health.{row['id']}", row["name"], row["value"], row["unit"], f"{row['clause']}; {row['source']}")
        for row in results["health"]["indicators"]
        if row["value"] is not None
    ]


def _criteria(results: Results) -> list[dict[str, Any]]:
    return [
        _property(f"label.criteria.{row['id']}", row["title"]["en"], row["points"], f"points of {row['max']:g}")
        for row in results["label"]["criteria"]
    ]
