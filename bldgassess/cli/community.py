"""``bldgassess community``: many buildings and what they share, from one file to figures and a report."""

from __future__ import annotations

import time
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from bldgassess.cli.border import check_language, command, err, folder, out, print_json, say_issues
from bldgassess.errors import Issue, UserError
from bldgassess.pipeline.data import load_data
from bldgassess.texts import translation

_EXAMPLE = "example"


@command
def community_command(
    file: Annotated[Path, typer.Argument(metavar="FILE.yaml", help="community file; 'example' is the built-in one")],
    out_dir: Annotated[Path, typer.Option("--out", help="folder for community.json, report, tables")],
    workers: Annotated[
        int | None, typer.Option(help="processes; as many as processors where absent, 0 for this one", min=0)
    ] = None,
    weather: Annotated[Path | None, typer.Option(help="EPW or DWD TRY file, or a folder of them")] = None,
    lang: Annotated[str, typer.Option(help="language of the report: en, zh, ru")] = "en",
    recorded: Annotated[str, typer.Option(help="date of the account's entries, YYYY-MM-DD")] = "",
    json_: Annotated[bool, typer.Option("--json", help="print community.json")] = False,
) -> None:
    """Assess a community: carbon, health, shared energy, criteria and climate resilience."""
    from bldgassess.community.assess import assess_community, assess_members, store_beside
    from bldgassess.community.read import member_tasks, read_community
    from bldgassess.portfolio.store import open_store
    from reports.community_files import write_community
    from reports.community_json import community_dict

    check_language(lang)
    start = time.perf_counter()
    if str(file) == _EXAMPLE and not file.exists():
        file = Path(str(files("bldgassess.sample").joinpath("data", "community.yaml")))
    community = read_community(file)
    if weather is not None and not weather.exists():
        raise UserError(Issue("weather.cannot_read", {"file": weather.name, "reason": "not there"}))
    tasks = member_tasks(community, file.parent, weather=weather)
    computed: list[str] = []

    def told(name: str) -> None:
        computed.append(name)
        err.print(f"{len(computed)} {name}", markup=False)

    with open_store(store_beside(folder(out_dir))) as store:
        members = assess_members(tasks, store, workers=workers, told=told)
    engine_s = time.perf_counter() - start
    result = assess_community(community, tasks, members, load_data(weather_path=weather))
    write_community(result, out_dir, language=lang, recorded=recorded)
    if json_:
        print_json(community_dict(result))
        return
    tr, carbon = translation(lang).gettext, result.carbon
    out.print(
        tr("{name}: {buildings} buildings, {area} m² GIA").format(
            name=community.name, buildings=result.buildings, area=f"{carbon.gia_m2:.0f}"
        ),
        markup=False,
    )
    out.print(
        tr("Buildings {total} t CO2e, {per_m2} kg/m²; after sharing {after} t, {after_m2} kg/m²").format(
            total=f"{carbon.total_kgco2e / 1000:.0f}",
            per_m2=f"{carbon.per_m2:.0f}",
            after=f"{carbon.after_kgco2e / 1000:.0f}",
            after_m2=f"{carbon.after_kgco2e / carbon.gia_m2:.0f}",
        ),
        markup=False,
    )
    out.print(
        tr(
            "Self-sufficiency {share} %, label {score} points (open reference catalogue, not the official criteria)"
        ).format(share=f"{100 * result.energy.self_sufficiency_fraction:.0f}", score=f"{result.label.score:.1f}"),
        markup=False,
    )
    say_issues(result.issues, lang)
    out.print(
        tr("Computed anew: {computed} of {all} ({names})").format(
            computed=len(computed), all=len(tasks), names=", ".join(sorted(computed)) or "–"
        ),
        markup=False,
    )
    out.print(
        tr("{all_s} s ({engine_s} s for the buildings), written to {folder}").format(
            all_s=f"{time.perf_counter() - start:.1f}", engine_s=f"{engine_s:.1f}", folder=out_dir
        ),
        markup=False,
    )
