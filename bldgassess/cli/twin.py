"""``bldgassess twin``: metered energy read, repaired and held against a model's prediction; a fit is only proposed."""

from __future__ import annotations

import csv
import datetime
from io import StringIO
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from bldgassess.account import bills, store
from bldgassess.cli.border import command, folder, out, print_json, progress_printer
from bldgassess.cli.chain import office_from_environment, study_from
from bldgassess.errors import Issue, UserError
from bldgassess.health.measured.clock import Clock, find_zone
from bldgassess.ifc.cache import default_cache
from bldgassess.ifc.read import read_model
from bldgassess.messages import sentence
from bldgassess.pipeline.cache import StageCache
from bldgassess.pipeline.data import load_data
from bldgassess.pipeline.office import with_office
from bldgassess.study import Study, apply_edit, study_yaml
from bldgassess.twin.months import MonthRow
from bldgassess.twin.read import ReadAs
from bldgassess.twin.recalibrate import Recalibration, recalibrate
from bldgassess.twin.report import TwinReport, compare_meters


@command
def twin_command(
    models: Annotated[list[Path], typer.Argument(metavar="MODEL...", help="IFC files of one building")],
    meters: Annotated[Path, typer.Option(help="metered energy, CSV or Parquet")],
    study: Annotated[Path | None, typer.Option(help="study file (YAML)")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", help="section.field=value, may be repeated")] = None,
    weather: Annotated[Path | None, typer.Option(help="EPW, best of the metered year")] = None,
    time_zone: Annotated[str, typer.Option(help="zone of times that carry none, such as Asia/Shanghai")] = "",
    day_first: Annotated[bool | None, typer.Option("--day-first/--month-first", help="order in 05/06/2025")] = None,
    carrier: Annotated[str, typer.Option(help="carrier of a file that does not name it")] = "",
    kind: Annotated[str, typer.Option(help="interval or register, where the file does not say")] = "",
    unit: Annotated[str, typer.Option(help="unit, where the file does not say")] = "",
    stamp: Annotated[str, typer.Option(help="which end of an interval its time is: start, end")] = "",
    heating_value: Annotated[float | None, typer.Option(help="of gas by volume [MJ/m3], lower")] = None,
    meter: Annotated[list[str] | None, typer.Option(help="only this meter, may be repeated")] = None,
    fit: Annotated[bool, typer.Option("--recalibrate", help="propose settings that fit the meters")] = False,
    only: Annotated[list[str] | None, typer.Option("--fit", help="setting that may be fitted, may be repeated")] = None,
    ledger: Annotated[Path | None, typer.Option(help="carbon account to enter whole years in")] = None,
    account: Annotated[str, typer.Option(help="building in the ledger")] = "",
    scenario: Annotated[str, typer.Option(help="grid path of the entries")] = "static",
    date: Annotated[str | None, typer.Option("--date", help="date of entering, YYYY-MM-DD; today else")] = None,
    out_dir: Annotated[Path | None, typer.Option("--out", help="folder for twin.json, months.csv, ...")] = None,
    json_: Annotated[bool, typer.Option("--json", help="print as JSON")] = False,
) -> None:
    """Hold metered energy against the prediction: repairs, months, Guideline 14, drift, and settings that would fit."""
    _check("--kind", kind, ("interval", "register"))
    _check("--stamp", stamp, ("start", "end"))
    if ledger is not None and not account:
        raise UserError(Issue("account.bad_text", {"longest": 500}))
    clock = Clock(find_zone(time_zone) if time_zone else None, day_first)
    read_as = ReadAs(clock, carrier, kind, unit, stamp, heating_value, tuple(meter or ()))
    chosen, cache, show = study_from(study, set_ or []), StageCache(), progress_printer()
    data = with_office(load_data(weather_path=weather), office_from_environment())
    building = read_model(models, progress=show, cache=default_cache()).building
    report = compare_meters(meters, read_as, building, chosen, data, weather_path=weather, progress=show, cache=cache)
    proposal = None
    if fit or only:
        proposal = recalibrate(
            building, chosen, data, report.hours, report.months, only=tuple(only or ()), progress=show
        )
    if ledger is not None:
        _enter(report, ledger, account, scenario, meters.name, date)
    if out_dir is not None:
        _write(report, proposal, chosen, folder(out_dir))
    if json_:
        print_json(report.as_dict(proposal))
        return
    _print(report, proposal)


def _check(option: str, value: str, choices: tuple[str, ...]) -> None:
    if value and value not in choices:
        raise UserError(Issue("twin.bad_choice", {"option": option, "value": value, "choices": ", ".join(choices)}))


def _enter(report: TwinReport, ledger: Path, account: str, scenario: str, source: str, date: str | None) -> None:
    """Enter the years that are metered whole, unless they stand there already."""
    bills.refuse_known_years(report.years, store.read(ledger), account)
    today = date or datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    drafts = bills.metered_drafts(
        report.years, account, report.prediction.region, scenario=scenario, source=source,
        evidence=report.meters_sha256, recorded=today,
    )  # fmt: skip
    store.append(ledger, drafts)


def _write(report: TwinReport, proposal: Recalibration | None, study: Study, place: Path) -> None:
    from reports.canonical import json_bytes
    from reports.files import write_files

    files = {
        place / "twin.json": json_bytes(report.as_dict(proposal)),
        place / "months.csv": _months_csv(report.months),
        place / "repairs.txt": "".join(f"{sentence(item.issue)}\n" for item in report.meters.repairs).encode(),
    }
    if proposal is not None:
        for edit in proposal.edits:
            study = apply_edit(study, edit)
        files[place / "proposed_study.yaml"] = study_yaml(study).encode()
    write_files(files)


def _months_csv(rows: tuple[MonthRow, ...]) -> bytes:
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(
        ["carrier", "month", "measured_kwh", "predicted_kwh", "deviation_pct", "known_fraction", "compared"]
    )
    for row in rows:
        off = "" if row.deviation_pct is None else repr(row.deviation_pct)
        figures = repr(row.measured_kwh), repr(row.predicted_kwh), off, repr(row.known_fraction)
        writer.writerow([row.carrier, row.month, *figures, int(row.compared)])
    return stream.getvalue().encode()


def _print(report: TwinReport, proposal: Recalibration | None) -> None:
    for item in (*(repair.issue for repair in report.meters.repairs), *report.issues):
        out.print(sentence(item), markup=False)
    table = Table("Month", "Carrier", "Measured kWh", "Predicted kWh", "Deviation", "Known")
    for row in report.months:
        off = "-" if row.deviation_pct is None or not row.compared else f"{row.deviation_pct:+.0f} %"
        figures = f"{row.measured_kwh:,.0f}", f"{row.predicted_kwh:,.0f}", off, f"{100 * row.known_fraction:.0f} %"
        table.add_row(row.month, row.carrier, *figures)
    out.print(table)
    for fit in report.fits:
        verdict = {True: "kept", False: "not kept", None: "too few months to say"}[fit.keeps]
        out.print(
            f"{fit.carrier} by {fit.basis}: NMBE {fit.nmbe_pct:+.1f} % (limit {fit.nmbe_limit_pct:g}), "
            f"CV(RMSE) {fit.cv_rmse_pct:.1f} % (limit {fit.cv_rmse_limit_pct:g}); ASHRAE Guideline 14 {verdict}",
            markup=False,
        )
    if proposal is None:
        return
    before, after = proposal.cv_rmse_before_pct, proposal.cv_rmse_after_pct
    out.print(f"Proposed, nothing was changed (CV(RMSE) {before:.1f} to {after:.1f} %):", markup=False)
    for edit in proposal.edits:
        out.print(f"  --set {edit.path}={edit.new:g}   {edit.why}", markup=False)
