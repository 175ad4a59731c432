"""Light: daylight, sun, view."""
