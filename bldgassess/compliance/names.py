"""Names of parts, quantities and states as people read them; message ids, translated where they are shown."""

from __future__ import annotations

from bldgassess.texts import mark

ELEMENT_NAMES: dict[str, str] = {
    "wall": mark("External walls"),
    "roof": mark("Roofs"),
    "floor": mark("Lowest floors"),
    "window": mark("Windows"),
    "door": mark("External doors"),
    "opaque": mark("Walls, roofs and floors"),
    "bridges": mark("Thermal bridges"),
    "building": mark("Building"),
}
QUANTITY_NAMES: dict[str, str] = {
    "u": mark("U-value"),
    "shgc": mark("Solar heat gain coefficient"),
    "wwr": mark("Windows in the facade"),
    "g_reference": mark("Solar transmittance"),
    "shape_factor": mark("Outer area over volume"),
    "heating_need": mark("Heating need"),
    "heating_load": mark("Heating peak"),
    "heating_electricity": mark("Electricity for heating"),
    "cooling_electricity": mark("Electricity for cooling"),
    "public_electricity": mark("Electricity for heating, cooling, fans, light"),
    "n50": mark("Air change at 50 Pa"),
    "per_classic": mark("Renewable primary energy, Classic"),
    "per_plus": mark("Renewable primary energy, Plus"),
    "per_premium": mark("Renewable primary energy, Premium"),
}
DIRECTION_NAMES: dict[str, str] = {
    "north": mark("north"),
    "east": mark("east"),
    "south": mark("south"),
    "west": mark("west"),
}
STATE_NAMES: dict[str, str] = {
    "pass": mark("kept"),
    "fail": mark("not kept"),
    "not_assessed": mark("not assessed"),
}
