import pytest

from bldgassess.hourly.glazing import clear_shape, hemisphere_mean
from bldgassess.hourly.thermal_model import SimpleGlazing
from bldgassess.hourly.window_sun import _optics


@pytest.mark.parametrize(("u_value", "panes"), [(5.7, 1), (1.1, 2)])
def test_light_at_a_slant_passes_as_through_the_panes_that_the_u_value_calls_for(u_value: float, panes: int) -> None:
    optics = _optics(SimpleGlazing(u_value, 0.6))
    slant = optics.diffuse_transmittance / optics.transmittance[0]
    assert slant == pytest.approx(hemisphere_mean(clear_shape(panes)))


def test_double_clear_glass_passes_86_percent_of_its_normal_transmittance_from_an_even_sky() -> None:
    # ASHRAE Fundamentals 2021, chapter 15, table 10, two panes of 3 mm clear glass: 0.60 / 0.70
    assert hemisphere_mean(clear_shape(2)) == pytest.approx(0.60 / 0.70, abs=0.01)
