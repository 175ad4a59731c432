"""Lock an assessment: inputs, data rows used and results in one package."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from bldgassess import __version__
from bldgassess.errors import Issue, UserError
from bldgassess.evidence.register import Piece
from bldgassess.health.light.result import Quality
from bldgassess.label.installed import find_catalogue
from bldgassess.pipeline.assess import Engine
from bldgassess.pipeline.assessment import Assessment
from bldgassess.study import Study
from materials_db.exporters.tables import to_csv
from materials_db.records import FactorRecord
from reports.canonical import json_bytes
from reports.inventory_csv import inventory_bytes
from reports.lock.package import digest, pack
from reports.results_json import results_bytes

#: Libraries whose version can move a digit.
_LIBRARIES = ("numpy", "scipy", "numba", "pvlib", "ifcopenshell", "pythermalcomfort", "shapely")
#: Settings that point at folders of the machine.
_FOLDERS = ("weather_folder", "climate_deltas")


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files that an assessment was made from, with what was chosen beside them."""

    models: tuple[Path, ...]
    weather: Path | None = None
    catalogue: Path | None = None
    budget: Path | None = None
    budget_row: str = ""
    engine: Engine = "fast"
    evidence: tuple[Piece, ...] = ()
    daylight: Quality = "quick"


def lock_bytes(assessment: Assessment, inputs: Inputs) -> bytes:
    """Return the package of an assessment; the same assessment gives the same bytes.

    Raises
    ------
    UserError
        When a file cannot be read, or the study points at a folder of this machine.
    """
    for field in _FOLDERS:
        if getattr(assessment.study.site, field, None):
            raise UserError(Issue("lock.folder", {"field": f"site.{field}"}))
    members = {
        "results.json": results_bytes(assessment),
        "inventory.csv": inventory_bytes(assessment),
        "study.yaml": _study(assessment.study),
        "criteria.yaml": _catalogue(inputs, assessment.study),
        "factors.csv": to_csv(used_records(assessment)),
        "log.json": json_bytes(_log()),
    }
    if inputs.evidence:
        members["evidence.json"] = json_bytes({"pieces": [_without_persons(piece) for piece in inputs.evidence]})
    names: dict[str, str] = {}
    for folder, paths in (("model", inputs.models), ("weather", (inputs.weather,)), ("budget", (inputs.budget,))):
        for k, path in enumerate(item for item in paths if item is not None):
            key = f"{folder}/{k}{path.suffix.lower()}"
            members[key], names[key] = _read(path), path.name
    return pack(members, _facts(assessment, inputs, names))


def seal_of(package: bytes) -> str:
    """Return the package's seal: print it where the certificate stands, and a changed package shows."""
    return digest(package)


def used_records(assessment: Assessment) -> tuple[FactorRecord, ...]:
    """Return every factor record that the inventory or a technical system used, by id."""
    lines = (*assessment.inventory.lines, *assessment.carbon.system_lines)
    found = {line.record.id: line.record for line in lines if line.record is not None}
    return tuple(found[key] for key in sorted(found))


def _without_persons(piece: Piece) -> dict[str, Any]:
    return {key: value for key, value in asdict(piece).items() if key not in {"assessor", "reviewer"}}


def _study(study: Study) -> bytes:
    """Return what was set and nothing else: a default that is written down would count as set."""
    import yaml

    return yaml.safe_dump(study.model_dump(mode="json", exclude_unset=True), allow_unicode=True).encode()


def _facts(assessment: Assessment, inputs: Inputs, names: Mapping[str, str]) -> dict[str, Any]:
    factors = assessment.factors
    return {
        "program": {"name": "bldgassess", "version": __version__},
        "factors": {"id": factors.id, "version": factors.version, "sha256": factors.sha256},
        "catalogue": {"id": assessment.label.catalogue_id, "version": assessment.label.catalogue_version},
        "engine": inputs.engine,
        "daylight": inputs.daylight,
        "budget_row": inputs.budget_row,
        "names": dict(names),
    }


def _log() -> dict[str, Any]:
    """What computed it; no machine, user or time."""
    versions = {}
    for name in _LIBRARIES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            versions[name] = "not installed"
    return {"python": platform.python_version(), "libraries": versions}


def _catalogue(inputs: Inputs, study: Study) -> bytes:
    if inputs.catalogue is not None:
        return _read(inputs.catalogue)
    return find_catalogue(study.label.catalogue).catalogue.content


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError(Issue("lock.cannot_read", {"file": path.name, "reason": error.strerror or "?"})) from error


def safe_names(paths: Sequence[str]) -> bool:
    """Tell whether original names can be used as names of files here."""
    return all(name and Path(name).name == name and "\\" not in name and len(name) < 200 for name in paths)
