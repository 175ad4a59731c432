"""All files of an assessment into one folder."""

from __future__ import annotations

from pathlib import Path

from bldgassess.pipeline.assessment import Assessment
from reports.assumptions_csv import assumptions_bytes
from reports.files import write_files
from reports.hourly_parquet import hourly_bytes
from reports.inventory_csv import inventory_bytes
from reports.results_json import results_bytes


def write_outputs(assessment: Assessment, out_dir: Path, *, language: str = "en") -> tuple[Path, ...]:
    """Write results.json, inventory.csv, hourly.parquet, assumptions.csv and report.pdf.

    Parameters
    ----------
    assessment : Assessment
        What ``assess`` returned.
    out_dir : Path
        The folder; made where it is not there.
    language : str
        Of the report: "en", "zh" or "ru". The other files are the same in every language.

    Raises
    ------
    UserError
        When a file cannot be written; then none of them has changed, except on a failing rename.
    """
    from reports.pdf.report import report_bytes

    return write_files(
        {
            out_dir / "results.json": results_bytes(assessment),
            out_dir / "inventory.csv": inventory_bytes(assessment),
            out_dir / "hourly.parquet": hourly_bytes(assessment),
            out_dir / "assumptions.csv": assumptions_bytes(assessment),
            out_dir / "report.pdf": report_bytes(assessment, language=language),
        }
    )
