"""The ``bldgassess`` command."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Annotated, Any

import typer

from bldgassess import __version__
from bldgassess.cli.cache_option import with_no_cache

#: verb -> module:function; imported only for the verb that runs, so that ``--help`` stays quick.
VERBS: dict[str, tuple[str, str]] = {
    "demo": ("bldgassess.cli.demo", "demo_command"),
    "assess": ("bldgassess.cli.assess", "assess_command"),
    "study": ("bldgassess.cli.study", "study_command"),
    "measures": ("bldgassess.cli.measures", "measures_command"),
    "optimise": ("bldgassess.cli.optimise", "optimise_command"),
    "compliance": ("bldgassess.cli.compliance", "compliance_command"),
    "readiness": ("bldgassess.cli.readiness", "readiness_command"),
    "compare": ("bldgassess.cli.compare", "compare_command"),
    "explain": ("bldgassess.cli.explain", "explain_command"),
    "report": ("bldgassess.cli.report", "report_command"),
    "export": ("bldgassess.cli.export", "export_command"),
    "community": ("bldgassess.cli.community", "community_command"),
    "crosscheck": ("bldgassess.cli.crosscheck", "crosscheck_command"),
    "measured": ("bldgassess.cli.measured", "measured_command"),
    "twin": ("bldgassess.cli.twin", "twin_command"),
    "weather": ("bldgassess.cli.weather", "weather_command"),
    "writeback": ("bldgassess.cli.writeback", "writeback_command"),
    "portfolio": ("bldgassess.cli.portfolio", "portfolio_command"),
    "border": ("bldgassess.cli.goods", "border_command"),
    "lock": ("bldgassess.cli.lock", "lock_command"),
    "verify": ("bldgassess.cli.lock", "verify_command"),
    "mcp": ("bldgassess.cli.mcp", "mcp_command"),
    "gui": ("bldgassess.cli.window", "gui_command"),
    "screenshots": ("bldgassess.cli.window", "screenshots_command"),
}

#: verbs with verbs of their own -> module:app
GROUPS: dict[str, tuple[str, str]] = {
    "materials": ("bldgassess.cli.materials", "materials_app"),
    "health": ("bldgassess.cli.health", "health_app"),
    "account": ("bldgassess.cli.account", "account_app"),
    "label": ("bldgassess.cli.label", "label_app"),
    "evidence": ("bldgassess.cli.evidence", "evidence_app"),
    "credential": ("bldgassess.cli.credential", "credential_app"),
    "project": ("bldgassess.cli.project", "project_app"),
}


def _function(verb: str) -> Callable[..., Any]:
    module, name = VERBS[verb]
    function: Callable[..., Any] = getattr(import_module(module), name)
    return function


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"bldgassess {__version__}")
        raise typer.Exit


def make_app(arguments: list[str]) -> typer.Typer:
    """Make the application, with only the verb that was asked for where one was."""
    app = typer.Typer(
        name="bldgassess",
        help="Whole-life carbon and indoor health of a building from one IFC model.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )

    @app.callback()
    def top(
        _version: Annotated[
            bool, typer.Option("--version", callback=_print_version, is_eager=True, help="print the version")
        ] = False,
    ) -> None:
        """Keep sub-commands even where only one is loaded."""

    wanted = [argument for argument in arguments[:1] if argument in VERBS or argument in GROUPS]
    if arguments[:1] == ["--version"]:
        return app
    for verb in wanted or (*VERBS, *GROUPS):
        if verb in VERBS:
            app.command(verb)(with_no_cache(_function(verb)))
        else:
            module, name = GROUPS[verb]
            app.add_typer(getattr(import_module(module), name), name=verb)
    return app


def main() -> None:
    """Run the command line; exit status as in the contract (docs/guide.md)."""
    make_app(sys.argv[1:])()
