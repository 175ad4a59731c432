"""``bldgassess measures``: the catalogue of measures, and ``--measure`` read as settings of the study."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer
from rich.table import Table

from bldgassess.cli.border import check_language, command, out, print_json
from bldgassess.study import load_measures
from bldgassess.study.measures import Parameter, measures_by_id
from bldgassess.texts import mark, translation


def measure_settings(texts: Iterable[str]) -> list[str]:
    """Return ``ID``, ``ID=VALUE`` (main parameter) and ``ID.PARAMETER=VALUE`` as settings of the study.

    >>> measure_settings(["roof_insulation=240", "roof_insulation.material=eps", "ceiling_fans"])
    ['measures.roof_insulation.thickness_mm=240', 'measures.roof_insulation.material=eps', 'measures.ceiling_fans={}']
    """
    known, found = measures_by_id(), []
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign:
            found.append(f"measures.{name}={{}}")
        elif name in known:
            found.append(f"measures.{name}.{known[name].main}={value}")
        else:
            found.append(f"measures.{name}={value}")
    return found


@command
def measures_command(
    lang: Annotated[str, typer.Option(help="en, zh, ru")] = "en",
    json_: Annotated[bool, typer.Option("--json", help="print the catalogue as JSON")] = False,
) -> None:
    """List the measures with their parameters, bounds and where each figure comes from."""
    check_language(lang)
    if json_:
        print_json([item.model_dump(mode="json") for item in load_measures()])
        return
    say = translation(lang).gettext
    table = Table(box=None, pad_edge=False)
    table.add_column(say(mark("Measure and parameters")), no_wrap=True)
    table.add_column(say(mark("Default")), justify="right", no_wrap=True)
    table.add_column(say(mark("Allowed")))
    table.add_column(say(mark("Source")))
    for measure in load_measures():
        table.add_row(measure.id, "", "", say(measure.title))
        for name, row in measure.parameters.items():
            default = f"{row.default:g} {row.unit}" if isinstance(row.default, float) else str(row.default)
            shown = default.removesuffix(" -")
            table.add_row(f"  {name}", shown, _allowed(row), f"{row.source} ({row.quality})")
    out.print(table)
    example = "--measure roof_insulation=240 --measure roof_insulation.material=eps"
    out.print(say(mark("Use: {example}; the first parameter is the main one.")).format(example=example), markup=False)


def _allowed(row: Parameter) -> str:
    if row.is_figure:
        idle = f"; {row.idle:g} does nothing" if row.idle is not None else ""
        return f"{row.least:g} to {row.most:g}{idle}"
    return ", ".join((*row.choices, *row.products))
