"""``bldgassess optimise``: the variants of a model that no other beats, and the way to the next level of the label."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Literal, cast

import typer
from rich.table import Table

from bldgassess.advisor.constraints import Limit
from bldgassess.advisor.costs import read_costs
from bldgassess.advisor.result import OBJECTIVES, Advice, Method, ObjectiveId
from bldgassess.advisor.search import DEFAULT_EVALUATIONS, search
from bldgassess.advisor.space import Level, make_space
from bldgassess.advisor.words import measures_sentence, next_level_sentences
from bldgassess.cli.assess import check_choice
from bldgassess.cli.border import check_language, command, folder, out, print_json, progress_printer
from bldgassess.cli.chain import office_from_environment, study_from
from bldgassess.errors import Issue, UserError
from bldgassess.ifc.cache import default_cache
from bldgassess.ifc.read import read_model
from bldgassess.pipeline.data import load_data
from bldgassess.pipeline.office import with_office
from bldgassess.texts import mark, translation

_LIMITS = ("budget_kgco2e", "cost")
_METHODS = ("auto", "exhaustive", "genetic")
#: Rows of the front and of the list of measures alone that the terminal shows.
_SHOWN = 15


@command
def optimise_command(
    models: Annotated[list[Path], typer.Argument(metavar="MODEL...", help="IFC files of one building")],
    study: Annotated[Path | None, typer.Option(help="study file (YAML): where the search starts")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", help="section.field=value, may be repeated")] = None,
    measures: Annotated[
        list[str] | None,
        typer.Option(
            help="id=level,level,... or id or id.parameter=...; may be repeated; all measures where none is given"
        ),
    ] = None,
    objectives: Annotated[str, typer.Option(help="carbon,health,label,cost")] = "carbon,health,label",
    constraint: Annotated[
        list[str] | None, typer.Option(help="heritage, keep_structure, budget_kgco2e=KG, cost=SUM; may be repeated")
    ] = None,
    costs: Annotated[Path | None, typer.Option(help="your first costs (CSV or YAML); the program has none")] = None,
    weather: Annotated[Path | None, typer.Option(help="EPW or DWD TRY file, or a folder of them")] = None,
    method: Annotated[str, typer.Option(help="auto, exhaustive, genetic")] = "auto",
    seed: Annotated[int, typer.Option(min=0, help="start of chance of the genetic search")] = 0,
    evaluations: Annotated[
        int, typer.Option(min=100, max=100_000, help="most combinations that the genetic search works out")
    ] = DEFAULT_EVALUATIONS,
    workers: Annotated[int, typer.Option(min=1, max=64, help="processes")] = min(2, os.cpu_count() or 1),
    verify: Annotated[bool, typer.Option(help="assess each point of the front once more by itself")] = True,
    lang: Annotated[str, typer.Option(help="en, zh, ru")] = "en",
    out_dir: Annotated[Path | None, typer.Option("--out", help="folder for all points, the front and the list")] = None,
    json_: Annotated[bool, typer.Option("--json", help="print the search as JSON")] = False,
) -> None:
    """Search the measures of a model for the variants that no other beats."""
    check_language(lang)
    check_choice("--method", method, _METHODS)
    rules, limits = _constraints(constraint or [])
    table = read_costs(costs) if costs else None
    data = with_office(load_data(weather_path=weather), office_from_environment())
    space = make_space(study_from(study, set_ or []), _levels(measures), rules)
    show = progress_printer()
    model = read_model(models, progress=show, cache=default_cache())
    advice = search(
        model,
        space,
        data,
        objectives=_objectives(objectives),
        limits=limits,
        costs=table,
        method=cast('Method | Literal["auto"]', method),
        seed=seed,
        evaluations=evaluations,
        workers=workers,
        verify=verify,
        progress=show,
    )
    if out_dir is not None:
        from reports.advice import write_advice

        write_advice(advice, folder(out_dir), language=lang)
    if json_:
        from bldgassess.advisor.output import advice_dict

        print_json(advice_dict(advice, lang))
        return
    _print(advice, lang)


def _objectives(text: str) -> tuple[ObjectiveId, ...]:
    """Return the names of objectives; the search refuses what it does not know."""
    return tuple(cast(ObjectiveId, key.strip()) for key in text.split(",") if key.strip())


def _levels(texts: Sequence[str] | None) -> dict[str, tuple[Level, ...]] | None:
    """Return ``id=level,level`` as levels by choice; ``None``, every measure, where nothing is named.

    >>> _levels(["roof_insulation=0,80", "heat_pump"])
    {'roof_insulation': (0.0, 80.0), 'heat_pump': ()}
    """
    if not texts:
        return None
    found: dict[str, tuple[Level, ...]] = {}
    for text in texts:
        name, sign, values = text.partition("=")
        parts = [part.strip() for part in values.split(",")] if sign else []
        if not name.strip() or (sign and not all(parts)):
            raise UserError(Issue("advisor.bad_level", {"text": text[:60]}))
        found[name.strip()] = tuple(_level(part) for part in parts)
    return found


def _level(text: str) -> Level:
    try:
        return float(text)
    except ValueError:
        return text


def _constraints(texts: Sequence[str]) -> tuple[tuple[str, ...], tuple[Limit, ...]]:
    rules: list[str] = []
    limits: list[Limit] = []
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or name not in _LIMITS:
            rules.append(name if not sign else text)
            continue
        try:
            most = float(value)
        except ValueError:
            most = 0.0
        if not 0.0 < most < float("inf"):
            raise UserError(Issue("advisor.bad_limit", {"text": text[:60]}))
        limits.append(Limit(cast(Literal["budget_kgco2e", "cost"], name), most))
    return tuple(rules), tuple(limits)


def _print(advice: Advice, language: str) -> None:
    from reports.figures import number

    say = translation(language).gettext

    def write(value: float | None) -> str:
        return number(value, language)

    head = say(mark("{evaluated} of {size} combinations, {method}, seed {seed}; {front} that no other beats:"))
    out.print(
        head.format(
            evaluated=advice.evaluated,
            size=advice.space.size,
            method=advice.method,
            seed=advice.seed,
            front=len(advice.front),
        ),
        markup=False,
    )
    out.print(_front_table(advice, language, write))
    if len(advice.front) > _SHOWN:
        out.print(
            say(mark("{count} more are in the files of --out.")).format(count=len(advice.front) - _SHOWN), markup=False
        )
    out.print(say(mark("Each measure alone:")), markup=False)
    out.print(_abatement_table(advice, language, write))
    for line in next_level_sentences(advice, language, write):
        out.print(line, markup=False)
    if "cost" not in advice.objectives and not advice.currency:
        out.print(say(mark("Cost is not looked at: the program has no prices. Give yours with --costs.")), markup=False)
    check = advice.verification
    if check is not None:
        text = (
            mark("{count} points assessed by themselves: same figures.")
            if check.holds
            else mark("{count} points assessed by themselves: figures differ by up to {share}.")
        )
        share = f"{max(check.carbon_difference, check.hourly_difference):.1e}"
        out.print(say(text).format(count=check.points, share=share), markup=False)


def _front_table(advice: Advice, language: str, write: Callable[[float | None], str]) -> Table:
    say = translation(language).gettext
    table = Table(box=None, pad_edge=False)
    for key in advice.objectives:
        unit = say(OBJECTIVES[key].unit) if OBJECTIVES[key].unit else advice.currency
        table.add_column(f"{say(OBJECTIVES[key].title)} [{unit}]".replace("[", "\\["), justify="right")
    table.add_column(say(mark("Level")))
    table.add_column(say(mark("Changes")))
    for place in advice.front[:_SHOWN]:
        point = advice.points[place]
        figures = [write(getattr(point.outcome, OBJECTIVES[key].figure)) for key in advice.objectives]
        words = measures_sentence(advice.space, point.candidate, language, write)
        table.add_row(*figures, point.outcome.label_level or "–", words)
    return table


def _abatement_table(advice: Advice, language: str, write: Callable[[float | None], str]) -> Table:
    say = translation(language).gettext
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for title in (mark("Saved kgCO2e"), mark("Embodied"), mark("Operation"), mark("Health"), mark("Label")):
        table.add_column(say(title), justify="right")
    if advice.currency:
        table.add_column(advice.currency, justify="right")
    for row in advice.abatement[:_SHOWN]:
        figures = (row.saved_kgco2e, row.embodied_kgco2e, row.operational_kgco2e, row.health_points, row.label_points)
        cost = [write(row.cost)] if advice.currency else []
        words = measures_sentence(advice.space, row.candidate, language, write)
        table.add_row(words, *(write(value) for value in figures), *cost)
    return table
