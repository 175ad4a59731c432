"""Sentences about: daylight."""

MESSAGES: dict[str, str] = {
    "daylight.not_installed": "Radiance is not installed, so daylight was not computed at this quality. Install the extra with: pip install 'bldgassess[daylight]', or use --daylight quick.",
    "daylight.failed": "Radiance's {program} failed: {text}",
    "daylight.rooms_failed": "Radiance could not compute {count} rooms; their daylight stands as split flux.",
    "daylight.windows_lost": "{count} windows lie in no face of their room and were left out of daylight.",
    "daylight.fillers": "{count} elements close a window's hole, such as a wall that is not cut; they were left out of daylight.",
}
