"""Write ``reports/data/bldgassess.ids`` from ``ids_requirements.csv`` with ifctester (LGPL-3.0, IfcOpenShell project).

Run from the checkout: ``python tools/make_ids.py``. An IDS entity facet matches its own class only, not its subtypes,
so every class is listed that a schema knows; schemas that know the same classes share a specification.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "reports" / "data" / "ids_requirements.csv"
TARGET = ROOT / "reports" / "data" / "bldgassess.ids"
SCHEMAS = ("IFC2X3", "IFC4", "IFC4X3_ADD2")


def main() -> None:
    """Write the file."""
    TARGET.write_text(ids_text(), encoding="utf-8")


def ids_text() -> str:
    """Return the IDS file."""
    from ifctester import ids

    document = ids.Ids(
        title="Model for carbon and health assessment",
        description="What a model should carry to be assessed by bldgassess. 'optional' rows are asked for where the "
        "elements exist; the program works without, with assumptions that it lists.",
        version="1.0",
        purpose="Life-cycle carbon, energy and indoor health",
        milestone="Design",
    )
    with TABLE.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            document.specifications += _specifications(row)
    text: str = document.to_string()
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + text.strip() + "\n"


def _specifications(row: dict[str, str]) -> list[Any]:
    from ifctester import ids

    by_classes: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for schema in SCHEMAS:
        known = tuple(name.upper() for name in row["classes"].split() if _is_known(schema, name))
        if known:
            by_classes[known].append(schema)
    made = []
    for classes, schemas in by_classes.items():
        part = ids.Specification(
            name=row["title"], ifcVersion=schemas, identifier=row["id"], instructions=row["instructions"],
            description=row["source"],
        )  # fmt: skip
        part.set_usage("prohibited" if row["usage"] == "prohibited" else _usage(row))
        part.applicability.append(ids.Entity(name=_choice(classes)))
        if row["when_property"]:
            name, prop = row["when_property"].split(".")
            part.applicability.append(ids.Property(name, prop, value="TRUE", dataType="IFCBOOLEAN"))
        facet = _facet(row)
        if facet is not None:
            part.requirements.append(facet)
        made.append(part)
    return made


def _usage(row: dict[str, str]) -> str:
    """Only what every model must hold is required to exist; the others hold for the elements there are."""
    always = {"IfcProject", "IfcSite", "IfcBuilding", "IfcBuildingStorey", "IfcSpace"}
    return "required" if row["usage"] == "required" and row["classes"] in always else "optional"


def _facet(row: dict[str, str]) -> Any:  # noqa: ANN401 - ifctester's facets have no common public type
    from ifctester import ids

    if row["facet"] == "attribute":
        return ids.Attribute(name=row["first"])
    if row["facet"] == "material":
        return ids.Material()
    if row["facet"] == "partOf":
        return ids.PartOf(name=row["first"].upper(), relation=row["second"])
    if row["facet"] == "property":
        return ids.Property(_pattern(row["first"]), _choice(row["second"].split("|")), dataType=row["data_type"])
    return None


def _pattern(text: str) -> Any:  # noqa: ANN401
    from ifctester import ids

    return ids.Restriction(options={"pattern": text}) if "*" in text else text


def _choice(names: Any) -> Any:  # noqa: ANN401
    from ifctester import ids

    names = list(names)
    return names[0] if len(names) == 1 else ids.Restriction(options={"enumeration": names})


def _is_known(schema: str, name: str) -> bool:
    from ifcopenshell import ifcopenshell_wrapper

    try:
        ifcopenshell_wrapper.schema_by_name(schema).declaration_by_name(name)
    except RuntimeError:
        return False
    return True


if __name__ == "__main__":
    main()
