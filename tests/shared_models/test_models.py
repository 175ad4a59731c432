"""Every model of ../shared goes through the chain or is refused in one sentence; published areas and volumes hold."""

import math

import pytest

from bldgassess.cli.chain import assess_files
from bldgassess.errors import UserError
from bldgassess.ifc.read import read_model
from bldgassess.study import Study

pytestmark = pytest.mark.shared

#: Readable models; the value says what stops the assessment, None where it runs.
MODELS = {
    "AC11-Institute-Var-2.ifc": None,
    "AC20-FZK-Haus.ifc": None,
    "Duplex_A_20110907_georeferenced.ifc": None,
    "ExampleHOM.ifc": None,
    "LargeBuilding.ifc": None,
    "PCERT_Building-Architecture.ifc": None,
    "PCERT_Building-Structural.ifc": None,
    "Renga-House-bad-units.ifc": None,
    "Revit2026-wall-door-column-4x3.ifc": "ifc.no_area_given",
    "revit2012_janesville_restaurant.ifczip": None,
    "FJK-Project-Final-IFC2X_FINAL-unsupported.ifc": "ifc.unsupported_schema",
}


@pytest.mark.parametrize(("name", "stopped_by"), MODELS.items())
def test_model_runs_or_says_why_not(shared_dir, name, stopped_by):
    path = shared_dir / "data" / "models" / name
    if stopped_by:
        with pytest.raises(UserError) as error:
            assess_files([path], Study())
        assert [issue.code for issue in error.value.issues] == [stopped_by]
        return
    result = assess_files([path], Study())
    assert math.isfinite(result.carbon.per_m2)
    # the restaurant, gutted but for its heavy structure, is the highest; its outdoor patio is no floor area
    assert 50.0 < result.carbon.per_m2 < 6500.0
    assert result.hourly.balance_residual_fraction < 1e-9
    assert 0.0 <= result.label.score <= 100.0


def test_volumes_and_windows_of_fzk_haus(shared_dir):
    building = read_model([shared_dir / "data" / "models" / "AC20-FZK-Haus.ifc"]).building
    # published with the method: closed-mesh volume of all bodies 607.9 m3; eleven windows of 23.6 m2 together
    bodies = [item.volume_m3 for item in (*building.elements, *building.spaces)]
    assert math.fsum(bodies) == pytest.approx(607.9, rel=0.001)
    windows = [item for item in building.openings if item.kind == "window" and item.boundary == "outside"]
    assert len(windows) == 11
    assert math.fsum(item.area_m2 for item in windows) == pytest.approx(23.6, rel=0.02)
