"""``bldgassess gui`` and ``bldgassess screenshots``: the window, opened only when asked for."""

from __future__ import annotations

import os
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
    lang: Annotated[str | None, typer.Option(help="en, zh, ru; as last time where it is not given")] = None,
) -> None:
    """Open the window."""
    from ui.app import run

    if lang is not None:
        check_language(lang)
    _check_exists(files or [])
    raise typer.Exit(run(files or [], language=lang))


@command
def screenshots_command(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="IFC files; a second one opens as a variant")],
    out_dir: Annotated[Path, typer.Option("--out", help="folder for the pictures")],
    lang: Annotated[list[str] | None, typer.Option(help="en, zh, ru; may be given again")] = None,
    theme: Annotated[list[str] | None, typer.Option(help="light or dark; may be given again")] = None,
    size: Annotated[
        str, typer.Option(help="of the window on the screen, such as 1280x800 or 2560x1440@2")
    ] = "1440x900",
    json_: Annotated[bool, typer.Option("--json", help="print as JSON")] = False,
) -> None:
    """Take a picture of every page of the window."""
    _check_exists(files)
    for language in lang or ():
        check_language(language)
    # Qt reads it when it starts, which is when the window is imported
    _, _, scale = size.partition("@")
    if scale:
        os.environ["QT_SCALE_FACTOR"] = scale
    from ui.screenshots import Size, take_screenshots

    wanted = Size.parse(size)
    taken = take_screenshots(files, folder(out_dir), lang or ["en"], theme or ["light"], wanted)
    say_files(taken, as_json=json_)
