"""What is done to a weather year: a warmer world, an extreme spell, the heat of a city, another height."""
