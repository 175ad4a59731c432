"""Files, charts and report of a community: schema, no clock or path, the same bytes, three languages."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bldgassess.account.exchange import from_csv
from bldgassess.community.sinks import tree_rows
from reports.charts.community import balance_chart, buildings_chart, classes_chart, island_chart, spread_chart
from reports.charts.layout import Style
from reports.community_files import write_community
from reports.community_json import community_bytes, community_dict
from reports.community_names import TREE_NAMES
from reports.community_tables import building_rows, buildings_csv

CHARTS = (buildings_chart, spread_chart, classes_chart, balance_chart, island_chart)


@pytest.fixture(scope="module")
def results(case: Any) -> dict[str, Any]:
    return community_dict(case.result)


def test_json_keeps_its_schema(results: dict[str, Any]) -> None:
    schema = json.loads((Path(__file__).parents[2] / "docs" / "community.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(results, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**results, "carbon": {**results["carbon"], "more": 1}}, schema)


def test_json_holds_no_path_and_the_same_result_gives_the_same_bytes(case: Any) -> None:
    content = community_bytes(case.result)
    assert content == community_bytes(case.result)
    text = content.decode()
    assert str(case.store.parent) not in text
    assert "/tmp" not in text
    assert "/work" not in text


@pytest.mark.parametrize("make", CHARTS)
def test_marks_of_charts_say_where_they_are_in_the_results(results: dict[str, Any], make: Any) -> None:
    chart = make(results, 480.0, 200.0, Style())
    assert chart.title
    assert chart.rows
    keys = {op.key for op in chart.ops if op.key}
    assert keys
    for key in keys:
        _follow(results, key)
    assert len({len(row) for row in chart.rows} | {len(chart.columns)}) == 1


def _follow(results: dict[str, Any], key: str) -> None:
    place: Any = results
    for part in key.split("."):
        place = next(row for row in place if row["id"] == part) if isinstance(place, list) else place[part]


def test_marks_stay_within_the_chart(results: dict[str, Any]) -> None:
    for make in CHARTS:
        chart = make(results, 480.0, 200.0, Style())
        for op in chart.ops:
            x, y, w, h = (getattr(op, name, 0.0) for name in ("x", "y", "width", "height"))
            if not hasattr(op, "points"):
                assert x >= -0.1
                assert x + (w if hasattr(op, "fill") else 0.0) <= 480.1
                assert -0.1 <= y <= 200.1
                assert h >= 0.0


def test_a_row_a_building_and_they_sum_to_the_total(case: Any) -> None:
    rows = building_rows(case.result)
    assert [row["id"] for row in rows] == ["houses", "solar", "office"]
    assert sum(float(row["all_total_kgco2e"] or 0.0) for row in rows) == pytest.approx(case.result.carbon.total_kgco2e)
    read = list(csv.DictReader(io.StringIO(buildings_csv(case.result).decode())))
    assert float(read[0]["total_kgco2e"]) == case.members[0].figures.total_kgco2e


def test_all_files_are_written_and_the_account_takes_its_own(case: Any, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    names = [path.name for path in write_community(case.result, tmp_path)]
    assert names == [
        "community.json", "buildings.csv", "buildings.parquet", "hourly.parquet", "accounts.csv", "assumptions.csv",
        "community.pdf",
    ]  # fmt: skip
    assert pq.read_table(tmp_path / "hourly.parquet").num_rows == 8760
    assert pq.read_table(tmp_path / "buildings.parquet").num_rows == 3
    drafts = from_csv((tmp_path / "accounts.csv").read_bytes(), "accounts.csv")
    assert {row.kind for row in drafts} >= {"budget", "predicted", "sequestered", "exported"}


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_report_is_the_same_bytes_and_says_what_the_catalogue_is(results: dict[str, Any], language: str) -> None:
    from pypdf import PdfReader

    from reports.pdf.community import community_pdf

    content = community_pdf(results, language=language)
    assert content == community_pdf(results, language=language)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    text = "\n".join(pages)
    assert "Test village" in text
    if language == "en":
        for words in (
            "Open reference catalogue, not the official criteria",
            "Shared energy",
            "A heat wave without power",
            "Building by building",
            "All values of the community file are assumptions",
        ):
            assert words in text


def test_every_group_of_trees_has_a_name_to_translate() -> None:
    assert {row.name for row in tree_rows().values()} == set(TREE_NAMES)
