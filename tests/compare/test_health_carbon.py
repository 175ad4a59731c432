"""The carbon-health plane of two variants."""

from dataclasses import replace

import pytest

from bldgassess.compare.health_carbon import compute_health_carbon
from bldgassess.health.result import Burden, BurdenPart


def _with_burden(item, daly, kgco2e):
    part = BurdenPart("pm25", 20.0, 5.0, "ug/m3", daly, 0.8 * daly, 1.2 * daly, "", "")
    health = replace(item.health, burden=Burden(5.0, (part,)))
    return replace(item, health=health, carbon=replace(item.carbon, total_kgco2e=kgco2e))


def test_quadrants(sample_assessments):
    item = sample_assessments["base"]
    years = item.carbon.study_period_a
    base = _with_burden(item, 0.004, 100_000.0)
    places = {
        (0.003, 90_000.0): "both_better",
        (0.003, 110_000.0): "healthier_more_carbon",
        (0.005, 90_000.0): "less_carbon_less_healthy",
        (0.005, 110_000.0): "both_worse",
        (0.004, 100_000.0): "same",
    }
    for (daly, kgco2e), quadrant in places.items():
        found = compute_health_carbon(base, _with_burden(item, daly, kgco2e))
        assert found.quadrant == quadrant
        assert found.daly_avoided_a["pm25"] == pytest.approx(5.0 * (0.004 - daly))
        assert found.kgco2e_avoided_a == pytest.approx((100_000.0 - kgco2e) / years)
        assert found.low["pm25"] <= found.daly_avoided_a["pm25"] <= found.high["pm25"]
    same = compute_health_carbon(base, base)
    assert same.daly_per_tco2e == {"pm25": None}


def test_the_sample(sample_assessments):
    found = compute_health_carbon(sample_assessments["base"], sample_assessments["better"])
    assert found.kgco2e_avoided_a > 0.0
    assert found.people > 0.0
