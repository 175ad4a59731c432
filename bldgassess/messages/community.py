"""Sentences about communities."""

MESSAGES: dict[str, str] = {
    "community.cannot_read": "The community file {file} cannot be read ({reason}). Check its name.",
    "community.not_yaml": "The community file {file} is not YAML: {reason}",
    "community.not_a_table": "The community file {file} holds no table of fields. Begin with schema_version, name, place and buildings.",
    "community.too_large": "The community file {file} is over {mb} MB. Group equal buildings with count.",
    "community.unknown_field": "{file}: there is no field {path}. Check its spelling.",
    "community.bad_value": "{file}: {path} does not fit (given: {given}): {reason}.",
    "community.no_tree": "{file}: there is no group of trees {group}. Take one of: {choices}.",
    "community.tree_needs": "{file}: site.trees.{place} of group {group} needs {needs}.",
    "community.changed": "The community file {file}, or something it names, has changed since it was assessed. Open it again, then save.",
    "community.no_model": "Building {member}: the model {file} is not there. Paths are relative to the community file.",
    "community.failed": "Building {member} could not be assessed: {reason}",
    "community.mixed_rules": "Buildings are assessed under different {what} ({values}); their figures cannot be added. Set it for all in the community's study.",
    "community.mixed_basis": "Buildings count electricity on different bases ({values}); their figures cannot be added. Set carbon.grid_basis in the community's study.",
    "community.other_grid": "The electricity of {member} is not counted by the hour at the community's factor; shared energy is worked out at the community's factor all the same.",
    "community.far_model": "The model of {member} stands {km} km from the community's place and was assessed with the weather of its own place.",
    "community.areas_differ": "The ground areas add up to {sum} m2, more than the {area} m2 of site.area_m2. Check the areas.",
    "community.no_worlds": "{count} buildings have a warmer climate or a spell in their study and were not taken to other worlds.",
    "community.district_unused": "The plant for {what} serves no building: none has it as its system.",
    "community.battery_without_pv": "The shared battery of {kwh} kWh has nothing to store: no building and no shared field makes electricity.",
}
