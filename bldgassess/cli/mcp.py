"""``bldgassess mcp``: the engine for agents, over standard input and output."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from bldgassess.cli.border import command, out, print_json
from bldgassess.cli.chain import office_from_environment
from bldgassess.errors import Issue, UserError


@command
def mcp_command(
    project: Annotated[
        Path | None, typer.Option(help="folder that exports may be written into; read-only where not given")
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="print the tools and stop")] = False,
    json_: Annotated[bool, typer.Option("--json", help="with --list: print their schemas as JSON")] = False,
) -> None:
    """Serve open, assess, explain, score, compare, search, propose and export to an agent (Model Context Protocol)."""
    if find_spec("mcp") is None:
        raise UserError(Issue("agents.not_installed", {}))
    from bldgassess.agents.desk import Desk
    from bldgassess.agents.export import check_project
    from bldgassess.agents.server import make_server
    from bldgassess.agents.tools import TOOLS

    if json_:
        print_json(
            [
                {
                    "name": tool.name,
                    "description": tool.description,
                    "input": tool.takes.model_json_schema(),
                    "output": tool.gives.model_json_schema(),
                }
                for tool in TOOLS
            ]
        )
        return
    if list_:
        for tool in TOOLS:
            out.print(f"{tool.name}: {tool.description}", markup=False)
        return
    desk = Desk(project=check_project(project) if project else None, office=office_from_environment())
    make_server(desk).run("stdio")
