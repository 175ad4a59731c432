"""Sentences about: health."""

MESSAGES: dict[str, str] = {
    "health.no_rooms": "No room is used by people, so health was not assessed. Name rooms by their use, such as Bedroom.",
    "health.out_of_range": "Indicator {indicator}: {hours} room-hours lie outside the model's stated range; they were computed all the same.",
    "health.nature_not_declared": "Trees in view, tree canopy and the way to green are not declared. Set health.trees_in_view, health.tree_canopy_fraction and health.green_distance_m in the study.",
    "health.nothing_to_check": "The model has no doors, ramps, bathrooms or lifts with a size to check.",
}
