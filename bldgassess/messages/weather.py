"""Sentences about: weather."""

MESSAGES: dict[str, str] = {
    "weather.cannot_read": "The weather file {file} cannot be read ({reason}). Check its name and place.",
    "weather.not_epw": "{file} is not an EPW weather file. Choose a file that begins with LOCATION.",
    "weather.not_readable": "The weather file {file} is damaged. Download it again.",
    "weather.wrong_hours": "The weather file {file} has {hours} hours instead of 8760. Choose a file of one whole year.",
    "weather.missing_column": "The weather file {file} lacks {column} in {hours} hours. Choose another file.",
    "weather.filled": "The weather file lacks {column} in {hours} hours; they were filled between their neighbours.",
    "weather.typical_year": "No weather file was given; a typical year was made from monthly normals of {station}.",
}
