"""``bldgassess materials import | export | lint | explain``: factor records in and out, checked and explained."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from bldgassess.cli.border import CHECK_FAILED, command, out, print_json
from bldgassess.errors import Issue, UserError
from materials_db.records import FactorRecord

OFFICE = typer.Option("--office", envvar="BLDGASSESS_OFFICE", help="folder of the office's own factors")
JSON = typer.Option("--json", help="print as JSON")
EXPORTS = ("csv", "xlsx", "openepd", "lcax")


def add_data_verbs(app: typer.Typer) -> None:
    """Add the verbs to ``bldgassess materials``."""
    app.command("import")(import_command)
    app.command("export")(export_command)
    app.command("lint")(lint_command)
    app.command("explain")(explain_command)


@command
def import_command(
    file: Annotated[Path, typer.Argument(help="CSV, XLSX, ILCD+EPD JSON or ZIP, openEPD JSON")],
    office: Annotated[Path | None, OFFICE] = None,
    by: Annotated[str, typer.Option("--by", help="who adds the rows; kept in the history")] = "",
    at: Annotated[str, typer.Option("--at", help="when, ISO time; now where none is given")] = "",
    format_: Annotated[str, typer.Option("--format", help="csv, xlsx, ilcd-json, ilcd-zip, openepd")] = "",
    mapping: Annotated[Path | None, typer.Option(help="YAML: which column of a table is which of ours")] = None,
    basis: Annotated[str, typer.Option(help="basis that the figures must have")] = "EN15804A2",
    category: Annotated[str, typer.Option(help="category of rows that say none")] = "",
    replace: Annotated[bool, typer.Option(help="add a new version where an id has other content")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="read and check only")] = False,
    json_: Annotated[bool, JSON] = False,
) -> None:
    """Bring factors into the office's own database; all rows or none."""
    from materials_db.bases import load_bases
    from materials_db.importers.detect import FORMATS, read_file
    from materials_db.importers.table import read_mapping
    from materials_db.lint import lint_rows
    from materials_db.office import office_id, write_rows

    _choice("--format", format_, ("", *FORMATS))
    _choice("--basis", basis, tuple(load_bases()))
    if office is None and not dry_run:
        raise UserError(Issue("materials.office_missing", {}))
    taken = read_mapping(mapping) if mapping else None
    constants = {"category": category} if category else None
    rows = read_file(file, file_format=format_, mapping=taken, basis_id=basis, constants=constants)
    findings = [item for item in lint_rows(rows) if item.severity != "info"]
    written = 0
    if office is not None and not dry_run:
        written = len(write_rows(office, rows, who=by, at=at or _now(), replace=replace))
    if json_:
        shown = [{"row": item.row, "rule": item.rule, "field": item.field, "why": item.why} for item in findings]
        print_json(
            {"read": len(rows), "written": written, "ids": [office_id(row["id"]) for row in rows], "lint": shown}
        )
        return
    for item in findings:
        out.print(f"{item.row}: {item.severity}: {item.field} {item.value}: {item.why}", markup=False)
    place = "nowhere (dry run)" if office is None or dry_run else str(office)
    out.print(f"{len(rows)} rows read from {file.name}, {written} written to {place}", markup=False)


@command
def export_command(
    file: Annotated[Path, typer.Argument(help="file to write")],
    format_: Annotated[str, typer.Option("--format", help="csv, xlsx, openepd, lcax; else by the file's ending")] = "",
    database: Annotated[list[str] | None, typer.Option(help="block, such as DK-T7 or OFFICE; may be repeated")] = None,
    id_: Annotated[list[str] | None, typer.Option("--id", help="record; may be repeated")] = None,
    office: Annotated[Path | None, OFFICE] = None,
    version: Annotated[str, typer.Option(help="of the shipped tables; the present one where none is given")] = "",
    unconfirmed: Annotated[bool, typer.Option("--include-unconfirmed", help="also rows whose terms are open")] = False,
    json_: Annotated[bool, JSON] = False,
) -> None:
    """Write factor records for another program."""
    from materials_db.exporters.documents import to_lcax, to_openepd
    from materials_db.exporters.tables import to_csv, to_xlsx
    from materials_db.opening import open_store

    kind = format_ or {".csv": "csv", ".xlsx": "xlsx"}.get(file.suffix.casefold(), "openepd")
    _choice("--format", kind, EXPORTS)
    records = open_store(office, version).records
    wanted = [_record(records, identity) for identity in id_ or []]
    if not wanted:
        wanted = [records[key] for key in sorted(records) if not database or records[key].database in database]
    if not wanted:
        raise UserError(Issue("materials.export_nothing", {}))
    closed = [item.id for item in wanted if item.redistributable in {"unconfirmed", "no"}]
    if closed and not unconfirmed:
        raise UserError(Issue("materials.export_terms", {"count": len(closed), "id": closed[0]}))
    writers = {"csv": to_csv, "xlsx": to_xlsx, "openepd": to_openepd, "lcax": to_lcax}
    _write(file, writers[kind](wanted))
    if json_:
        print_json({"files": [str(file)], "records": len(wanted), "format": kind})
        return
    out.print(f"{len(wanted)} records written to {file} ({kind})", markup=False)


@command
def lint_command(
    file: Annotated[Path | None, typer.Argument(help="table to check; the shipped one where none is given")] = None,
    mapping: Annotated[Path | None, typer.Option(help="YAML: which column of a table is which of ours")] = None,
    show_known: Annotated[bool, typer.Option("--known", help="also what the accepted list knows")] = False,
    json_: Annotated[bool, JSON] = False,
) -> None:
    """Look for figures that cannot be right; exit status 1 where there are errors."""
    from materials_db.lint import Report, lint_shipped

    report = lint_shipped() if file is None else _lint_file(file, mapping, Report)
    shown = (*report.findings, *(report.known if show_known else ()))
    if json_:
        keys = ("row", "rule", "field", "value", "why", "expected", "severity")
        print_json(
            {
                "rows": report.rows,
                "errors": report.errors,
                "known": len(report.known),
                "findings": [{key: getattr(item, key) for key in keys} for item in shown],
            }
        )
    else:
        for item in shown:
            text = f"{item.row}  {item.severity}  {item.rule}  {item.field} = {item.value}: {item.why}"
            out.print(f"{text}; expected {item.expected}", markup=False)
        known = f", {len(report.known)} known and explained" if report.known else ""
        out.print(
            f"{report.rows} rows: {report.errors} errors, {len(report.findings) - report.errors} other findings{known}",
            markup=False,
        )
    if report.errors:
        raise typer.Exit(CHECK_FAILED)


@command
def explain_command(
    identity: Annotated[str, typer.Argument(metavar="ID", help="of a record, such as DK-T7-B1477")],
    office: Annotated[Path | None, OFFICE] = None,
    version: Annotated[str, typer.Option(help="of the shipped tables; the present one where none is given")] = "",
    json_: Annotated[bool, JSON] = False,
) -> None:
    """Say everything about one factor: figures, source, terms, grade, corrections, spread, hash."""
    from materials_db.exporters.rows import record_row
    from materials_db.opening import open_store

    record = _record(open_store(office, version).records, identity)
    if json_:
        row = {key: value for key, value in record_row(record).items() if value}
        print_json({**row, "sha256": record.sha256, "pedigree": list(record.pedigree)})
        return
    for name, text in _said(record):
        out.print(f"{name:<14} {text}", markup=False)


def _said(record: FactorRecord) -> list[tuple[str, str]]:
    names = [name for name in dict.fromkeys((record.name_en, record.name_zh, record.name_orig)) if name]
    said = [("record", f"{record.id}  {' | '.join(names)}"), ("table", f"{record.database}, version {record.version}")]
    figures = ", ".join(f"{module} {value:g}" for module, value in record.gwp_kgco2e.items())
    said.append(("GWP", f"{figures} kgCO2e per {record.declared_unit}; a module that is not listed is not declared"))
    for name, part in record.indicators.parts():
        if part:
            said.append((f"  {name}", ", ".join(f"{module} {value:g}" for module, value in part.items())))
    stated: list[tuple[str, float | None, str]] = [
        ("mass", record.mass_kg, f"kg per {record.declared_unit}"),
        ("density", record.density_kg_m3, "kg/m3"),
        ("conductivity", record.conductivity_w_mk, "W/(m K)"),
        ("specific heat", record.specific_heat_j_kgk, "J/(kg K)"),
        ("stored carbon", record.biogenic_carbon_kg, f"kg C per {record.declared_unit}"),
        ("service life", record.service_life_a, "a"),
    ]
    said += [(name, f"{value:g} {unit}") for name, value, unit in stated if value is not None]
    if record.property_source:
        said.append(("  from", record.property_source))
    spread = f"GSD {record.gsd:.3f}" if record.gsd else "-"
    said += [
        ("basis", f"{record.basis_id}: {record.basis}"),
        ("grade", f"{record.quality}: {record.quality_note}"),
        ("spread", f"{spread}, pedigree {record.pedigree}, {record.uncertainty_source}"),
        ("source", "; ".join(text for text in (record.source, record.source_ref) if text)),
        ("terms", f"{record.licence} ({record.redistributable})"),
    ]
    for item in record.corrections:
        change = "left as printed" if item.printed == item.used else f"printed {item.printed}, used {item.used}"
        said.append(("correction", f"{item.kind}: {item.field}, {change}. {item.reason} ({item.source})"))
    said.append(("sha256", record.sha256))
    return said


def _lint_file(file: Path, mapping: Path | None, report: Any) -> Any:  # noqa: ANN401 - Report, imported late
    from materials_db.importers.detect import read_loose
    from materials_db.importers.table import read_mapping
    from materials_db.lint import lint_rows

    rows = read_loose(file, read_mapping(mapping) if mapping else None)
    return report(len(rows), lint_rows(rows), ())


def _record(records: Any, identity: str) -> FactorRecord:  # noqa: ANN401 - a mapping of records
    found: FactorRecord | None = records.get(identity)
    if found is None:
        raise UserError(Issue("materials.no_record", {"id": identity[:60]}))
    return found


def _choice(option: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        known = ", ".join(choice for choice in choices if choice)
        raise UserError(Issue("materials.bad_choice", {"option": option, "value": value[:40], "choices": known}))


def _write(file: Path, content: bytes) -> None:
    """Write beside the target and move it there, so that no half file is ever left."""
    part = file.with_name(f".{file.name}.part")
    try:
        part.write_bytes(content)
        part.replace(file)
    except OSError as error:
        reason = error.strerror or "?"
        raise UserError(Issue("results.cannot_write", {"path": str(file), "reason": reason})) from error


def _now() -> str:
    """Return the time for the history of the office database; the only clock, and only at this border."""
    from datetime import UTC, datetime

    return datetime.now(UTC).isoformat(timespec="seconds")
