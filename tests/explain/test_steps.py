"""The way down from a figure: parts make the figure, and each step says value, unit and source."""

import csv
import math
from io import StringIO

import pytest

from bldgassess.errors import UserError
from bldgassess.explain.steps import MOST_ROWS, steps_of
from reports.inventory_csv import inventory_bytes
from reports.results_json import results_dict


@pytest.fixture(scope="module")
def files(sample_assessments):
    done = sample_assessments["base"]
    return results_dict(done), list(csv.DictReader(StringIO(inventory_bytes(done).decode("utf-8-sig"))))


def _walk(step):
    yield step
    for part in step.parts:
        yield from _walk(part)


@pytest.mark.parametrize("path", ["carbon.per_m2", "label.score"])
def test_parts_make_each_figure(files, path):
    for step in _walk(steps_of(*files, path)):
        values = [part.value for part in step.parts]
        if step.rule == "sum":
            assert math.isclose(step.parts_sum, step.value, rel_tol=1e-9, abs_tol=1e-9), step.name
        elif step.rule == "quotient":
            assert math.isclose(values[0] / values[1], step.value, rel_tol=1e-12)
        elif step.rule == "product":
            assert math.isclose(values[0] * values[1], step.value, rel_tol=1e-12)


def test_the_way_down_ends_at_element_quantity_factor_and_source(files):
    figure = steps_of(*files, "carbon.per_m2")
    assert (figure.value, figure.unit) == (files[0]["carbon"]["per_m2"], "kgCO2e/m2")
    product_stage = next(part for part in figure.parts[0].parts if part.titles["en"].startswith("A1-A3"))
    assert "EN 15978" in product_stage.source
    wall = next(part for part in product_stage.parts if part.guid and part.rule == "product")
    quantity, factor = wall.parts
    assert quantity.unit and quantity.source
    assert factor.unit == f"kgCO2e/{quantity.unit}"
    assert factor.source.rstrip().endswith("]") or "[" in factor.source
    assert len(product_stage.parts) <= MOST_ROWS + 1


def test_another_figure_is_refused_by_name(files):
    with pytest.raises(UserError) as caught:
        steps_of(*files, "energy.pv_kwh")
    assert caught.value.issues[0].params["path"] == "energy.pv_kwh"
