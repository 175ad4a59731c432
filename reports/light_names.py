"""Names of what drives the indicators of light and access, by the key that results carry, with their units."""

from __future__ import annotations

from bldgassess.texts import mark

LIGHT_DRIVER_NAMES: dict[str, str] = {
    "method": mark("Found by"),
    "day": mark("Day of the sun"),
    "hours_01-20": mark("Sun on 20 January, h"),
    "hours_02-01": mark("Sun on 1 February, h"),
    "hours_03-21": mark("Sun on 21 March, h"),
    "hours_12-22": mark("Sun on 22 December, h"),
    "area_class_1_pct": mark("Area with a view of class I, %"),
    "area_class_2_pct": mark("Area with a view of class II, %"),
    "area_class_3_pct": mark("Area with a view of class III, %"),
    "sky_pct": mark("Sky in the view, %"),
    "plants_pct": mark("Plants in the view, %"),
    "least_lx": mark("Reached in 95 % of the room, lx"),
    "sda_300_50_pct": mark("Daylight autonomy sDA 300/50, % of area"),
    "ase_1000_250_pct": mark("Too much sun ASE 1000/250, % of area"),
    "udi_100_3000_pct": mark("Useful daylight 100 to 3000 lx, %"),
    "worst_place": mark("At the worst place"),
    "seats_250_lx_pct": mark("Places with 250 lx melanopic, %"),
    "door_width_checked": mark("Doors checked"),
    "door_width_failed": mark("Doors too narrow"),
    "door_width_least": mark("Narrowest door, m"),
    "ramp_slope_checked": mark("Ramps checked"),
    "ramp_slope_failed": mark("Ramps too steep"),
    "ramp_slope_least": mark("Flattest ramp, rise over run"),
    "bathroom_turn_checked": mark("Bathrooms checked"),
    "bathroom_turn_failed": mark("Bathrooms too narrow to turn"),
    "bathroom_turn_least": mark("Narrowest bathroom, m"),
    "lift_checked": mark("Buildings checked for lifts"),
    "lift_failed": mark("Buildings that lack a lift"),
    "lift_least": mark("Lifts"),
    "lift_car_checked": mark("Lift cars checked"),
    "lift_car_failed": mark("Lift cars too small"),
    "lift_car_least": mark("Smallest lift car, m"),
}
