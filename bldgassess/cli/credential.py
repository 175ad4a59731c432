"""``bldgassess credential ...``: keys, product carbon certificates, verification, all offline."""

from __future__ import annotations

import datetime
import json
import os
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from bldgassess.border.certificate import NOT_RECOGNISED, certificate_fields, make_certificate
from bldgassess.cli.border import CHECK_FAILED, command, file_bytes, out, print_json, say_files, say_issues
from bldgassess.credential.keys import make_key, read_key
from bldgassess.credential.proof import read_credential, verify
from bldgassess.errors import Issue, UserError
from bldgassess.messages import sentence

credential_app = typer.Typer(help="Sign and verify carbon certificates.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="print the machine form")]
#: Only its owner may read a private key.
_OWNER_ONLY = 0o600


@credential_app.command("key")
@command
def key_command(
    output: Annotated[Path, typer.Option("-o", "--output", help="PEM file to write")], as_json: AsJson = False
) -> None:
    """Make a key to sign with. Whoever has the file can sign in your name."""
    try:
        with os.fdopen(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY), "wb") as stream:
            stream.write(make_key())
    except OSError as error:
        raise UserError(
            Issue("results.cannot_write", {"path": str(output), "reason": error.strerror or "?"})
        ) from error
    say_files([output], as_json=as_json)


@credential_app.command("product")
@command
def product_command(
    fields: Annotated[Path, typer.Argument(help="YAML with the certificate's fields")],
    key: Annotated[Path, typer.Option(help="private key (PEM)")],
    issuer: Annotated[str, typer.Option(help="name of the certifier")],
    output: Annotated[Path, typer.Option("-o", "--output", help="JSON to write")],
    date: Annotated[str | None, typer.Option(help="time of signing, ISO 8601 UTC; now where not given")] = None,
    as_json: AsJson = False,
) -> None:
    """Sign a product carbon certificate."""
    from reports.files import write_files

    now = datetime.datetime.now(tz=datetime.UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
    made = make_certificate(_yaml(fields), fields.name, read_key(key), issuer=issuer, created=date or now)
    write_files({output: (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()})
    if as_json:
        print_json({"files": [str(output)], "notice": NOT_RECOGNISED})
        return
    out.print(f"{output}: {NOT_RECOGNISED}", markup=False)


def _yaml(path: Path) -> dict[str, Any]:
    import yaml

    try:
        values = yaml.safe_load(path.read_bytes())
    except (OSError, yaml.YAMLError, RecursionError) as error:
        place = {"file": path.name, "place": "-", "reason": type(error).__name__}
        raise UserError(Issue("border.bad_certificate", place)) from error
    if not isinstance(values, dict):
        raise UserError(Issue("border.bad_certificate", {"file": path.name, "place": "-", "reason": "no fields"}))
    return values


@credential_app.command("verify")
@command
def verify_command(file: Annotated[Path, typer.Argument(help="credential (JSON)")], as_json: AsJson = False) -> None:
    """Verify a credential offline; exit status 1 where it was changed."""
    found = verify(read_credential(file_bytes(file, "credential.unreadable"), file.name))
    if as_json:
        print_json({"intact": not found, "findings": [{"code": row.code, "text": sentence(row)} for row in found]})
    else:
        say_issues(found)
    if found:
        raise typer.Exit(CHECK_FAILED)
    if not as_json:
        out.print("The credential is what its issuer signed.")


@credential_app.command("fields")
@command
def fields_command(as_json: AsJson = False) -> None:
    """List the fields of a product certificate, and which rule of which side each satisfies."""
    rows = certificate_fields()
    if as_json:
        names = ("name", "kind", "required", "meaning", "iso_14067", "gbt_24067", "cbam", "quality")
        print_json({"notice": NOT_RECOGNISED, "fields": [{key: getattr(row, key) for key in names} for row in rows]})
        return
    table = Table("Field", "Needed", "ISO 14067", "GB/T 24067", "CBAM", "Meaning")
    for row in rows:
        table.add_row(row.name, "yes" if row.required else "", row.iso_14067, row.gbt_24067, row.cbam, row.meaning)
    out.print(table)
    out.print(f"{NOT_RECOGNISED} Clauses are from memory [D].", markup=False)
