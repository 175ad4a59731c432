"""``bldgassess study``: the default study for a model, every field commented."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bldgassess.cli.border import command, out, print_json
from bldgassess.errors import Issue, UserError
from bldgassess.ifc.cache import default_cache
from bldgassess.ifc.read import read_model
from bldgassess.pipeline.data import choose_station
from bldgassess.study import Study, set_values, study_yaml


@command
def study_command(
    models: Annotated[list[Path], typer.Argument(metavar="MODEL...", help="IFC files of one building")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="file to write; the terminal where absent")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="print the study as JSON")] = False,
) -> None:
    """Write the default study for a model, every field with unit, effect and source."""
    building = read_model(models, cache=default_cache()).building
    station, _ = choose_station(building.site, Study())
    study = set_values(Study(), [f"site.station={station.id}", f"site.grid_region={station.grid_region}"])
    if json_:
        print_json(study.model_dump(mode="json"))
        return
    text = study_yaml(study)
    if output is None:
        out.print(text, markup=False, end="")
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UserError(
            Issue("results.cannot_write", {"path": str(output), "reason": error.strerror or "?"})
        ) from error
