"""``bldgassess measured``: sensor data read, repaired, and held against the prediction; nothing leaves the machine."""

from __future__ import annotations

import math
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from bldgassess.cli.border import command, out, print_json
from bldgassess.health.measured.clock import Clock, find_zone
from bldgassess.health.measured.report import MeasuredReport, read_measured
from bldgassess.health.measured.withings import is_withings, summarise_people
from bldgassess.messages import sentence
from bldgassess.study import Study


@command
def measured_command(
    data: Annotated[Path, typer.Argument(metavar="DATA", help="sensor CSV, or a folder of Withings exports")],
    results: Annotated[Path | None, typer.Option(help="results folder of `assess --out` to hold them against")] = None,
    map_: Annotated[Path | None, typer.Option("--map", help="CSV with columns sensor and guid")] = None,
    time_zone: Annotated[str, typer.Option(help="zone of times that carry none, such as Asia/Shanghai")] = "",
    day_first: Annotated[bool | None, typer.Option("--day-first/--month-first", help="order in 05/06/2025")] = None,
    json_: Annotated[bool, typer.Option("--json", help="print as JSON")] = False,
) -> None:
    """Read measured indoor data, list every repair, and compare with the predicted year."""
    if data.is_dir() and is_withings(data):
        summary = asdict(summarise_people(data))
        if json_:
            print_json({"sleep": summary})
        else:
            for key, value in summary.items():
                out.print(f"{key}: {value:.3g}" if isinstance(value, float) else f"{key}: {value}", markup=False)
        return
    clock = Clock(find_zone(time_zone) if time_zone else None, day_first)
    report = read_measured(data, clock, results=results, sensor_map=map_, outdoor_co2_ppm=Study().site.outdoor_co2_ppm)
    if json_:
        print_json(_plain(_as_dict(report)))
        return
    _print(report)


def _as_dict(report: MeasuredReport) -> dict[str, Any]:
    readings = report.readings
    return {
        "rows": readings.rows,
        "kept": sum(len(item.seconds) for item in readings.series),
        "utc_offset_h": readings.utc_offset_h,
        "series": [
            {"room": s.room, "sensor": s.sensor, "variable": s.variable, "unit": s.unit, "readings": len(s.seconds),
             "step_s": s.step_s} for s in readings.series
        ],
        "repairs": [
            {"code": item.code, "text": sentence(item), "params": dict(item.params)} for item in report.issues
        ],
        "set_aside": [asdict(item) for item in readings.set_aside],
        "places": dict(sorted(report.places.items())),
        "measured": [asdict(item) for item in report.measured],
        "comparison": [asdict(item) for item in report.comparison],
        "air_changes": [asdict(item) for item in report.air_changes],
    }  # fmt: skip


def _plain(value: Any) -> Any:  # noqa: ANN401 - any plain value
    """Return a value as JSON knows it: hours without readings are null."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _print(report: MeasuredReport) -> None:
    readings = report.readings
    kept = sum(len(item.seconds) for item in readings.series)
    out.print(f"{readings.rows} rows read, {kept} readings kept, {len(readings.set_aside)} set aside", markup=False)
    for issue in report.issues:
        out.print(sentence(issue), markup=False)
    table = Table(box=None, pad_edge=False)
    for head in ("room", "variable", "unit", "hours", "mean", "p5", "p95", "class", "TAIL"):
        table.add_column(head)
    for item in report.measured:
        figures = (f"{item.mean:.4g}", f"{item.p5:.4g}", f"{item.p95:.4g}")
        table.add_row(
            item.room, item.variable, item.unit, str(item.hours), *figures, _class(item.health_class), _class(item.tail)
        )
    out.print(table)
    if report.comparison:
        table = Table(box=None, pad_edge=False)
        for head in ("room", "variable", "hours", "bias", "CV(RMSE) %", "measured", "predicted"):
            table.add_column(head)
        for row in report.comparison:
            off = (f"{row.bias:+.4g} {row.unit}", f"{row.cv_rmse_pct:.0f}")
            classes = (_class(row.measured_class), _class(row.predicted_class))
            table.add_row(row.room, row.variable, str(row.hours), *off, *classes)
        out.print(table)
        out.print("The predicted year has its own weather; a bias may be the weather's.", markup=False)
    for change in report.air_changes:
        spread = f"{change.low_1_h:.2f} to {change.high_1_h:.2f}"
        found = f"air change {change.median_1_h:.2f} /h ({spread}) from {len(change.decays)} decays"
        out.print(f"{change.room or change.sensor}: {found}", markup=False)


def _class(name: str) -> str:
    return "-" if name == "not_assessed" else name
