"""What a portfolio leaves: one Parquet file with a row a task, a summary, and each task's own results where wanted."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from bldgassess.errors import Issue, UserError
from bldgassess.portfolio.row import FIGURES, Row
from bldgassess.portfolio.store import Store
from bldgassess.portfolio.task import Task

#: Version of the columns and of the summary; raised with any change that a reader of the last one would trip over.
SCHEMA_VERSION = 1
_SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)
_BEST = 5


def rows_of(plan: Sequence[Task | Row], store: Store, *, with_detail: bool = True) -> Iterator[Row]:
    """Return the rows of a plan in its order, with its names and tags; tasks that have none yet are left out."""
    for item in plan:
        if isinstance(item, Row):
            yield item
        elif (row := store.row(item.key, with_detail=with_detail)) is not None:
            yield replace(row, name=item.name, tags=item.tags)


def write_results(plan: Sequence[Task | Row], store: Store, folder: Path, *, details: bool = False) -> dict[str, Any]:
    """Write portfolio.parquet and summary.json, and results/NAME.json for each task with ``details``.

    Nothing in them depends on workers, order of work or the clock. Returns the summary.

    Raises
    ------
    UserError
        When the folder cannot be written.
    """
    rows = list(rows_of(plan, store, with_detail=False))
    summary = make_summary(rows, missing=len(plan) - len(rows))
    try:
        write_parquet(rows, folder / "portfolio.parquet")
        _write(folder / "summary.json", (json.dumps(summary, ensure_ascii=False, indent=1) + "\n").encode())
        if details:
            (folder / "results").mkdir(exist_ok=True)
            for row in rows_of(plan, store):
                if row.detail is not None:
                    _write(folder / "results" / f"{row.key}.json", row.detail)
    except OSError as error:
        params = {"path": str(folder), "reason": error.strerror or "?"}
        raise UserError(Issue("results.cannot_write", params)) from error
    return summary


def write_parquet(rows: Sequence[Row], path: Path) -> None:
    """Write rows as a table: key, name, tags ("tag.x"), state, figures, problem, code, issues. All columns always."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {float: pa.float64(), int: pa.int64(), str: pa.string()}
    tags = sorted({name for row in rows for name in row.tags})
    columns: dict[str, Any] = {
        "key": pa.array([row.key for row in rows], pa.string()),
        "name": pa.array([row.name for row in rows], pa.string()),
        **{f"tag.{name}": pa.array([row.tags.get(name) for row in rows], pa.string()) for name in tags},
        "state": pa.array([row.state for row in rows], pa.string()),
        **{
            name: pa.array([row.figures.get(name) for row in rows], kinds[kind])
            for name, kind in FIGURES.items()
        },
        "problem": pa.array([row.problem or None for row in rows], pa.string()),
        "code": pa.array([row.code or None for row in rows], pa.string()),
        "issue_codes": pa.array([" ".join(row.issues) for row in rows], pa.string()),
    }  # fmt: skip
    with _whole(path) as passing:
        pq.write_table(pa.table(columns), passing, compression="zstd")


def make_summary(rows: Sequence[Row], *, missing: int = 0) -> dict[str, Any]:
    """Return counts, failures by code, the spread of every figure, and the best rows by carbon, health and label."""
    from bldgassess import __version__

    done = [row for row in rows if row.state == "done"]
    failed = [row for row in rows if row.state == "failed"]
    codes = Counter(row.code for row in failed)
    return {
        "schema": SCHEMA_VERSION,
        "program": {"name": "bldgassess", "version": __version__},
        "tasks": len(rows) + missing,
        "done": len(done),
        "failed": len(failed),
        "missing": missing,
        "failures": [
            {
                "code": code,
                "count": codes[code],
                "first": next(row.name for row in failed if row.code == code),
                "problem": next(row.problem for row in failed if row.code == code),
            }
            for code in sorted(codes)
        ],
        "figures": {
            name: found for name, kind in FIGURES.items() if kind is not str and (found := _spread(done, name))
        },
        "classes": {
            name: dict(sorted(Counter(str(row.figures[name]) for row in done).items()))
            for name in ("health_class", "label_level")
        },
        "best": {
            "total_kgco2e_per_m2_gia": _best(done, "total_kgco2e_per_m2_gia", 1.0),
            "health_score": _best(done, "health_score", -1.0),
            "label_score": _best(done, "label_score", -1.0),
        },
    }


def _spread(rows: Sequence[Row], name: str) -> dict[str, float] | None:
    """Return least, mean, most and shares of the rows below (nearest rank) of a figure."""
    values = sorted(float(value) for row in rows if isinstance(value := row.figures[name], (int, float)))
    if not values:
        return None
    ranks = {f"p{100 * share:.0f}": values[max(0, math.ceil(share * len(values)) - 1)] for share in _SHARES}
    return {
        "count": len(values),
        "least": values[0],
        "mean": math.fsum(values) / len(values),
        "most": values[-1],
        **ranks,
    }


def _best(rows: Sequence[Row], name: str, sign: float) -> list[dict[str, Any]]:
    rated = [(sign * float(value), row) for row in rows if isinstance(value := row.figures[name], (int, float))]
    first = sorted(rated, key=lambda item: (item[0], item[1].name, item[1].key))[:_BEST]
    return [{"name": row.name, "key": row.key, name: row.figures[name]} for _, row in first]


def _write(path: Path, content: bytes) -> None:
    with _whole(path) as passing:
        passing.write_bytes(content)


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """Let a file be written under a passing name, so that it appears whole or not at all."""
    passing = path.with_name(f".{path.name}.part")
    yield passing
    passing.replace(path)
