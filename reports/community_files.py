"""All files of a community into one folder."""

from __future__ import annotations

from pathlib import Path

from bldgassess.account.entry import chain
from bldgassess.account.exchange import to_csv
from bldgassess.community.accounts import community_drafts
from bldgassess.community.result import CommunityResult
from bldgassess.model import Assumption
from reports.canonical import cell, csv_bytes, json_bytes
from reports.community_json import community_dict
from reports.community_tables import buildings_csv, buildings_parquet, hourly_parquet
from reports.files import write_files


def write_community(
    result: CommunityResult, out_dir: Path, *, language: str = "en", recorded: str = ""
) -> tuple[Path, ...]:
    """Write community.json, buildings.csv and .parquet, hourly.parquet, accounts.csv, assumptions.csv, community.pdf.

    Parameters
    ----------
    recorded : str
        Date of the account's entries, YYYY-MM-DD; the first day of the start year where empty.

    Raises
    ------
    UserError
        When a file cannot be written.
    """
    from reports.pdf.community import community_pdf

    found = community_dict(result)
    date = recorded or f"{result.carbon.start_year}-01-01"
    return write_files(
        {
            out_dir / "community.json": json_bytes(found),
            out_dir / "buildings.csv": buildings_csv(result),
            out_dir / "buildings.parquet": buildings_parquet(result),
            out_dir / "hourly.parquet": hourly_parquet(result),
            out_dir / "accounts.csv": to_csv(chain(community_drafts(result, date))),
            out_dir / "assumptions.csv": _assumptions(result.assumptions),
            out_dir / "community.pdf": community_pdf(found, language=language),
        }
    )


def _assumptions(rows: tuple[Assumption, ...]) -> bytes:
    columns = ("id", "value", "unit", "source", "quality", "effect")
    return csv_bytes(columns, ({name: cell(getattr(row, name)) for name in columns} for row in rows))
