"""Small IFC models for tests: boxes with materials, quantities and wholes, written without any authoring tool."""

import math
from itertools import count

import ifcopenshell


class Model:
    """One storey; lengths are given in metres and written in the file's unit. GlobalIds count up from a letter."""

    def __init__(self, schema="IFC4", unit_m=1.0, letter="A", with_area_units=True):
        self.file = ifcopenshell.file(schema=schema)
        self.unit_m = unit_m
        self.letter = letter
        self._number = count()
        make = self.file.create_entity
        self.history = None
        if schema == "IFC2X3":  # IFC2X3 asks for it
            person = make(
                "IfcPersonAndOrganization", make("IfcPerson", FamilyName="T"), make("IfcOrganization", Name="T")
            )
            tool = make("IfcApplication", person.TheOrganization, "1", "test", "test")
            self.history = make("IfcOwnerHistory", person, tool, None, "ADDED", None, None, None, 0)
        prefix = {1.0: None, 1e-3: "MILLI"}[unit_m]
        units = [make("IfcSIUnit", None, "LENGTHUNIT", prefix, "METRE")]
        if with_area_units:
            units.append(make("IfcSIUnit", None, "AREAUNIT", None, "SQUARE_METRE"))
            units.append(make("IfcSIUnit", None, "VOLUMEUNIT", None, "CUBIC_METRE"))
        self.context = make("IfcGeometricRepresentationContext", None, "Model", 3, 1e-5, self._axes((0.0, 0.0, 0.0)))
        project = self.root("IfcProject", Name="Test")
        project.RepresentationContexts, project.UnitsInContext = [self.context], make("IfcUnitAssignment", units)
        self.storey = self.root("IfcBuildingStorey", Name="Ground", Elevation=0.0)
        building = self.root("IfcBuilding", Name="Test")
        for whole, part in ((project, building), (building, self.storey)):
            self.relate("IfcRelAggregates", whole, [part])
        self.contained = []

    def guid(self):
        return f"{self.letter * 18}{next(self._number):04d}"

    def root(self, kind, guid=None, **values):
        return self.file.create_entity(kind, GlobalId=guid or self.guid(), OwnerHistory=self.history, **values)

    def relate(self, kind, whole, parts):
        return self.root(kind, RelatingObject=whole, RelatedObjects=parts)

    def _point(self, place):
        return self.file.create_entity("IfcCartesianPoint", tuple(float(item) / self.unit_m for item in place))

    def _axes(self, place, z=None, x=None):
        make = self.file.create_entity
        directions = [make("IfcDirection", tuple(map(float, item))) if item else None for item in (z, x)]
        return make("IfcAxis2Placement3D", self._point(place), *directions)

    def body(self, size):
        """Return a box of a size [m] from the origin, along x, y and z, as a shape."""
        x, y, z = (item / self.unit_m for item in size)
        make = self.file.create_entity
        middle = make("IfcAxis2Placement2D", make("IfcCartesianPoint", (x / 2.0, y / 2.0)))
        profile = make("IfcRectangleProfileDef", "AREA", None, middle, x, y)
        solid = make("IfcExtrudedAreaSolid", profile, self._axes((0, 0, 0)), make("IfcDirection", (0.0, 0.0, 1.0)), z)
        return self.shape("Body", "SweptSolid", [solid])

    def shape(self, identifier, kind, items):
        make = self.file.create_entity
        representation = make("IfcShapeRepresentation", self.context, identifier, kind, items)
        return make("IfcProductDefinitionShape", None, None, [representation])

    def element(self, kind, size=None, at=(0, 0, 0), turn_deg=0.0, tilt_deg=0.0, guid=None, stored=True, **values):
        """Add a box of a class; ``turn_deg`` about z, then ``tilt_deg`` of the whole placement about its own x."""
        a, b = math.radians(turn_deg), math.radians(tilt_deg)
        x = (math.cos(a), math.sin(a), 0.0)
        z = (math.sin(a) * math.sin(b), -math.cos(a) * math.sin(b), math.cos(b))
        placement = self.file.create_entity("IfcLocalPlacement", None, self._axes(at, z, x))
        body = self.body(size) if size else None
        item = self.root(kind, guid, ObjectPlacement=placement, Representation=body, **{"Name": "item", **values})
        if stored:
            self.contained.append(item)
        return item

    def room(self, size, at=(0, 0, 0), guid=None, **values):
        placement = self.file.create_entity("IfcLocalPlacement", None, self._axes(at))
        item = self.root("IfcSpace", guid, ObjectPlacement=placement, Representation=self.body(size), **values)
        self.relate("IfcRelAggregates", self.storey, [item])
        return item

    def material(self, name):
        return self.file.create_entity("IfcMaterial", name)

    def assign(self, element, material):
        return self.root("IfcRelAssociatesMaterial", RelatedObjects=[element], RelatingMaterial=material)

    def layer_set(self, *layers, usage=False):
        """Make a layer set of (name, thickness [m]) or (name, thickness, IsVentilated)."""
        make = self.file.create_entity
        made = []
        for name, thickness, *air in layers:
            material = self.material(name) if name is not None else None
            made.append(make("IfcMaterialLayer", material, thickness / self.unit_m, air[0] if air else None))
        found = make("IfcMaterialLayerSet", made)
        if usage:
            return make("IfcMaterialLayerSetUsage", found, "AXIS2", "POSITIVE", -0.1)
        return found

    def properties(self, element, set_name, **values):
        make = self.file.create_entity
        single = [
            make("IfcPropertySingleValue", name.replace("__", " "), None, make(*value), None)
            for name, value in values.items()
        ]
        definition = self.root("IfcPropertySet", Name=set_name, HasProperties=single)
        return self.define(element, definition)

    def define(self, element, definition):
        return self.root("IfcRelDefinesByProperties", RelatedObjects=[element], RelatingPropertyDefinition=definition)

    def quantities(self, element, **values):
        """Add quantities as written: name -> value; the kind follows from the name."""
        items = []
        for name, value in values.items():
            kind = next((kind for kind in ("Volume", "Area", "Weight") if name.endswith(kind)), "Length")
            items.append(self.file.create_entity(f"IfcQuantity{kind}", Name=name, **{f"{kind}Value": float(value)}))
        return self.define(element, self.root("IfcElementQuantity", Name="Qto_Test", Quantities=items))

    def save(self, path):
        if self.contained:
            self.root(
                "IfcRelContainedInSpatialStructure", RelatedElements=self.contained, RelatingStructure=self.storey
            )
        self.file.write(str(path))
        return path
