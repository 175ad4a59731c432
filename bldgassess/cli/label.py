"""``bldgassess label ...``: the criteria catalogues, checked, installed, listed and shown."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from bldgassess.cli.border import check_language, command, out, print_json, say_issues
from bldgassess.errors import Issue, UserError
from bldgassess.explain.results import read_results
from bldgassess.label.catalogue import SHIPPED, Catalogue
from bldgassess.label.improve import efforts, measures_on
from bldgassess.label.installed import Installed, find_catalogue, install_catalogue, list_catalogues
from bldgassess.label.schema import Criterion
from bldgassess.pipeline.metrics import COMPUTED
from bldgassess.texts import mark, translation

label_app = typer.Typer(help="Criteria catalogues of the label.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="print the machine form")]
Lang = Annotated[str, typer.Option(help="language of titles: en, zh, ru")]


@label_app.command("list")
@command
def list_command(as_json: AsJson = False, lang: Lang = "en") -> None:
    """List the catalogues at hand: the one that is shipped, and your own."""
    check_language(lang)
    rows, problems = list_catalogues()
    if as_json:
        print_json([_head(row) for row in rows])
    else:
        table = Table("Catalogue", "Official", "Criteria", "From", "SHA-256", box=None, pad_edge=False)
        for row in rows:
            found = row.catalogue
            origin = _origin(row) + (", in place of the shipped one" if row.replaces else "")
            official = "yes" if found.header.official else "no"
            table.add_row(found.reference, official, str(len(found.criteria)), origin, found.sha256[:16])
        out.print(table)
    say_issues(problems, lang)


@label_app.command("install")
@command
def install_command(
    file: Annotated[Path, typer.Argument(help="catalogue (YAML)")],
    replace: Annotated[bool, typer.Option("--replace", help="take the place of the same id and version")] = False,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> None:
    """Check a catalogue and install it. It wins over the shipped one of the same id and version."""
    check_language(lang)
    row = install_catalogue(file, replace=replace)
    if as_json:
        print_json(_head(row))
        return
    out.print(f"{row.catalogue.reference}  sha256 {row.catalogue.sha256}", markup=False)
    _say_status(row.catalogue, lang)


@label_app.command("show")
@command
def show_command(
    reference: Annotated[
        str, typer.Argument(metavar="CATALOGUE", help="id, id@version, or the path of a file")
    ] = "ce15hc-ref",
    criterion: Annotated[str | None, typer.Option(help="one criterion by its id")] = None,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> None:
    """Show a catalogue: criteria with curve, evidence and sources, and whether the model gives the value."""
    check_language(lang)
    row = find_catalogue(reference)
    found = row.catalogue
    wanted = [item for item in found.criteria if criterion in (None, item.id)]
    if criterion and not wanted:
        words = {"setting": "--criterion", "id": criterion, "catalogue": found.reference}
        raise UserError(Issue("label.unknown_criterion", words))
    if as_json:
        print_json({**_head(row), "criteria": [_criterion(item) for item in wanted]})
        return
    out.print(f"{found.reference}  sha256 {found.sha256}  ({_origin(row)})", markup=False)
    _say_status(found, lang)
    for category in found.categories:
        own = [item for item in wanted if item.category == category.id]
        if own:
            out.print(f"\n{category.id} {category.title.by_language()[lang]}, {category.points:g} points", markup=False)
        for item in own:
            _print_criterion(item, lang)
    if not criterion:
        given = sum(item.metric in COMPUTED for item in wanted)
        out.print(f"\nThe model gives {given} of {len(wanted)} values; the others need a document.\n")
        for level in found.header.levels:
            shares = ", ".join(f"{key} {value:g} %" for key, value in level.min_category_pct.items())
            gates = "".join(f"; {gate.metric} {gate.op} {gate.value:g}" for gate in level.gates)
            out.print(
                f"{level.by_language()[lang]}: {level.min_points:g} points; at least {shares or '-'}{gates}",
                markup=False,
            )


@label_app.command("next")
@command
def next_command(
    results: Annotated[Path, typer.Argument(help="results.json or its folder")],
    as_json: AsJson = False,
    lang: Lang = "en",
) -> None:
    """Say what the next level lacks, and which improvements gain most points for their effort."""
    check_language(lang)
    label = read_results(results)["label"]
    step, rows = label["next_level"], label.get("improvements", [])
    if as_json:
        print_json({"next_level": step, "improvements": rows})
        return
    out.print(f"{label['score']:.1f} points, {_title(label['level_title'], lang)}", markup=False)
    if step:
        lacks = [f"{step['points_missing']:.1f} points"]
        lacks += [f"{value:.1f} % of category {key}" for key, value in step["categories_missing_pct"].items()]
        lacks += [f"the condition of {identity}" for identity in step["conditions"]]
        out.print(f"{_title(step['title'], lang)} lacks {', '.join(lacks)}", markup=False)
    table = Table("Criterion", "Change", "Points", "Effort", "Measures of the study", box=None, pad_edge=False)
    for row in rows:
        change = f"{row['step']:+.3g} {row['unit']}" if row["kind"] == "step" else f"evidence: {row['needs']}"
        gain, effort = f"{row['gain_points']:.2f}", f"{row['effort_class']:g}"
        table.add_row(row["criterion"], change, gain, effort, ", ".join(row["measures"]))
    out.print(table)
    out.print("Steps and efforts are assumptions of this program (label/data/effort.csv).", markup=False)
    out.print(label["disclaimer"].get(lang, label["disclaimer"]["en"]), markup=False)


def _title(titles: dict[str, str] | None, lang: str) -> str:
    return titles.get(lang, titles["en"]) if titles else "no level"


def _say_status(found: Catalogue, lang: str) -> None:
    """Say whether it is official wherever it shows; the word is the file's own claim."""
    official = mark("The file calls itself official."), mark("Not official.")
    out.print(translation(lang).gettext(official[0] if found.header.official else official[1]), markup=False)
    out.print(found.header.disclaimer.by_language()[lang], markup=False)


def _print_criterion(item: Criterion, lang: str) -> None:
    origin = "from the model" if item.metric in COMPUTED else "needs a document"
    title = item.title.by_language()[lang]
    out.print(f"  {item.id}  {title}, {item.max_points:g} points", markup=False)
    out.print(f"       {item.metric} [{item.unit}], {item.direction} is better; {origin}", markup=False)
    for use, curve in (("", item.score_curve), *item.score_curve_by_type.items()):
        points = "  ".join(f"{value:g}: {percent:g} %" for value, percent in curve)
        out.print(f"       {use + ': ' if use else ''}{points}", markup=False)
    if item.applies_to != "all":
        out.print(f"       applies to {', '.join(item.applies_to)}", markup=False)
    kinds = "; ".join(f"{stage}: {' or '.join(names)}" for stage, names in item.evidence.items())
    out.print(f"       evidence {kinds}", markup=False)
    if item.prerequisite:
        rule = item.prerequisite
        limit = "" if rule.value is None else f" {rule.value:g}"
        out.print(f"       asked for by {', '.join(rule.levels)}: {rule.op}{limit} {rule.text}".rstrip(), markup=False)
    for source in item.sources:
        clause = f", {source.clause}" if source.clause else ""
        read = f" ({source.source})" if source.source else ""
        out.print(f"       [{source.confidence}] {source.doc}{clause}{read}", markup=False)
    if item.note:
        out.print(f"       note: {item.note}", markup=False)


def _origin(row: Installed) -> str:
    return SHIPPED if row.path is None else row.path.name


def _head(row: Installed) -> dict[str, Any]:
    header = row.catalogue.header
    return {
        "id": header.id,
        "version": header.version,
        "official": header.official,
        "title": header.title.by_language(),
        "disclaimer": header.disclaimer.by_language(),
        "sha256": row.catalogue.sha256,
        "file": _origin(row),
        "shipped": row.path is None,
        "replaces_shipped": row.replaces,
        "criteria_count": len(row.catalogue.criteria),
    }


def _criterion(item: Criterion) -> dict[str, Any]:
    effort = efforts().get(item.metric)
    return {
        **item.model_dump(mode="json"),
        "from_model": item.metric in COMPUTED,
        "measures": measures_on().get(item.metric, ()),
        "effort_class": effort.effort_class if effort else None,
    }
