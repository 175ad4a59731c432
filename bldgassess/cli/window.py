"""``bldgassess gui`` and ``bldgassess screenshots``: the window, opened only when asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bldgassess.cli.border import check_language, command, folder, say_files
from bldgassess.errors import Issue, UserError


def _check_exists(paths: list[Path]) -> None:
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise UserError([Issue("ifc.missing_file", {"file": path.name}) for path in missing])


@command
def gui_command(
    files: Annotated[list[Path] | None, typer.Argument(metavar="[FILE...]", help="IFC files to open")] = None,
    lang: Annotated[str, typer.Option(help="en, zh, ru")] = "en",
) -> None:
    """Open the window."""
    from ui.app import run

    check_language(lang)
    _check_exists(files or [])
    raise typer.Exit(run(files or [], language=lang))


@command
def screenshots_command(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="IFC files; a second one opens as a variant")],
    out_dir: Annotated[Path, typer.Option("--out", help="folder for the pictures")],
    lang: Annotated[str, typer.Option(help="en, zh, ru")] = "en",
    theme: Annotated[str, typer.Option(help="light or dark")] = "light",
    json_: Annotated[bool, typer.Option("--json", help="print as JSON")] = False,
) -> None:
    """Take a picture of every page of the window."""
    from ui.screenshots import take_screenshots

    check_language(lang)
    _check_exists(files)
    say_files(take_screenshots(files, folder(out_dir), lang, theme), as_json=json_)
