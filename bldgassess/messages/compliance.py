"""Sentences about codes and limits."""

MESSAGES: dict[str, str] = {
    "compliance.bad_standard": "There is no standard named {name} in the table. Choose among: {choices}.",
    "compliance.no_standard": "No building code of {country} is in the table; nothing was held against limits. Name others in compliance.standards.",
    "compliance.no_limits": "{standard}: the table has no envelope limits for climate zone {zone}, use {use} and this size. Set compliance.climate_zone if the zone is wrong.",
    "compliance.not_certified": "{count} limits are from memory and not for certification: {rows}. Check them at the source, or set compliance.certified to false.",
    "compliance.inertia_unknown": "The layers of some walls are not known; these are held against the limit for light walls.",
    "compliance.ground_floor": "The floor's own layers, without the ground's resistance that some codes count in.",
    "compliance.inner_dimensions": "Areas and volume are those of the rooms, within the walls; outer dimensions give a smaller figure.",
    "compliance.shape_outside": "The table at hand ends at a shape factor of {most}; the building has {found}.",
    "compliance.ratio_outside": "The table at hand has no limit for {ratio} % of windows in the {direction} facade.",
    "compliance.other_carriers": "The figure is of electricity alone; this building also uses {carriers}.",
    "compliance.no_pressure_test": "Leaks at 50 Pa are measured on site; the model knows leaks in use only.",
    "compliance.no_renewable_primary_energy": "Renewable primary energy is not computed.",
    "compliance.reference_value": "A value of the reference building, not a limit.",
    "compliance.no_thermal_bridges": "Thermal bridges are not in the model.",
}
