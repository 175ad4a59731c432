"""Readiness: each check against a building whose shares can be worked out on paper."""

from dataclasses import replace

import pytest

from bldgassess.errors import Issue
from bldgassess.ifc.readiness import compute_facts, compute_readiness, hint_rows
from bldgassess.ifc.readiness.compute import CHECKS
from bldgassess.ifc.readiness.tables import (
    bands,
    cap_rows,
    check_rows,
    envelope_shares,
    limits,
    tool_of,
)
from bldgassess.messages import templates
from bldgassess.model import AuthoredQuantity, MaterialLayer

# Volumes of the two-room building [m3]: ground 40 x 0.2 = 8, roof 40 x 0.25 = 10, outer walls of 0.29 m: east and
# west 4.35 each, north 6.96, south 5.22, inner wall 15 x 0.12 = 1.8; together 40.68. Windows are counted by area.
_VOLUME = 40.68


def _with(building, *guids, **changes):
    return replace(building, elements=tuple(replace(e, **changes) if e.guid in guids else e for e in building.elements))


def _finding(building, check):
    found = [item for item in compute_readiness(building).findings if item.check == check]
    assert len(found) <= 1
    return found[0] if found else None


@pytest.fixture
def tidy(two_room_building):
    """The two rooms with everything that a check asks for."""
    volume = (AuthoredQuantity("Qto", "NetVolume", "volume", 1.0, "agrees"),)
    elements = tuple(
        replace(e, authored=volume, materials=e.materials or (MaterialLayer(0, "PVC window", fraction=1.0),))
        for e in two_room_building.elements
    )
    openings = tuple(replace(item, u_value_w_m2k=1.1) for item in two_room_building.openings)
    site = replace(two_room_building.site, true_north_deg=12.0)
    return replace(two_room_building, elements=elements, openings=openings, site=site, envelope_source="boundaries")


def test_tidy_building_scores_100_and_has_no_finding(tidy):
    readiness = compute_readiness(tidy)
    assert [item.id for item in readiness.findings] == []
    assert readiness.score == 100.0
    assert readiness.band == "good"
    assert readiness.assessable
    assert set(readiness.checks) == set(CHECKS)
    assert set(readiness.checks.values()) == {100.0}


def test_walls_without_material_cost_their_share_of_the_volume(tidy):
    finding = _finding(_with(tidy, "w-east", "w-west", materials=()), "materials")
    assert finding.ids == ("w-east", "w-west")
    assert finding.effect_fraction == pytest.approx(8.7 / _VOLUME)
    assert finding.points == pytest.approx(30.0 * 8.7 / _VOLUME, abs=1e-6)
    assert finding.severity == "error"
    assert compute_readiness(_with(tidy, "w-east", "w-west", materials=())).score == pytest.approx(
        100.0 - 30.0 * 8.7 / _VOLUME - _u_points(30.0), abs=1e-5
    )


def _u_points(bare_m2):
    """Points that walls without layers lose for their U-value: 6 times their share of the outer surface (152 m2)."""
    return 6.0 * bare_m2 / 152.0


def test_nameless_layer_costs_its_part_of_the_wall(tidy):
    layers = (MaterialLayer(0, "Clay brick", 0.24), MaterialLayer(1, " ", 0.05))
    finding = _finding(_with(tidy, "w-north", materials=layers), "materials")
    assert finding.effect_fraction == pytest.approx(6.96 * 0.05 / 0.29 / _VOLUME)
    assert finding.severity == "error"


def test_hatch_names_are_quoted_heaviest_first(tidy):
    building = _with(tidy, "w-inner", materials=(MaterialLayer(0, "Solid", 0.12),))
    building = _with(building, "ground", materials=(MaterialLayer(0, "Radial Gradient Fill 1515460218", 0.2),))
    finding = _finding(building, "unmappable")
    assert finding.params["names"] == "Radial Gradient Fill 1515460218, Solid"
    assert finding.effect_fraction == pytest.approx(9.8 / _VOLUME)
    assert finding.params["kinds"] == 2


def test_air_gap_needs_no_material(tidy):
    layers = (MaterialLayer(0, "Clay brick", 0.24), MaterialLayer(1, "", 0.05, is_air=True))
    assert _finding(_with(tidy, "w-north", materials=layers), "materials") is None


def test_list_without_shares(tidy):
    layers = (MaterialLayer(0, "Clay brick"), MaterialLayer(1, "EPS board"))
    assert _finding(_with(tidy, "w-inner", materials=layers), "split").effect_fraction == pytest.approx(1.8 / _VOLUME)
    one = (MaterialLayer(0, "Clay brick", fraction=1.0),)
    assert _finding(_with(tidy, "w-inner", materials=one), "split") is None


def test_layers_thicker_than_the_body(tidy):
    thick = (MaterialLayer(0, "Clay brick", 0.24),)
    finding = _finding(_with(tidy, "w-inner", materials=thick), "layer_thickness")
    assert finding.ids == ("w-inner",)
    near = (MaterialLayer(0, "Clay brick", 0.129),)  # 9 mm apart: below the least difference that is said
    assert _finding(_with(tidy, "w-inner", materials=near), "layer_thickness") is None


def test_quantities_by_cause(tidy):
    slip = AuthoredQuantity("Qto", "NetVolume", "volume", 4.35e9, "slip", "cubic millimetres", 4.35)
    other = AuthoredQuantity("Qto", "GrossVolume", "volume", 6960.0, "slip", "a thousand times too large", 6.96)
    building = _with(tidy, "w-east", authored=(slip,))
    building = _with(building, "w-north", authored=(other,))
    found = [item for item in compute_readiness(building).findings if item.check == "qto_slip"]
    assert [(item.params["name"], item.params["cause"], item.ids) for item in found] == [
        ("GrossVolume", "a thousand times too large", ("w-north",)),
        ("NetVolume", "cubic millimetres", ("w-east",)),
    ]
    assert len({item.id for item in found}) == 2
    differs = replace(slip, check="differs", cause="", corrected=None)
    assert _finding(_with(tidy, "w-east", authored=(differs,)), "qto_differs").ids == ("w-east",)
    assert _finding(_with(tidy, "w-east", authored=()), "qto_missing").effect_fraction == pytest.approx(4.35 / _VOLUME)


def test_open_shapes_by_what_stands_in(tidy):
    lost = replace(tidy, issues=(Issue("ifc.no_shape", {"count": 1}, ("w-east",), "warning"),))
    lost = _with(lost, "w-east", mesh_closed=False, volume_origin="none", volume_m3=0.0)
    finding = _finding(lost, "no_shape")
    assert finding.params["classes"] == "IfcWall 1"
    # as large as the median of its part: 4.35, 5.22, 6.96 -> 5.22
    assert finding.effect_fraction == pytest.approx(5.22 / (_VOLUME - 4.35 + 5.22))
    assert _finding(lost, "no_volume") is None
    gone = _with(tidy, "w-east", mesh_closed=False, volume_origin="none", volume_m3=0.0)
    assert _finding(gone, "no_volume").ids == ("w-east",)
    box = _with(tidy, "w-east", mesh_closed=False, volume_origin="bbox", volume_m3=100.0)
    assert _finding(box, "box_volume").effect_fraction == pytest.approx(100.0 / (_VOLUME - 4.35 + 100.0))
    known = _with(tidy, "w-east", mesh_closed=False, volume_origin="qto:Qto.NetVolume")
    assert _finding(known, "open_shape").effect_fraction == pytest.approx(4.35 / _VOLUME)


def test_street_slab_outside_the_rooms_is_said_and_drowns_nothing(tidy):
    far = replace(tidy.elements[0], guid="street", volume_m3=400.0, bbox_m=(20.0, -10.0, -1.0, 60.0, 20.0, 0.0))
    building = replace(tidy, elements=tuple(sorted((*tidy.elements, far), key=lambda item: item.guid)))
    finding = _finding(building, "outlying")
    assert finding.ids == ("street",)
    assert finding.effect_fraction == pytest.approx(400.0 / (400.0 + _VOLUME))
    bare = _with(building, "w-east", materials=())
    assert _finding(bare, "materials").effect_fraction == pytest.approx(4.35 / _VOLUME)


def test_what_elements_are(tidy):
    proxy = _with(tidy, "w-inner", part="other", ifc_class="IfcBuildingElementProxy")
    assert _finding(proxy, "unclassed").effect_fraction == pytest.approx(1.8 / _VOLUME)
    guessed = _with(tidy, "w-inner", ifc_class="IfcBuildingElementProxy")
    assert _finding(guessed, "proxies").ids == ("w-inner",)
    assert _finding(_with(tidy, "w-inner", storey_guid=None), "storeys").ids == ("w-inner",)
    pieces = _with(tidy, "w-inner", ifc_class="IfcBuildingElementPart")
    assert _finding(pieces, "parts").points == 0.0
    twice = replace(tidy, issues=(Issue("ifc.bad_guid", {"count": 1}, ("w-inner#7",), "warning"),))
    assert _finding(twice, "duplicate_guid").effect_fraction == pytest.approx(1.0 / 11.0)


def test_doubled_element_counts_once(tidy):
    copy = replace(tidy.elements[2], guid="z-copy", counted_as="w-east")
    building = replace(tidy, elements=(*tidy.elements, copy))
    assert _finding(building, "doubled").ids == ("z-copy",)
    bare = _with(building, "w-east", "z-copy", materials=())
    assert _finding(bare, "materials").effect_fraction == pytest.approx(4.35 / _VOLUME)


def test_place_units_and_north(tidy):
    def at(**changes):
        return replace(tidy, site=replace(tidy.site, **changes))

    assert _finding(at(latitude_deg=None, longitude_deg=None), "place").points == 7.0
    assert _finding(at(location_looks_default=True), "default_place").points == 5.0
    assert _finding(at(true_north_deg=0.0), "true_north").severity == "info"
    kinds = [Issue("ifc.missing_unit", {"kind": kind}) for kind in ("area", "volume")]
    finding = _finding(replace(tidy, issues=tuple(kinds)), "units")
    assert finding.params["kinds"] == "area, volume"
    assert finding.effect_fraction == pytest.approx(2.0 / 3.0)
    assert finding.code == "readiness.units"
    lengthless = _finding(replace(tidy, issues=(*kinds, Issue("ifc.missing_unit", {"kind": "length"}))), "units")
    assert lengthless.code == "readiness.units.length"
    assert lengthless.effect_fraction == 1.0


def test_rooms(tidy):
    a, b = tidy.spaces
    over = replace(b, bbox_m=(3.0, 0.0, 0.0, 7.0, 5.0, 3.0))  # 15 of 60 m3 in common
    finding = _finding(replace(tidy, spaces=(a, over)), "rooms_overlap")
    assert finding.ids == ("room-a", "room-b")
    assert finding.effect_fraction == 1.0
    bent = replace(over, volume_m3=40.0)  # does not fill its box, so its box says nothing
    assert _finding(replace(tidy, spaces=(a, bent)), "rooms_overlap") is None
    flat = replace(b, height_m=1.2)
    assert _finding(replace(tidy, spaces=(a, flat)), "rooms_empty").effect_fraction == 0.5
    dark = _finding(replace(tidy, openings=tidy.openings[:1]), "rooms_dark")
    assert dark.ids == ("room-b",)
    assert dark.effect_fraction == 0.5
    missing = Issue("ifc.missing_rooms", {"area": 38.0}, ("w-east",), "warning")
    assert _finding(replace(tidy, issues=(missing,)), "rooms_missing").effect_fraction == pytest.approx(38.0 / 190.0)


def test_envelope(tidy):
    assert _finding(replace(tidy, envelope_source="rays"), "rooms_boundaries").code == "readiness.rooms_boundaries"
    issue = Issue("ifc.boundaries_unsound", {"count": 3}, (), "warning")
    unsound = _finding(replace(tidy, envelope_source="rays", issues=(issue,)), "rooms_boundaries")
    assert unsound.code == "readiness.rooms_boundaries.unsound"
    assert _finding(replace(tidy, envelope_source="storey_hull"), "envelope").points == 5.0
    beside = Issue("ifc.openings_unresolved", {"count": 1}, ("win-a",), "warning")
    assert _finding(replace(tidy, issues=(beside,)), "unresolved").effect_fraction == 0.5
    panes = (replace(tidy.openings[0], u_value_w_m2k=None), tidy.openings[1])
    assert _finding(replace(tidy, openings=panes), "u_window").effect_fraction == 0.5
    # 15 m2 of 152 m2: walls 2 x (9 + 12 + 15), roofs 40, floors 40
    assert _finding(_with(tidy, "w-east", materials=()), "u_opaque").effect_fraction == pytest.approx(15.0 / 152.0)
    assert _finding(_with(tidy, "w-east", materials=(), u_value_w_m2k=0.3), "u_opaque") is None
    # of 87 m2 wall sides
    assert _finding(_with(tidy, "w-east", is_external=None), "external").effect_fraction == pytest.approx(15.0 / 87.0)
    bare = _with(tidy, "win-a", materials=())
    assert _finding(bare, "openings_material").effect_fraction == 0.5


def test_small_share_is_a_smaller_matter(tidy):
    layers = (MaterialLayer(0, "Clay brick", 0.2899), MaterialLayer(1, "", 0.0001))
    assert _finding(_with(tidy, "w-north", materials=layers), "materials").severity == "warning"


def test_caps_hold_the_score_down(tidy):
    spaces = tuple(replace(item, origin="storey_hull") for item in tidy.spaces)
    roomless = compute_readiness(replace(tidy, spaces=spaces, envelope_source="storey_hull"))
    assert [cap.id for cap in roomless.caps] == ["rooms"]
    assert roomless.score == 60.0
    assert roomless.assessable
    nameless = compute_readiness(_with(tidy, *(e.guid for e in tidy.elements), materials=()))
    assert "material_names" in {cap.id for cap in nameless.caps}
    assert nameless.score <= 40.0
    walls = tuple(item for item in tidy.elements if item.part == "external_wall")
    fragment = compute_readiness(replace(tidy, elements=walls))
    assert [cap.id for cap in fragment.caps] == ["structure"]
    assert (fragment.score, fragment.assessable) == (0.0, False)
    assert compute_readiness(replace(tidy, gia_m2=0.0)).score == 0.0


def test_score_is_what_the_findings_leave(sample_models, two_room_building):
    for building in (sample_models["base"].building, two_room_building):
        readiness = compute_readiness(building)
        assert readiness.score == pytest.approx(100.0 - sum(item.points for item in readiness.findings), abs=1e-5)
        points = [item.points for item in readiness.findings]
        assert points == sorted(points, reverse=True)
        assert all(item.ids == tuple(sorted(item.ids)) for item in readiness.findings)
    assert 90.0 < compute_readiness(sample_models["base"].building).score <= 100.0


def test_order_of_elements_changes_nothing(two_room_building):
    turned = replace(
        two_room_building, elements=two_room_building.elements[::-1], spaces=two_room_building.spaces[::-1]
    )
    assert compute_readiness(turned) == compute_readiness(two_room_building)


def test_facts_are_counted(two_room_building):
    facts = compute_facts(two_room_building)
    assert facts.classes == (("IfcWall", 5), ("IfcSlab", 2), ("IfcWindow", 2))
    assert facts.storeys == (("Ground floor", 9),)
    assert facts.volume_m3 == pytest.approx(_VOLUME + 0.2)
    homeless = _with(two_room_building, "win-a", storey_guid="nowhere")
    assert compute_facts(homeless).storeys == (("Ground floor", 8), ("", 1))


def test_tables_are_whole():
    rows = check_rows()
    assert [row.id for row in rows] == sorted(CHECKS)
    texts = templates()
    for row in rows:
        for code in (f"readiness.{row.id}", f"readiness.{row.id}.effect", f"readiness.{row.id}.mend"):
            assert code in texts
        assert f"readiness.share.{row.basis}" in texts
        assert 0.0 <= row.weight <= 30.0
    assert all(hint.code in texts and hint.check in CHECKS for hint in hint_rows())
    hints = {code for code in texts if code.rsplit(".", 1)[-1] in {"revit", "archicad", "bonsai"}}
    assert hints == {hint.code for hint in hint_rows()}
    assert all(f"readiness.cap.{row.id}" in texts for row in cap_rows())
    assert bands()[-1] == ("poor", 0.0)
    assert set(envelope_shares()) == {"boundaries", "rays", "flags", "voxels", "storey_hull", "user"}
    assert all(value > 0.0 for value in limits().values())


def test_tool_is_known_by_its_header():
    assert tool_of("The EXPRESS Data Manager; Autodesk Revit 2024") == "Revit"
    assert tool_of("IFC file generated by GRAPHISOFT ARCHICAD-64 20.0.0") == "Archicad"
    assert tool_of("BlenderBIM 0.0.230814") == "Bonsai"
    assert tool_of("Renga 2.2") == ""


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "low", "high", "band", "heaviest"),
    [
        ("AC20-FZK-Haus.ifc", 80.0, 95.0, "good", "unmappable"),
        ("revit2012_janesville_restaurant.ifczip", 0.0, 50.0, "poor", None),
        ("Revit2026-wall-door-column-4x3.ifc", 0.0, 0.0, "poor", None),
        ("ExampleHOM.ifc", 20.0, 60.0, "poor", "unmappable"),
    ],
)
def test_real_models_score_as_an_architect_would_say(shared_dir, name, low, high, band, heaviest):
    from bldgassess.ifc.read import read_model

    readiness = compute_readiness(read_model([shared_dir / "data" / "models" / name]).building)
    assert low <= readiness.score <= high
    assert readiness.band == band
    assert readiness.assessable == (high > 0.0)
    if heaviest:
        assert readiness.findings[0].check == heaviest


@pytest.mark.shared
def test_files_of_one_building_are_judged_together(shared_dir):
    from bldgassess.ifc.read import read_model

    names = ("PCERT_Building-Architecture.ifc", "PCERT_Building-Structural.ifc")
    paths = [shared_dir / "data" / "models" / name for name in names]
    both, alone = read_model(paths).building, read_model(paths[1:]).building
    assert compute_facts(both).files == 2
    assert [cap.id for cap in compute_readiness(alone).caps] == ["rooms"]
    assert compute_readiness(both).caps == ()
    assert compute_readiness(both).score > compute_readiness(alone).score
