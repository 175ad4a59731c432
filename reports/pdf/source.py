"""What a report is made from: results.json, inventory.csv and the files beside them, whoever made them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bldgassess.errors import Issue, UserError
from bldgassess.explain.results import read_results
from bldgassess.label.installed import catalogue_file
from bldgassess.pipeline.assessment import Assessment
from bldgassess.study import study_yaml
from bldgassess.study.read import make_study
from reports.inventory_csv import COLUMNS, inventory_bytes
from reports.results_json import results_bytes

Results = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReportSource:
    """One assessment as its files. ``results``, ``ledger``: what results.json and inventory.csv say."""

    results: Results
    ledger: list[dict[str, str]]
    files: dict[str, bytes]

    @property
    def digest(self) -> str:
        """The sha256 of results.json."""
        return hashlib.sha256(self.files["results.json"]).hexdigest()


@dataclass(frozen=True, slots=True)
class ReportTerms:
    """What people say about a report: who, for whom, why; variants beside it; rows of the inventory in print.

    ``reasons``: why a plausibility check outside its band stands, by check id. ``left_out``: keys of chapters that are
    not printed; those of ``chapters.keys.ALWAYS`` are.
    """

    assessor: str = ""
    reviewer: str = ""
    client: str = ""
    purpose: str = ""
    variants: Sequence[tuple[str, Results]] = field(default=())
    inventory_rows: int = 60
    reasons: Mapping[str, str] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()


def source_from_assessment(assessment: Assessment) -> ReportSource:
    """Return the source of an assessment that was just made."""
    return make_source(results_bytes(assessment), inventory_bytes(assessment))


def source_from_folder(path: Path) -> ReportSource:
    """Return the source of a results folder, or of the results.json in it.

    Raises
    ------
    UserError
        When one of the two files is missing, damaged or not ours.
    """
    folder = path if path.is_dir() else path.parent
    file = path / "results.json" if path.is_dir() else path
    read_results(file)
    try:
        return make_source(file.read_bytes(), (folder / "inventory.csv").read_bytes())
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(Issue("results.no_inventory", {"file": "inventory.csv"})) from error


def make_source(results: bytes, inventory: bytes) -> ReportSource:
    """Return the source of the two files' bytes, with study and criteria beside them."""
    parsed: Results = json.loads(results)
    rows = csv.DictReader(io.StringIO(inventory.decode("utf-8"), newline=""))
    ledger = [dict.fromkeys(COLUMNS, "") | row for row in rows]
    study = study_yaml(make_study(parsed["study"], "results.json")).encode()
    files = {"results.json": results, "inventory.csv": inventory, "study.yaml": study}
    criteria = catalogue_file(parsed["inputs"]["catalogue"]["sha256"])
    if criteria is not None:
        files["criteria.yaml"] = criteria
    return ReportSource(parsed, ledger, files)
