"""``bldgassess materials ...``: the verbs about factor records, one file each."""

from __future__ import annotations

import typer

from bldgassess.cli.materials_data import add_data_verbs
from bldgassess.cli.search import search_command

materials_app = typer.Typer(help="Search, check, bring in and hand on factor records.", no_args_is_help=True)
materials_app.command("search")(search_command)
add_data_verbs(materials_app)
