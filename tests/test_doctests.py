"""The examples in docstrings hold."""

import doctest
import importlib

import pytest

MODULES = (
    "bldgassess.carbon.biogenic",
    "bldgassess.carbon.carbonation",
    "bldgassess.carbon.construction",
    "bldgassess.carbon.refrigerants",
    "bldgassess.carbon.replacement",
    "bldgassess.uncertainty.spreads",
    "bldgassess.glossary",
    "bldgassess.data_rows",
    "bldgassess.advisor.front",
    "bldgassess.advisor.space",
    "bldgassess.advisor.words",
    "bldgassess.border.cost",
    "bldgassess.cli.optimise",
    "bldgassess.account.amounts",
    "bldgassess.account.allocation",
    "bldgassess.credential.keys",
    "bldgassess.health.burden.mortality",
    "bldgassess.health.limits",
    "bldgassess.health.measured.tables",
    "bldgassess.health.ratings.tail",
    "bldgassess.health.thermal.adaptive",
    "bldgassess.health.thermal.models",
    "bldgassess.label.curve",
    "bldgassess.label.installed",
    "bldgassess.label.levels",
    "bldgassess.twin.meters",
    "bldgassess.twin.months",
    "bldgassess.twin.prediction",
    "bldgassess.twin.recalibrate",
    "bldgassess.twin.rows",
    "bldgassess.twin.words",
    "materials_db.factors",
    "materials_db.features",
    "materials_db.matching",
    "materials_db.scenarios",
    "materials_db.uncertainty",
    "materials_db.words",
    "reports.canonical",
    "reports.charts.abatement",
    "reports.charts.colour",
    "reports.charts.hatch",
    "reports.charts.layout",
    "reports.charts.pareto",
    "reports.charts.squarify",
    "reports.charts.steps",
    "reports.figures",
    "ui.charts.table",
    "ui.pages.carbon_ledger",
    "ui.pages.improve_choices",
    "ui.pages.label_declare",
    "ui.wish",
)


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted > 0
    assert result.failed == 0
