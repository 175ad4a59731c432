"""Verify a package: what is in it is what was locked, and computing it again gives the same."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from bldgassess.errors import Issue, UserError
from bldgassess.evidence.register import Piece
from bldgassess.health.light.result import QUALITIES, Quality
from bldgassess.ifc.read import read_model
from bldgassess.pipeline.assess import Engine, assess
from bldgassess.pipeline.assessment import Assessment
from bldgassess.pipeline.data import load_data
from bldgassess.pipeline.daylight import find_daylight
from bldgassess.progress import Progress, silent
from bldgassess.study import Study
from bldgassess.study.read import make_study
from materials_db.errors import InputError
from materials_db.exporters.tables import to_csv
from materials_db.store import FactorStore, load_store
from materials_db.versions import load_pinned
from reports.inventory_csv import inventory_bytes
from reports.lock.compare import Difference, differences, row_differences
from reports.lock.lock import safe_names, used_records
from reports.lock.package import digest, unpack
from reports.lock.plain_yaml import read_plain
from reports.results_json import results_dict

#: So many differences of each kind are named; the first one matters.
NAMED = 20
#: Members whose bytes must be those that were locked.
_COMPUTED = frozenset({"results.json", "inventory.csv"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """``identical``: nothing differs. ``findings``: what does, the most telling first. ``notices``: what to know."""

    identical: bool
    findings: tuple[Issue, ...]
    notices: tuple[Issue, ...]
    seal: str


def verify_package(content: bytes, name: str, *, seal: str = "", progress: Progress = silent) -> Verdict:
    """Read a package, compute it again and say what differs.

    Parameters
    ----------
    seal : str
        The sha256 that the package should have, where it is known from elsewhere.

    Raises
    ------
    UserError
        When it cannot be read or holds what no package may: then nothing in it was used.
    """
    manifest, members = unpack(content, name)
    study_values = read_plain(members["study.yaml"], "study.yaml")
    locked = _results(members["results.json"], name)
    found = digest(content)
    findings = [Issue("lock.other_seal", {"seal": found})] if seal and seal.lower() != found else []
    findings += [
        Issue("lock.changed_member", {"file": key})
        for key, entry in manifest["members"].items()
        if digest(members[key]) != entry["sha256"]
    ]
    study = make_study(study_values, "study.yaml")
    differs = list(differences(locked.get("study"), study.model_dump(mode="json"), "study.yaml"))
    notices: list[Issue] = []
    try:
        store, notices = _store(manifest)
        fresh = _recompute(manifest, members, study, store, progress)
    except UserError as error:
        reason = "; ".join(issue.code for issue in error.issues)
        findings += [told(item) for item in islice(differs, NAMED)]
        findings.append(Issue("lock.cannot_recompute", {"reason": reason}))
        return Verdict(False, tuple(findings), tuple(notices), found)
    differs += row_differences(members["factors.csv"], to_csv(used_records(fresh)), "factors.csv", "id")
    differs += differences(locked, json.loads(json.dumps(results_dict(fresh))), "results.json")
    differs += row_differences(members["inventory.csv"], inventory_bytes(fresh), "inventory.csv", "row_id")
    findings += [told(item) for item in differs[:NAMED]]
    return Verdict(not findings, tuple(findings), tuple(notices), found)


def told(item: Difference) -> Issue:
    """Return a difference as a sentence's code and words."""
    params = {"file": item.file, "path": item.path, "locked": item.locked, "found": item.found}
    return Issue("lock.differs", params)


def _results(content: bytes, name: str) -> dict[str, Any]:
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UserError(Issue("lock.unreadable", {"file": name, "reason": "results.json"})) from error
    if not isinstance(data, dict):
        raise UserError(Issue("lock.unreadable", {"file": name, "reason": "results.json"}))
    return data


def _store(manifest: Mapping[str, Any]) -> tuple[FactorStore, list[Issue]]:
    """Return the factor tables that were used, or this program's own with a notice."""
    info = manifest.get("factors", {})
    wanted = tuple(str(info.get(key, "")) for key in ("id", "version", "sha256"))
    own = load_store()
    if own.info == wanted:
        return own, []
    try:
        return load_pinned((wanted[0], wanted[1], wanted[2])), []
    except InputError:
        return own, [Issue("lock.no_version", {"version": wanted[1], "own": own.info[1]}, severity="warning")]


def _recompute(
    manifest: Mapping[str, Any], members: Mapping[str, bytes], study: Study, store: FactorStore, progress: Progress
) -> Assessment:
    names = {str(key): str(value) for key, value in manifest.get("names", {}).items()}
    given = [key for key in members if "/" in key]
    if not safe_names([names.get(key, "") for key in given]):
        raise UserError(Issue("lock.unreadable", {"file": "manifest.json", "reason": "names"}))
    with tempfile.TemporaryDirectory() as folder:
        places: dict[str, list[Path]] = {"model": [], "weather": [], "budget": []}
        for key in sorted(given, key=_order):
            kind, _, rest = key.partition("/")
            place = Path(folder) / kind / rest.partition(".")[0] / names[key]
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(members[key])
            places[kind].append(place)
        catalogue = Path(folder) / "criteria.yaml"
        catalogue.write_bytes(members["criteria.yaml"])
        loaded = load_data(
            weather_path=next(iter(places["weather"]), None),
            catalogue_path=catalogue,
            budget_path=next(iter(places["budget"]), None),
            budget_row=str(manifest.get("budget_row", "")),
        )
        data = replace(loaded, store=store, evidence=_pieces(members.get("evidence.json")))
        engine: Engine = "energyplus" if manifest.get("engine") == "energyplus" else "fast"
        model = read_model(places["model"], progress=progress, cache=None)
        wanted = manifest.get("daylight", "quick")
        quality: Quality = next((item for item in QUALITIES if item == wanted), "quick")
        light = find_daylight(model, study, data, quality=quality, progress=progress)
        return assess(model.building, study, data, engine=engine, daylight=light, progress=progress)


def _pieces(content: bytes | None) -> tuple[Piece, ...]:
    if content is None:
        return ()
    try:
        return tuple(Piece(**row) for row in json.loads(content)["pieces"])
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(Issue("lock.unreadable", {"file": "evidence.json", "reason": type(error).__name__})) from error


def _order(key: str) -> tuple[str, int, str]:
    kind, _, rest = key.partition("/")
    number = rest.partition(".")[0]
    return kind, int(number) if number.isdigit() else 0, rest
