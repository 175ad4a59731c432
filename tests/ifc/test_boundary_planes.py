"""Surfaces of space boundaries: areas of shapes worked by hand, each written the way some exporter writes it."""

import math

import pytest

from bldgassess.ifc.boundaries import is_second_level, polygon_area
from bldgassess.ifc.boundary_planes import NotReadError, read_surface

DEGREE = math.radians(1.0)


@pytest.fixture
def new():
    import ifcopenshell

    return ifcopenshell.file(schema="IFC4").create_entity


def _points(new, *rows):
    return [new("IfcCartesianPoint", tuple(map(float, row))) for row in rows]


def _polyline(new, *rows):
    return new("IfcPolyline", _points(new, *rows))


def _plane(new, origin=(0, 0, 0), z=None, x=None):
    axis, ref = (new("IfcDirection", tuple(map(float, item))) if item else None for item in (z, x))
    return new("IfcPlane", new("IfcAxis2Placement3D", _points(new, origin)[0], axis, ref))


def _area(surface):
    return sum(polygon_area(item) for item in read_surface(surface, DEGREE))


def test_rectangle_with_a_hole_on_a_tilted_plane(new):
    outer = _polyline(new, (0, 0), (4, 0), (4, 3), (0, 3), (0, 0))
    inner = _polyline(new, (1, 1), (2, 1), (2, 2), (1, 2), (1, 1))
    surface = new("IfcCurveBoundedPlane", _plane(new, (5, 6, 7), (0, -0.6, 0.8), (1, 0, 0)), outer, [inner])
    ((ring, holes),) = read_surface(surface, DEGREE)
    assert _area(surface) == pytest.approx(11.0)
    assert len(holes) == 1
    assert ring[0] == pytest.approx((5, 6, 7))
    assert ring[2] == pytest.approx((9, 6 + 3 * 0.8, 7 + 3 * 0.6))


def test_composite_of_lines_run_backwards(new):
    """ArchiCAD: one reversed segment, three coordinates with the third always nought."""
    line = _polyline(new, (0, 0, 0), (2.5, 0, 0), (2.5, 2, 0), (0, 2, 0), (0, 0, 0))
    segment = new("IfcCompositeCurveSegment", "CONTINUOUS", False, line)
    curve = new("IfcCompositeCurve", [segment], False)
    surface = new("IfcCurveBoundedPlane", _plane(new, (0, 0, 3), (0, 1, 0), (0, 0, 1)), curve, [])
    ((ring, _),) = read_surface(surface, DEGREE)
    assert _area(surface) == pytest.approx(5.0)
    assert ring[:, 1] == pytest.approx([0.0] * 4)  # in the plane's own axes, which stand upright


def test_half_disc_from_a_trimmed_circle(new):
    place = new("IfcAxis2Placement2D", _points(new, (1, 1))[0], None)
    circle = new("IfcCircle", place, 2.0)
    value = [new("IfcParameterValue", float(angle)) for angle in (0, 180)]
    arc = new("IfcTrimmedCurve", circle, [value[0]], [value[1]], True, "PARAMETER")
    chord = _polyline(new, (-1, 1), (3, 1))
    curve = new(
        "IfcCompositeCurve", [new("IfcCompositeCurveSegment", "CONTINUOUS", True, item) for item in (arc, chord)]
    )
    surface = new("IfcCurveBoundedPlane", _plane(new), curve, [])
    chords = 18  # of ten degrees: the polygon's area is n/2 r2 sin(10 deg)
    assert _area(surface) == pytest.approx(chords / 2 * 4.0 * math.sin(math.radians(10)), rel=1e-9)
    assert _area(surface) == pytest.approx(2.0 * math.pi, rel=0.006)


def test_indexed_curve_with_an_arc(new):
    places = new("IfcCartesianPointList2D", ((0.0, 0.0), (2.0, 0.0), (3.0, 1.0), (2.0, 2.0), (0.0, 2.0)))
    segments = [new("IfcLineIndex", (1, 2)), new("IfcArcIndex", (2, 3, 4)), new("IfcLineIndex", (4, 5, 1))]
    surface = new("IfcCurveBoundedPlane", _plane(new), new("IfcIndexedPolyCurve", places, segments), [])
    assert _area(surface) == pytest.approx(4.0 + math.pi / 2.0, rel=0.01)


def test_wall_as_an_extruded_line(new):
    """Revit: the plan of the wall's face, extruded upward, one rectangle a stretch of it."""
    profile = new("IfcArbitraryOpenProfileDef", "CURVE", None, _polyline(new, (0, 0), (4, 0), (4, 2)))
    place = new("IfcAxis2Placement3D", _points(new, (0, 0, 1))[0], None, None)
    surface = new("IfcSurfaceOfLinearExtrusion", profile, place, new("IfcDirection", (0.0, 0.0, 1.0)), 2.5)
    polygons = read_surface(surface, DEGREE)
    assert [polygon_area(item) for item in polygons] == pytest.approx([10.0, 5.0])
    assert {round(float(z), 6) for ring, _ in polygons for z in ring[:, 2]} == {1.0, 3.5}


def test_trimmed_rectangle_and_faces(new):
    rectangle = new("IfcRectangularTrimmedSurface", _plane(new), 0.0, 1.0, 3.0, 5.0, True, True)
    assert _area(rectangle) == pytest.approx(3.0 * 4.0)  # U from 0 to 3, V from 1 to 5
    loop = new("IfcPolyLoop", _points(new, (0, 0, 0), (3, 0, 0), (3, 4, 0)))
    face = new("IfcFace", [new("IfcFaceOuterBound", loop, True)])
    model = new("IfcFaceBasedSurfaceModel", [new("IfcConnectedFaceSet", [face, face])])
    assert _area(model) == pytest.approx(12.0)


def test_what_is_not_read_says_so(new):
    with pytest.raises(NotReadError):
        read_surface(None, DEGREE)
    with pytest.raises(NotReadError):
        read_surface(_plane(new), DEGREE)
    degenerate = new("IfcCurveBoundedPlane", _plane(new), _polyline(new, (0, 0), (1, 0)), [])
    with pytest.raises(NotReadError):
        read_surface(degenerate, DEGREE)


@pytest.mark.parametrize(
    ("name", "description", "second"),
    [("2ndLevel", "2a", True), (None, "Second Level", True), ("2ndLevel.007", None, True), ("SecondLevel", None, True),
     ("1stLevel", None, False), (None, None, False), ("First Level", "", False)],
)  # fmt: skip
def test_level_by_name(new, name, description, second):
    relation = new("IfcRelSpaceBoundary", GlobalId="0" * 22, Name=name, Description=description)
    assert is_second_level(relation) is second


def test_level_by_class(new):
    assert is_second_level(new("IfcRelSpaceBoundary2ndLevel", GlobalId="0" * 22))
    assert not is_second_level(new("IfcRelSpaceBoundary1stLevel", GlobalId="0" * 22))
