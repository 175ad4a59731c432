"""Names of parts, modules, uses and classes for people; message ids of the catalogue."""

from __future__ import annotations

from bldgassess.texts import mark
from reports.air_names import AIR_DRIVER_NAMES
from reports.light_names import LIGHT_DRIVER_NAMES

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
    "T4": mark("Without power"),
    "T5": mark("Outdoor heat"),
    "T6": mark("Cold hours"),
    "I1": mark("CO2"),
    "I2": mark("Outdoor air"),
    "I3": mark("PM2.5"),
    "I3d": mark("PM2.5, days"),
    "I3n": mark("NO2"),
    "I3o": mark("Ozone"),
    "I4": mark("Formaldehyde"),
    "I4v": mark("TVOC"),
    "I5": mark("Benzene"),
    "I6": mark("Radon"),
    "I7": mark("Mould"),
    "I7f": mark("Cold surfaces"),
    "I7c": mark("Water in walls"),
    "I8": mark("Infection"),
    "M1": mark("Low emission"),
    "A1": mark("Noise"),
    "A2": mark("Party walls"),
    "A2i": mark("Steps"),
    "L1": mark("Daylight, lx"),
    "L2": mark("Daylight"),
    "L3": mark("Sun"),
    "L4": mark("View"),
    "L5": mark("Glare"),
    "L6": mark("Body clock"),
    "C1": mark("Nature"),
    "C2": mark("Access"),
}

POPULATION_NAMES: dict[str, str] = {
    "general": mark("general"),
    "infant": mark("infants, 0 to 3 years"),
    "child": mark("children, 3 to 12 years"),
    "pregnant": mark("pregnant women"),
    "elderly": mark("elderly, 65 years and more"),
    "patient": mark("patients"),
}

PILLAR_NAMES: dict[str, str] = {
    "thermal": mark("Thermal"),
    "acoustic": mark("Acoustic"),
    "air": mark("Air"),
    "light": mark("Light"),
    "community": mark("Community"),
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
    "out_of_range_h": mark("Outside the model's range, h/a"),
    "ashrae_90_pct": mark("Within ASHRAE 55, 90 % acceptability, %"),
    "ashrae_80_pct": mark("Within ASHRAE 55, 80 % acceptability, %"),
    "apmv_I_pct": mark("Within GB/T 50785 level I, %"),
    "apmv_II_pct": mark("Within GB/T 50785 level II, %"),
    "tm52_hours_pct": mark("TM52 criterion 1, hours over, %"),
    "tm52_worst_day_kh": mark("TM52 criterion 2, worst day, K h"),
    "tm52_most_k": mark("TM52 criterion 3, most over, K"),
    "tm52_passes": mark("TM52 passed (1) or failed (0)"),
    "tm59_passes": mark("TM59 passed (1) or failed (0)"),
    "re2020_dh_kh": mark("RE2020 degree-hours, K h"),
    "category_I_over_pct": mark("Above category I for vulnerable people, %"),
    "over_26_pct": mark("Above 26 °C, %"),
    "night_over_26_h": mark("Above 26 °C at night, h/a"),
    "summer_degree_hours_kh": mark("Hottest week: SET above 30 °C, K h"),
    "winter_degree_hours_kh": mark("Coldest week: SET below 12.2 °C, K h"),
    "livable_h": mark("Livable hours of 168"),
    "hours_to_32_c_h": mark("Hours until 32 °C"),
    "highest_set_c": mark("Highest SET, °C"),
    "lowest_set_c": mark("Lowest SET, °C"),
    "vulnerable_h": mark("Below 20 °C, h/a"),
    "over_26_h": mark("UTCI above 26 °C, h/a"),
    "over_38_h": mark("UTCI above 38 °C, h/a"),
    "below_minus_13_h": mark("UTCI below -13 °C, h/a"),
    **AIR_DRIVER_NAMES,
    **LIGHT_DRIVER_NAMES,
}

#: Which floor area a rule set divides by.
AREA_NAMES: dict[str, str] = {
    "gia": mark("internal area"),
    "useful": mark("useful area"),
    "gross": mark("gross area"),
    "study": mark("set in the study"),
}
