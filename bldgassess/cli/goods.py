"""``bldgassess border``: the inventory's goods at the border of the EU."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from bldgassess.border.exposure import CSCF, ROUTE, Terms, compute_exposure, read_actuals, sensitivity
from bldgassess.border.plain import exposure_dict
from bldgassess.cli.border import command, file_bytes, out, print_json, progress_printer
from bldgassess.cli.chain import office_from_environment, study_from
from bldgassess.ifc.cache import default_cache
from bldgassess.ifc.read import read_model
from bldgassess.inventory.build import compute_inventory
from bldgassess.pipeline.data import load_data
from bldgassess.pipeline.office import with_office


@command
def border_command(
    models: Annotated[list[Path], typer.Argument(metavar="MODEL...", help="IFC files of one building")],
    study: Annotated[Path | None, typer.Option(help="study file (YAML)")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", help="section.field=value")] = None,
    origin: Annotated[str, typer.Option(help="country that the goods come from")] = "CN",
    year: Annotated[int, typer.Option(help="year of import")] = 2026,
    route: Annotated[str, typer.Option(help="route of the benchmark: BF-BOF, DRI-EAF, scrap-EAF")] = ROUTE,
    actual: Annotated[Path | None, typer.Option(help="CSV of verified emissions by code")] = None,
    price: Annotated[
        float | None, typer.Option(help="certificate price [EUR/t]; the published one where not given")
    ] = None,
    cscf: Annotated[float, typer.Option(help="cross-sectoral correction factor, not published yet")] = CSCF,
    as_json: Annotated[bool, typer.Option("--json", help="print the machine form")] = False,
) -> None:
    """Print what the building's goods would cost if they crossed the border into the EU."""
    building = read_model(models, progress=progress_printer(), cache=default_cache()).building
    data = with_office(load_data(), office_from_environment())
    lines = compute_inventory(building, study_from(study, set_ or []), data.store).lines
    terms = Terms(origin, year, route, cscf, price)
    known = read_actuals(file_bytes(actual, "border.cannot_read"), actual.name) if actual else {}
    found = compute_exposure(lines, terms, known)
    cases = sensitivity(lines, terms, known)
    if as_json:
        print_json(exposure_dict(found, cases))
        return
    table = Table("Code", "Goods", "t", "Emissions", "t/t", "Benchmark t/t", "Certificates t", "EUR")
    for line in found.lines:
        cost = line.cost
        free = f"{cost.sefa:.3f}" if line.benchmark_known else "none known"
        figures = f"{cost.see:.3f}", free, f"{cost.certificates_t:,.2f}", f"{cost.net_eur:,.0f}"
        table.add_row(line.cn_code, line.good, f"{line.mass_t:,.2f}", line.basis, *figures)
    out.print(table)
    out.print(f"{found.certificates_t:,.2f} certificates, {found.net_eur:,.0f} EUR; {found.actual_pct:.0f} % verified")
    out.print("Payable only for imports into the EU; elsewhere it shows how ready the data are.")
    for item in found.assumptions:
        out.print(f"Assumed: {item.id} = {item.value} {item.unit} [{item.quality}] {item.source}", markup=False)
    for name, eur in cases.items():
        out.print(f"  {name}: {eur:,.0f} EUR", markup=False)
