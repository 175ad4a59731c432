"""Names of parts, modules, uses and classes for people; message ids of the catalogue."""

from __future__ import annotations

from bldgassess.texts import mark
from reports.air_names import AIR_DRIVER_NAMES

PART_NAMES: dict[str, str] = {
    "foundation": mark("Foundations"),
    "ground_slab": mark("Ground slab"),
    "floor_slab": mark("Floor slabs"),
    "roof": mark("Roof"),
    "external_wall": mark("External walls"),
    "internal_wall": mark("Internal walls"),
    "curtain_wall": mark("Curtain walls"),
    "window": mark("Windows"),
    "door": mark("Doors"),
    "column": mark("Columns"),
    "beam": mark("Beams"),
    "stair": mark("Stairs"),
    "railing": mark("Railings"),
    "covering": mark("Coverings"),
    "furniture": mark("Furniture"),
    "services": mark("Services"),
    "other": mark("Other"),
    "operation": mark("Operation"),
    "site": mark("Site work and demolition"),
}

MODULE_NAMES: dict[str, str] = {
    "A0": mark("Before construction"),
    "A1-A3": mark("Product stage"),
    "A4": mark("Transport to site"),
    "A5": mark("Construction"),
    "B1": mark("Use: refrigerants"),
    "B2": mark("Maintenance"),
    "B3": mark("Repair"),
    "B4": mark("Replacement"),
    "B5": mark("Refurbishment"),
    "B6": mark("Operational energy"),
    "B7": mark("Water"),
    "B8": mark("User activities"),
    "C1": mark("Deconstruction"),
    "C2": mark("Transport of waste"),
    "C3": mark("Waste processing"),
    "C4": mark("Disposal"),
    "D": mark("Beyond the boundary"),
    "D2": mark("Exported energy, beyond the boundary"),
}

USE_NAMES: dict[str, str] = {
    "heating": mark("Heating"),
    "cooling": mark("Cooling"),
    "ventilation": mark("Fans"),
    "lighting": mark("Lighting"),
    "appliances": mark("Appliances"),
    "hot_water": mark("Hot water"),
    "auxiliary": mark("Pumps"),
    "lifts": mark("Lifts"),
}

CARRIER_NAMES: dict[str, str] = {
    "electricity": mark("Electricity"),
    "natural_gas": mark("Natural gas"),
    "heating_oil": mark("Heating oil"),
    "wood_pellets": mark("Wood pellets"),
    "district_heat": mark("District heat"),
    "district_cooling": mark("District cooling"),
}

INDICATOR_NAMES: dict[str, str] = {
    "T1": mark("Comfort (PMV)"),
    "T2": mark("Comfort (adaptive)"),
    "T3": mark("Overheating"),
    "T6": mark("Cold hours"),
    "I1": mark("CO2"),
    "I2": mark("Outdoor air"),
    "I7": mark("Mould"),
    "L2": mark("Daylight"),
}

CLASS_NAMES: dict[str, str] = {
    "I": "I",
    "II": "II",
    "III": "III",
    "IV": "IV",
    "outside": mark("outside"),
    "not_assessed": mark("not assessed"),
}

#: Short signs of the classes, the same in every language.
CLASS_SIGNS: dict[str, str] = {"I": "I", "II": "II", "III": "III", "IV": "IV", "outside": ">IV", "not_assessed": "–"}

MONTHS: tuple[str, ...] = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12")


#: Uses of buildings, parts of the envelope, area rules: keys that results carry and people read.
OTHER_NAMES: tuple[str, ...] = (
    *(mark("house"), mark("apartment"), mark("office"), mark("school"), mark("hotel"), mark("healthcare")),
    *(mark("wall"), mark("roof"), mark("floor"), mark("window"), mark("door")),
    *(mark("heating"), mark("cooling"), mark("ventilation"), mark("lighting"), mark("appliances"), mark("hot_water")),
    *(mark("auxiliary"), mark("lifts")),
    *(mark("declared"), mark("document"), mark("computed"), mark("measured")),
    *(mark("set in the study"), mark("room floors plus plan of internal walls")),
)

#: What drives an indicator in a room, by the key that results carry: name with unit.
DRIVER_NAMES: dict[str, str] = {
    "occupied_h": mark("Occupied hours, h/a"),
    "too_warm_h": mark("Too warm, h/a"),
    "too_cold_h": mark("Too cold, h/a"),
    "share_I_pct": mark("Within category I, %"),
    "share_III_pct": mark("Within category III, %"),
    "hours_over_h": mark("Above the limit, h/a"),
    "degree_hours_kh": mark("Degree-hours above the limit, K h"),
    "highest_c": mark("Highest, °C"),
    "lowest_c": mark("Lowest, °C"),
    "people": mark("People"),
    "outdoor_air_l_s": mark("Outdoor air, l/s"),
    "limits": mark("Limits"),
    "f_rsi": mark("Temperature factor f_Rsi"),
    "f_rsi_required": mark("f_Rsi needed in the coldest month"),
    "hours_above_80_pct_h": mark("Surface above 80 % humidity, h/a"),
    "mean_pct": mark("Mean daylight factor, %"),
    "lowest_pct": mark("Lowest daylight factor, %"),
    "lit_area_pct": mark("Area at or above the target, %"),
    "windows_m2": mark("Windows, m²"),
    **AIR_DRIVER_NAMES,
}

#: Which floor area a rule set divides by.
AREA_NAMES: dict[str, str] = {
    "gia": mark("internal area"),
    "useful": mark("useful area"),
    "gross": mark("gross area"),
    "study": mark("set in the study"),
}
