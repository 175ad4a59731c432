"""A search as files: advice.json, points.csv and points.parquet (every evaluated point), abatement.csv."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from bldgassess.advisor.output import advice_dict, points_table
from bldgassess.advisor.result import Advice
from bldgassess.advisor.words import abatement_title
from reports.canonical import cell, csv_bytes, json_bytes
from reports.files import write_files

_ABATEMENT = (
    *("measure", "path", "level", "saved_kgco2e", "carbon_kgco2e", "embodied_kgco2e", "operational_kgco2e"),
    *("carbon_kgco2e_per_m2_gia", "health_points", "label_points", "level_before", "level_after", "classes", "cost"),
)


def write_advice(advice: Advice, out_dir: Path, *, language: str = "en") -> tuple[Path, ...]:
    """Write the files of a search.

    Raises
    ------
    UserError
        When a file cannot be written.
    """
    columns, rows = points_table(advice)
    return write_files(
        {
            out_dir / "advice.json": json_bytes(advice_dict(advice, language)),
            out_dir / "points.csv": csv_bytes(columns, [_cells(row) for row in rows]),
            out_dir / "points.parquet": _parquet(columns, rows, advice),
            out_dir / "abatement.csv": csv_bytes(_ABATEMENT, [_cells(row) for row in abatement_rows(advice, language)]),
        }
    )


def abatement_rows(advice: Advice, language: str = "en") -> list[dict[str, Any]]:
    """Return the list of measures alone as rows."""
    return [
        {
            "measure": abatement_title(advice.space, row, language),
            "classes": "; ".join(f"{key} {before} > {after}" for key, before, after in row.classes),
            **{name: getattr(row, name) for name in _ABATEMENT if name not in {"measure", "classes"}},
        }
        for row in advice.abatement
    ]


def _cells(row: dict[str, Any]) -> dict[str, str]:
    return {name: cell(value) for name, value in row.items()}


def _parquet(columns: tuple[str, ...], rows: list[dict[str, Any]], advice: Advice) -> bytes:
    """Return the points as Parquet, with seed, program and data in the file's metadata."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    levels = {item.path for item in advice.space.choices}
    arrays = [
        pa.array([_text(row[name]) if name in levels else row[name] for row in rows], type=pa.string())
        if name in levels and any(isinstance(row[name], str) for row in rows)
        else pa.array([row[name] for row in rows])
        for name in columns
    ]
    data = advice.data
    notes = {
        "program": f"bldgassess {data.program}",
        "method": advice.method,
        "seed": str(advice.seed),
        "model_sha256": " ".join(data.model_sha256),
        "weather_sha256": data.weather_sha256,
        "factors": " ".join(data.factors),
        "catalogue": " ".join(data.catalogue),
    }
    table = pa.Table.from_arrays(arrays, names=list(columns)).replace_schema_metadata(notes)
    stream = io.BytesIO()
    pq.write_table(table, stream)
    return stream.getvalue()


def _text(value: Any) -> str | None:  # noqa: ANN401 - a level
    return None if value is None else str(value)
