"""Verify a report: its signature, that its attachments agree, and, with the models at hand, its figures."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bldgassess.errors import Issue, UserError
from bldgassess.ifc.read import read_model
from bldgassess.label.catalogue import check_catalogue
from bldgassess.pipeline.assess import assess
from bldgassess.pipeline.data import load_data
from bldgassess.pipeline.daylight import find_daylight
from bldgassess.progress import Progress, silent
from bldgassess.study import Study
from bldgassess.study.read import make_study
from reports.lock.compare import Difference, differences, row_differences
from reports.lock.package import digest
from reports.lock.verify import NAMED, Verdict, told
from reports.pdfa import pdfa_available
from reports.results_json import results_dict
from reports.sign import signing_available

_LARGEST_BYTES = 200 * 2**20
_NEEDED = ("results.json", "inventory.csv")


def verify_report(
    content: bytes, name: str, *, models: Sequence[Path] = (), weather: Path | None = None, progress: Progress = silent
) -> Verdict:
    """Verify a PDF report of this program.

    Parameters
    ----------
    models : sequence of Path
        The model's files; with them everything is computed again. Without, signature and attachments are checked.

    Raises
    ------
    UserError
        When the file cannot be read, has no attachments of ours, or a library is missing.
    """
    files = _attachments(content, name)
    results = _json(files["results.json"], name)
    findings = [*_signature(content), *(told(item) for item in _agreement(results, files))]
    notices: list[Issue] = []
    if models:
        found = _again(results, files, models, weather, progress)
        findings += [told(item) for item in found[:NAMED]]
    else:
        notices.append(Issue("lock.not_recomputed", {"file": name}, severity="info"))
    return Verdict(not findings, tuple(findings), tuple(notices), digest(content))


def _attachments(content: bytes, name: str) -> dict[str, bytes]:
    if not pdfa_available():
        raise UserError(Issue("signing.no_pikepdf"))
    if len(content) > _LARGEST_BYTES:
        raise UserError(Issue("lock.unreadable", {"file": name, "reason": "200 MB"}))
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            files = {str(key): spec.get_file().read_bytes() for key, spec in pdf.attachments.items()}
    except (pikepdf.PdfError, KeyError, ValueError) as error:
        raise UserError(Issue("lock.unreadable", {"file": name, "reason": str(error)[:80]})) from error
    missing = [key for key in _NEEDED if key not in files]
    if missing:
        raise UserError(Issue("lock.unreadable", {"file": name, "reason": f"no {missing[0]} attached"}))
    return files


def _json(content: bytes, name: str) -> dict[str, Any]:
    try:
        data = json.loads(content)
        if data["carbon"]["modules"] and isinstance(data["study"], dict):
            return dict(data)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UserError(Issue("lock.unreadable", {"file": name, "reason": "results.json"})) from error
    raise UserError(Issue("lock.unreadable", {"file": name, "reason": "results.json"}))


def _signature(content: bytes) -> list[Issue]:
    """Return what is wrong with the signatures; whether their issuer is trusted is for the reader to judge."""
    if b"/ByteRange" not in content:
        return []
    if not signing_available():
        raise UserError(Issue("signing.no_pyhanko"))
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    found = []
    try:
        for signature in PdfFileReader(io.BytesIO(content)).embedded_signatures:
            own = ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False)
            status = validate_pdf_signature(signature, signer_validation_context=own)
            whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
            if not (status.intact and status.valid and whole):
                found.append(Issue("lock.signature", {"field": str(signature.field_name)}))
    except (PdfError, ValueError) as error:
        return [Issue("lock.signature", {"field": type(error).__name__})]
    return found


def _agreement(results: dict[str, Any], files: dict[str, bytes]) -> Iterator[Difference]:
    """Yield where the attachments contradict each other."""
    for module, kg in results["carbon"]["modules"].items():
        rows = _column(files["inventory.csv"], module)
        if rows is not None and not math.isclose(rows, kg, rel_tol=1e-9, abs_tol=1e-6):
            yield Difference("inventory.csv", f"sum of {module}", repr(kg), repr(rows))
    if "criteria.yaml" in files:
        wanted = str(results["inputs"]["catalogue"]["sha256"])
        found = check_catalogue(files["criteria.yaml"], "criteria.yaml").sha256
        if found != wanted:
            yield Difference("criteria.yaml", "sha256", wanted, found)


def _column(content: bytes, module: str) -> float | None:
    import csv

    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig", "replace"))))
    heads = [head for head in (rows[0] if rows else {}) if head in {module, f"{module}_kgco2e", f"kgco2e_{module}"}]
    return math.fsum(float(row[heads[0]]) for row in rows if row[heads[0]]) if heads else None


def _again(
    results: dict[str, Any], files: dict[str, bytes], models: Sequence[Path], weather: Path | None, progress: Progress
) -> list[Difference]:
    from reports.inventory_csv import inventory_bytes

    data = load_data(weather_path=weather)
    model = read_model(list(models), progress=progress, cache=None)
    study = _study(results)
    light = find_daylight(model, study, data, progress=progress)
    fresh = assess(model.building, study, data, daylight=light, progress=progress)
    found = list(differences(results, json.loads(json.dumps(results_dict(fresh))), "results.json"))
    return [*found, *row_differences(files["inventory.csv"], inventory_bytes(fresh), "inventory.csv", "row_id")]


def _study(results: dict[str, Any]) -> Study:
    """Return the study with what was set and nothing else."""
    values: dict[str, Any] = {}
    for path in results.get("study_set", []):
        section, _, name = str(path).partition(".")
        stored = results["study"].get(section)
        if name:
            values.setdefault(section, {})[name] = stored[name]
        else:
            values[section] = stored
    return make_study(values, "results.json")
