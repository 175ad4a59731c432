"""What each tool does: the engine's own functions, with figures taken from results.json and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import BaseModel

from bldgassess.agents import schemas as s
from bldgassess.agents.desk import Desk, Job, OpenModel, Result
from bldgassess.agents.export import export_result
from bldgassess.agents.values import FEW, MAIN, caller_study, caller_values, figures, number, said
from bldgassess.compare.differences import compute_comparison
from bldgassess.errors import Issue, UserError
from bldgassess.explain.results import explain_figure
from bldgassess.study import Study, load_measures
from bldgassess.study.measures import measures_by_id


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: what it is for, its input and output, and the function that does it.

    ``computes``: it uses stage caches, so that one such call runs at a time.
    """

    name: str
    description: str
    takes: type[BaseModel]
    gives: type[BaseModel]
    run: Callable[[Desk, Any, Job], BaseModel]
    computes: bool = False
    writes: bool = False


def open_model(desk: Desk, asked: s.OpenModelIn, job: Job) -> s.OpenModelOut:
    """Read a model and keep it warm."""
    handle, opened = desk.open(asked.files, job)
    building = opened.model.building
    return s.OpenModelOut(
        model=handle,
        name=building.name or asked.files[0].replace("\\", "/").rsplit("/", 1)[-1],
        ifc_schema=building.schema,
        storeys=len(building.storeys),
        elements=len(building.elements),
        spaces=len(building.spaces),
        issues=said(building.issues),
        issues_total=len(building.issues),
    )


def assess_model(desk: Desk, asked: s.AssessIn, job: Job) -> s.AssessOut:
    """Assess an open model under the caller's values."""
    opened = desk.models.find(asked.model)
    study = caller_study(opened.study, asked.study, asked.settings, asked.measures)
    made = desk.assess(opened, study, asked.weather, quick=asked.quick, job=job)
    results = _results(made)
    name = asked.name or made.building.name or asked.model
    handle = desk.results.add(Result(name, made, results, asked.quick))
    return s.AssessOut(
        result=handle,
        name=name,
        quick=asked.quick,
        figures=figures(results, MAIN),
        set_by_caller=caller_values(asked.settings, asked.measures),
        assumptions_total=len(results["assumptions"]),
        issues=said(made.issues),
        issues_total=len(made.issues),
    )


def _results(made: Any) -> dict[str, Any]:  # noqa: ANN401 - an Assessment
    from reports.results_json import results_dict

    return results_dict(made)


def explain(desk: Desk, asked: s.ExplainIn, job: Job) -> s.ExplainOut:
    """Explain a figure of a result."""
    from reports.inventory_csv import COLUMNS, inventory_rows

    found = desk.results.find(asked.result)
    job.progress("explain", 0.0)

    def ledger() -> list[dict[str, str]]:
        return [dict.fromkeys(COLUMNS, "") | row for row in inventory_rows(found.assessment)]

    item = explain_figure(found.results, ledger, asked.path, most=asked.most)
    return s.ExplainOut(
        path=item.path,
        name=item.name,
        value=item.value,
        unit=item.unit,
        clause=item.clause,
        formula=item.formula.text if item.formula else "",
        rows=[s.Row(**asdict(row)) for row in item.contributions],
        rows_total=item.rows_total,
        rows_sum_kgco2e=item.rows_sum,
        details=item.details,
    )


def score(desk: Desk, asked: s.ResultIn, job: Job) -> s.ScoreOut:
    """Return the label's score of a result, criterion by criterion."""
    job.progress("label", 0.0)
    results = desk.results.find(asked.result).results
    label = results["label"]
    return s.ScoreOut(
        catalogue=f"{label['catalogue']}@{label['catalogue_version']}",
        official=label["official"],
        disclaimer=label["disclaimer"].get("en", ""),
        score=figures(results, ["label.score"])[0],
        level=label["level"],
        criteria=[
            s.Criterion(
                path=f"label.criteria.{row['id']}", title=row["title"].get("en", row["id"]), value=row["value"],
                unit=row["unit"] or "", points=row["points"], max_points=row["max"], state=row["state"],
                reason=row["reason"] or "",
            )
            for row in label["criteria"]
        ],
        next_level=label["next_level"],
    )  # fmt: skip


def compare(desk: Desk, asked: s.CompareIn, job: Job) -> s.CompareOut:
    """Compare results with the first of them."""
    job.progress("compare", 0.0)
    found = [desk.results.find(handle) for handle in asked.results]
    names = [item.name for item in found]
    named = [
        (name if names.count(name) == 1 else f"{name} ({handle})", item.results)
        for name, handle, item in zip(names, asked.results, found, strict=True)
    ]
    made = compute_comparison(named)
    table = made.as_dict()
    return s.CompareOut(
        names=table["names"],
        figures=table["figures"],
        by_part=table["by_part"],
        by_module=table["by_module"],
        paired=table["paired"],
        issues=said(made.issues),
    )


def search_materials(desk: Desk, asked: s.SearchIn, job: Job) -> s.SearchOut:
    """Look material names up in the factor records, the office's own among them."""
    store = desk.data("").store
    found: list[s.Found] = []
    for name in asked.names:
        job.progress("search", len(found) / len(asked.names))
        match = store.match(name, part=asked.part, databases=Study().carbon.databases)
        rows = [
            s.Candidate(
                id=row.record.id, name_en=row.record.name_en, name_zh=row.record.name_zh,
                category=row.record.category, score=row.score,
            )
            for row in match.candidates[: asked.most]
        ]  # fmt: skip
        found.append(s.Found(query=match.query, decision=match.decision, candidates=rows))
    return s.SearchOut(found=found)


def propose_measures(desk: Desk, asked: s.ProposeIn, job: Job) -> s.ProposeOut:
    """Try each measure by itself with its usual parameters, quick years."""
    opened = desk.models.find(asked.model)
    base = caller_study(opened.study, "", asked.settings, {})
    wanted = _wanted(asked.measures, base)
    silent = Job(lambda _stage, _fraction: None, job.stop)
    job.progress("base", 0.0)
    before = _results(desk.assess(opened, base, asked.weather, quick=True, job=silent))
    proposals: list[s.Proposal] = []
    refused: list[s.Said] = []
    for k, key in enumerate(wanted):
        job.progress(key, k / len(wanted))
        try:
            proposals.append(_proposal(desk, opened, base, before, key, asked.weather, silent))
        except UserError as error:
            refused += [s.Said(code=key, severity=row.severity, text=row.text) for row in said(error.issues)]
    return s.ProposeOut(
        base=figures(before, FEW),
        proposals=sorted(proposals, key=lambda row: (-row.carbon_saved_kgco2e, row.measure)),
        not_possible=refused,
        set_by_caller=caller_values(asked.settings, {}),
    )


def _wanted(chosen: list[str], base: Study) -> list[str]:
    known = measures_by_id()
    unknown = [key for key in chosen if key not in known]
    if unknown:
        raise UserError(Issue("agents.no_measure", {"id": unknown[0][:60], "choices": ", ".join(known)}))
    return [row.id for row in load_measures() if (not chosen or row.id in chosen) and row.id not in base.measures]


def _proposal(
    desk: Desk, opened: OpenModel, base: Study, before: dict[str, Any], key: str, weather: str, job: Job
) -> s.Proposal:
    study = caller_study(base, "", {}, {key: {}})
    after = _results(desk.assess(opened, study, weather, quick=True, job=job))

    def gained(path: str) -> float:
        return number(after, path) - number(before, path)

    return s.Proposal(
        measure=key,
        title=measures_by_id()[key].title,
        figures=figures(after, FEW),
        carbon_saved_kgco2e=-gained("carbon.total_kgco2e"),
        label_gained_points=gained("label.score"),
        health_gained_points=gained("health.score"),
    )


def export(desk: Desk, asked: s.ExportIn, job: Job) -> s.ExportOut:
    """Write files of a result into the project folder."""
    return export_result(desk, asked, job)


TOOLS: tuple[Tool, ...] = (
    Tool("open_model", "Open IFC files of one building, or the built-in sample.", s.OpenModelIn, s.OpenModelOut,
         open_model, computes=True),
    Tool("assess", "Assess an open model: whole-life carbon, energy, indoor health, label. Figures are the engine's; "
         "values of the caller come back as assumptions set by the caller.", s.AssessIn, s.AssessOut, assess_model,
         computes=True),
    Tool("explain", "Explain a figure: formula, clause, rows down to element, quantity, factor record and source.",
         s.ExplainIn, s.ExplainOut, explain),
    Tool("score", "The label's points by criterion, and what the next level asks for.", s.ResultIn, s.ScoreOut, score),
    Tool("compare", "Compare results with the first: every figure, and where the carbon difference sits.",
         s.CompareIn, s.CompareOut, compare),
    Tool("search_materials", "Look material names up in the factor records.", s.SearchIn, s.SearchOut,
         search_materials),
    Tool("propose_measures", "Try measures one at a time and list what each saves or costs.", s.ProposeIn,
         s.ProposeOut, propose_measures, computes=True),
    Tool("export", "Write results, ledger, report or study into the project folder that the server was started with; "
         "refused without one.", s.ExportIn, s.ExportOut, export, writes=True),
)  # fmt: skip
