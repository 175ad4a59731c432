"""A hut in any schema, by hand: slabs, four walls of two layers, a room; in millimetres and grams."""

import uuid

import ifcopenshell.guid
import pytest

#: x, y, z, length, width, height [mm] by class and name.
_BODIES = (
    ("IFCSLAB", "Floor", (0, 0, -200, 5000, 4000, 200)),
    ("IFCSLAB", "Roof", (0, 0, 3000, 5000, 4000, 200)),
    ("IFCWALL", "South", (0, 0, 0, 5000, 300, 3000)),
    ("IFCWALL", "North", (0, 3700, 0, 5000, 300, 3000)),
    ("IFCWALL", "West", (0, 300, 0, 300, 3400, 3000)),
    ("IFCWALL", "East", (4700, 300, 0, 300, 3400, 3000)),
)


def guid(name):
    """A GlobalId from a name."""
    return ifcopenshell.guid.compress(uuid.uuid5(uuid.NAMESPACE_URL, f"bldgassess/test/{name}").hex)


def hut(schema, newline="\n"):
    """Return the hut as text. Numbers and strings are written as authoring tools do, and no writer of ours would."""
    lines, old = [], schema == "IFC2X3"

    def add(text):
        lines.append(f"#{10 * len(lines) + 10}= {text};")
        return f"#{10 * len(lines)}"

    person = add("IFCPERSON($,'T\\X\\E4ter',$,$,$,$,$,$)")
    firm = add("IFCORGANIZATION($,'Firm; \\X2\\5BFA\\X0\\',$,$,$)")
    both = add(f"IFCPERSONANDORGANIZATION({person},{firm},$)")
    tool = add(f"IFCAPPLICATION({firm},'1','It''s a tool /* no comment */','T')")
    history = add(f"IFCOWNERHISTORY({both},{tool},$,.ADDED.,$,$,$,1320688800)")
    millimetre = add("IFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,.METRE.)")
    square = add("IFCSIUNIT(*,.AREAUNIT.,$,.SQUARE_METRE.)")
    cubic = add("IFCSIUNIT(*,.VOLUMEUNIT.,$,.CUBIC_METRE.)")
    gram = add("IFCSIUNIT(*,.MASSUNIT.,$,.GRAM.)")
    units = add(f"IFCUNITASSIGNMENT(({millimetre},{square},{cubic},{gram}))")
    origin = add("IFCCARTESIANPOINT((0.,0.,0.000000))")
    axes = add(f"IFCAXIS2PLACEMENT3D({origin},$,$)")
    context = add(f"IFCGEOMETRICREPRESENTATIONCONTEXT($,'Model',3,1.E-05,{axes},$)")
    project = add(f"IFCPROJECT('{guid('project')}',{history},'Hut',$,$,$,$,({context}),{units})")
    place, place_b, place_c = (add(f"IFCLOCALPLACEMENT($,{axes})") for _ in range(3))
    site = add(
        f"IFCSITE('{guid('site')}',{history},'Site',$,$,{place},$,$,.ELEMENT.,(18,38,24,0),(109,42,0,0),70.,$,$)"
    )
    building = add(f"IFCBUILDING('{guid('building')}',{history},'Hut',$,$,{place_b},$,$,.ELEMENT.,$,$,$)")
    storey = add(f"IFCBUILDINGSTOREY('{guid('storey')}',{history},'Ground',$,$,{place_c},$,$,.ELEMENT.,0.)")
    for name, parent, child in (("a", project, site), ("b", site, building), ("c", building, storey)):
        add(f"IFCRELAGGREGATES('{guid(name)}',{history},$,$,{parent},({child}))")
    concrete = add(f"IFCMATERIAL('Concrete C30/37'{'' if old else ',$,$'})")
    board = add(f"IFCMATERIAL('EPS board'{'' if old else ',$,$'})")
    more = "" if old else ",$,$,$,$"
    layers = [add(f"IFCMATERIALLAYER({material},{t}.,${more})") for material, t in ((concrete, 200), (board, 100))]
    build_up = add(f"IFCMATERIALLAYERSET(({','.join(layers)}),'Wall'{'' if old else ',$'})")
    up = add("IFCDIRECTION((0.,0.,1.))")

    def body(x, y, z, length, width, height):
        at = add(f"IFCAXIS2PLACEMENT3D({add(f'IFCCARTESIANPOINT(({x}.,{y}.,{z}.))')},$,$)")
        spot = add(f"IFCLOCALPLACEMENT({place_c},{at})")
        centre = add(f"IFCCARTESIANPOINT(({length / 2:.1f},{width / 2:.1f}))")
        flat = add(f"IFCAXIS2PLACEMENT2D({centre},$)")
        profile = add(f"IFCRECTANGLEPROFILEDEF(.AREA.,$,{flat},{length}.,{width}.)")
        solid = add(f"IFCEXTRUDEDAREASOLID({profile},{axes},{up},{height}.)")
        shape = add(f"IFCSHAPEREPRESENTATION({context},'Body','SweptSolid',({solid}))")
        return f"{spot},{add(f'IFCPRODUCTDEFINITIONSHAPE($,$,({shape}))')}"

    made = []
    for kind, name, size in _BODIES:
        where = body(*size)
        last = "" if kind == "IFCWALL" and old else ",.NOTDEFINED."
        made.append(add(f"{kind}('{guid(name)}',{history},'{name}',$,$,{where},'{name}'{last})"))
    usages = made[2:]
    add(f"IFCRELASSOCIATESMATERIAL('{guid('layers')}',{history},$,$,({','.join(usages)}),{build_up})")
    add(f"IFCRELASSOCIATESMATERIAL('{guid('solid')}',{history},$,$,({','.join(made[:2])}),{concrete})")
    inside = body(300, 300, 0, 4400, 3400, 3000)
    space = add(f"IFCSPACE('{guid('space')}',{history},'1',$,$,{inside},'Living room',.ELEMENT.,.INTERNAL.,$)")
    add(f"IFCRELAGGREGATES('{guid('d')}',{history},$,$,{storey},({space}))")
    add(f"IFCRELCONTAINEDINSPATIALSTRUCTURE('{guid('e')}',{history},$,$,({','.join(made)}),{storey})")
    flag = add("IFCPROPERTYSINGLEVALUE('IsExternal',$,IFCBOOLEAN(.T.),$)")
    common = add(f"IFCPROPERTYSET('{guid('f')}',{history},'Pset_WallCommon',$,({flag}))")
    add(f"IFCRELDEFINESBYPROPERTIES('{guid('g')}',{history},$,$,({','.join(usages)}),{common})")
    head = [
        "ISO-10303-21;", "HEADER;", "FILE_DESCRIPTION(('ViewDefinition [CoordinationView]'),'2;1');",
        "FILE_NAME('hut.ifc #7=it''s','2001-02-03T04:05:06',('A'),('B'),'p','by hand','');",
        f"FILE_SCHEMA(('{schema}'));", "ENDSEC;", "", "DATA;", "/* it's #8=not an entity; */",
    ]  # fmt: skip
    # an authoring tool need not sort its instances
    return newline.join([*head, *lines[::-1], "ENDSEC;", "/* the end */", "END-ISO-10303-21;", ""])


@pytest.fixture(scope="session")
def hut_text():
    """The function ``hut(schema, newline)``."""
    return hut
