"""Sound: noise from outdoors, insulation between rooms."""
