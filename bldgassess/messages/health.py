"""Sentences about: health."""

MESSAGES: dict[str, str] = {
    "health.no_rooms": "No room is used by people, so health was not assessed. Name rooms by their use, such as Bedroom.",
    "health.out_of_range": "Indicator {indicator}: {hours} room-hours lie outside the model's stated range; they were computed all the same.",
}
