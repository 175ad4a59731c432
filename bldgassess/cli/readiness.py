"""``bldgassess readiness``: how fit a model is, finding by finding."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from bldgassess.cli.border import check_language, command, out, print_json
from bldgassess.errors import Issue, UserError
from bldgassess.ifc.cache import default_cache
from bldgassess.ifc.read import read_model
from bldgassess.ifc.readiness import Readiness, compute_readiness
from bldgassess.messages import sentence
from bldgassess.model import Building
from bldgassess.study import Study
from bldgassess.texts import translation
from materials_db.store import load_store


def _as_dict(building: Building, readiness: Readiness, language: str) -> dict[str, Any]:
    translate = translation(language).gettext
    findings = [
        {
            "check": item.check,
            "severity": item.severity,
            "code": item.code,
            "text": sentence(Issue(item.code, item.params, item.ids), translate),
            "effect_fraction": item.effect_fraction,
            "ids": list(item.ids),
        }
        for item in readiness.findings
    ]
    return {
        "name": building.name,
        "schema": building.schema,
        "authoring_tool": building.authoring_tool,
        "elements": len(building.elements),
        "spaces": len(building.spaces),
        "score": readiness.score,
        "checks": readiness.checks,
        "findings": findings,
    }


@command
def readiness_command(
    models: Annotated[list[Path], typer.Argument(metavar="MODEL...", help="IFC files of one building")],
    json_file: Annotated[Path | None, typer.Option("--json", help="file to write as JSON; '-' prints it")] = None,
    lang: Annotated[str, typer.Option(help="en, zh, ru")] = "en",
) -> None:
    """Say how fit a model is for assessment, and how to mend it."""
    check_language(lang)
    building = read_model(models, cache=default_cache()).building
    result = _as_dict(building, compute_readiness(building), lang)
    result["materials"] = _materials(building)
    if json_file is not None and str(json_file) == "-":
        print_json(result)
        return
    if json_file is not None:
        try:
            json_file.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        except OSError as error:
            raise UserError(
                Issue("results.cannot_write", {"path": str(json_file), "reason": error.strerror or "?"})
            ) from error
    out.print(f"{building.name or models[0].stem}: {result['score']:.0f}/100", markup=False)
    for item in result["findings"]:
        out.print(f"  {item['severity']:7s} {item['text']}", markup=False)


def _materials(building: Building) -> list[dict[str, Any]]:
    """Each material name of the model with what it would be taken for."""
    store, databases = load_store(), Study().carbon.databases
    found: dict[str, str] = {}
    for element in building.elements:
        for layer in element.materials:
            found.setdefault(layer.material, element.part)
    rows = []
    for name, part in sorted(found.items()):
        match = store.match(name, part=part, databases=databases)
        record = match.record.id if match.record else None
        rows.append({"material": name, "decision": match.decision, "record": record, "score": match.score})
    return rows
