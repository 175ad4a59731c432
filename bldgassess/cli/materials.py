"""``bldgassess materials ...``: the verbs about factor records, one file each."""

from __future__ import annotations

import typer

from bldgassess.cli.search import search_command

materials_app = typer.Typer(help="Search the factor records.", no_args_is_help=True)
materials_app.command("search")(search_command)


@materials_app.callback()
def top() -> None:
    """Keep sub-commands even while there is only one."""
