"""Sentences about: weather."""

MESSAGES: dict[str, str] = {
    "weather.cannot_read": "The weather file {file} cannot be read ({reason}). Check its name and place.",
    "weather.not_epw": "{file} is not an EPW weather file. Choose a file that begins with LOCATION.",
    "weather.not_readable": "The weather file {file} is damaged. Download it again.",
    "weather.wrong_hours": "The weather file {file} has {hours} hours instead of 8760. Choose a file of one whole year.",
    "weather.missing_column": "The weather file {file} lacks {column} in {hours} hours. Choose another file.",
    "weather.filled": "The weather file lacks {column} in {hours} hours; they were filled between their neighbours.",
    "weather.typical_year": "No weather file was given; a typical year was made from monthly normals of {station}.",
    "weather.no_scenario": "There is no climate {scenario}. Choose one of {choices}.",
    "weather.no_extreme": "There is no extreme spell {kind}. Choose one of {choices}.",
    "weather.no_heat_island": "There is no heat island {setting}. Choose one of {choices}.",
    "weather.already_warm": "The weather stands for {base} K of global warming, more than {scenario}. It was left as warm as it is.",
    "weather.deltas_not_table": "{file} is no table of climate changes. It needs columns month and dt_k, as CSV in UTF-8.",
    "weather.deltas_months": "The climate table {file} needs one row for each month from 1 to 12.",
    "weather.deltas_value": "The climate table {file} has {value} for {column} in month {month}. Correct it.",
}
