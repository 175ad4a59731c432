"""``bldgassess measures``: the catalogue of measures, and ``--measure`` read as settings of the study."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

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
    for measure in load_measures():
        out.print(f"{measure.id}: {say(measure.title)}", markup=False)
        for name, row in measure.parameters.items():
            default = f"{row.default:g} {row.unit}" if isinstance(row.default, float) else str(row.default)
            line = f"  {name:<24}{default.removesuffix(' -'):<20}{_allowed(row)}; {row.source} ({row.quality})"
            out.print(line, markup=False)
    example = "--measure roof_insulation=240 --measure roof_insulation.material=eps"
    out.print(say(mark("Use: {example}; the first parameter is the main one.")).format(example=example), markup=False)


def _allowed(row: Parameter) -> str:
    if row.is_figure:
        idle = f"; {row.idle:g} does nothing" if row.idle is not None else ""
        return f"{row.least:g} to {row.most:g}{idle}"
    return ", ".join((*row.choices, *row.products))
