"""Strength classes of concrete: EN cylinder/cube, GB and GOST cube, MPa, psi; and what is none."""

import pytest

from materials_db.features import find_cube, find_cylinder, read_features
from materials_db.store import load_store

DATABASES = ("CN-GBT51366", "DK-T7", "CH-KBOB")


@pytest.mark.parametrize(
    ("gb", "grade"),
    [(15, "C12/15"), (20, "C16/20"), (25, "C20/25"), (30, "C25/30"), (35, "C28/35"), (40, "C32/40"), (45, "C35/45"),
     (50, "C40/50"), (55, "C45/55"), (60, "C50/60")],
)  # fmt: skip
def test_a_gb_class_is_the_en_class_of_the_same_cube_strength(gb, grade):
    assert find_cube(gb).grade == grade


def test_between_two_classes_the_nearer_then_the_stronger():
    assert find_cube(22.5).grade == "C20/25"  # GOST B22.5, as near to 20 as to 25
    assert find_cylinder(28.0).grade == "C28/35"
    assert find_cylinder(90.0).grade == "C60/75"


@pytest.mark.parametrize(
    ("name", "product", "decision"),
    [
        ("C30混凝土", "concrete_c25_30", "match"),
        ("C30/37混凝土", "concrete_c30_37", "match"),
        ("现浇混凝土C50", "concrete_c40_50", "match"),
        ("混凝土垫层C15", "concrete_blinding", "match"),
        ("Beton C30/37", "concrete_c30_37", "match"),
        ("Beton C30/37, 240 mm", "concrete_c30_37", "match"),
        ("Beton C35/45-XC4", "concrete_c35_45", "match"),
        ("Beton_C25_30", "concrete_c25_30", "match"),
        ("RC 40/50 concrete", "concrete_c40_50", "match"),
        ("бетон В25", "concrete_c20_25", "match"),
        ("Concrete B25", "concrete_c20_25", "ask"),
        ("Concrete M40", "concrete_c30_37", "match"),
        ("Concrete, C30", "concrete_c25_30", "ask"),
        ("Concrete 35 MPa", "concrete_c35_45", "ask"),
        ("Concrete 4000 psi", "concrete_c30_37", "ask"),
        ("LC25/28 Beton", "concrete_lightweight", "match"),
    ],
)
def test_classes_as_models_write_them(name, product, decision):
    match = load_store().match(name, databases=DATABASES)
    assert (match.product, match.decision) == (product, decision)


@pytest.mark.parametrize(
    ("name", "product"),
    [
        ("KVH C24", "kvh"),
        ("预制混凝土构件 C40", "concrete_precast"),
        ("Metal - Steel - 345 MPa", "steel_section"),
        ("Kies 16/32", "gravel"),
        ("Holz C24 60/120", "softwood_sawn"),
        ("Stahl S355", "steel_section"),
        ("Concrete block C20/25", "concrete_block"),
    ],
)
def test_figures_that_are_no_class_of_ready_mix_concrete(name, product):
    assert load_store().match(name, databases=DATABASES).product == product


def test_an_open_class_says_both_readings():
    grade = read_features("Concrete C30").grade
    assert (grade.product, grade.other, grade.is_certain) == ("concrete_c25_30", "concrete_c30_37", False)
    assert grade.reads == "cube strength 30 MPa = C25/30"
    assert read_features("C30混凝土").grade.is_certain


@pytest.mark.parametrize(
    ("name", "density", "conductivity", "panes"),
    [
        ("Leichtbeton 800 kg/m³", 800.0, None, 0),
        ("Mineralwolle WLG 035", None, 0.035, 0),
        ("PIR 0,022 W/mK", None, 0.022, 0),
        ("Glas 4/16/4", None, None, 2),
        ("中空玻璃 6+12A+6+12A+6", None, None, 3),
        ("Beton", None, None, 0),
    ],
)
def test_figures_of_density_conductivity_and_panes(name, density, conductivity, panes):
    found = read_features(name)
    assert (found.density_kg_m3, found.panes) == (density, panes)
    assert found.conductivity_w_mk == (None if conductivity is None else pytest.approx(conductivity))
