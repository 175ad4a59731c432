"""Groups of people: the limits that each needs, as data."""
