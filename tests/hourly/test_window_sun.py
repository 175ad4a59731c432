import pytest

from bldgassess.hourly.films import pane_film
from bldgassess.hourly.glazing import clear_shape, hemisphere_mean
from bldgassess.hourly.kernel import AIR_CONDUCTIVITY, GLASS_HEIGHT_M
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


def _film(away: float, drop: float) -> float:
    """What the kernel makes of the coefficients, in plain numbers [W/(m2 K)]."""
    factor, turn, turn_root, exponent = pane_film(away)
    rayleigh = 1.041e8 * GLASS_HEIGHT_M**3 * drop
    swift = 0.13 * AIR_CONDUCTIVITY / GLASS_HEIGHT_M * max(rayleigh ** (1 / 3) - turn_root, 0.0)
    return factor * min(rayleigh, turn) ** exponent + swift


def test_film_at_an_upright_pane_is_that_of_iso_15099() -> None:
    # 8.3.2.2: Nu = 0.56 Ra^(1/4), Ra = 1.041e8 x 1.5^3 x 10 = 3.51e9; h = 0.56 x 243.5 x 0.0257 / 1.5
    assert _film(0.0, 10.0) == pytest.approx(2.336, rel=0.002)


def test_cold_skylight_loses_more_than_a_warm_one_gains() -> None:
    assert _film(1.0, 10.0) > 3.0
    assert _film(-1.0, 10.0) < 1.0
