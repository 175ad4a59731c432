"""Sentences about the study file and settings."""

MESSAGES: dict[str, str] = {
    "study.cannot_read": "The study file {file} cannot be read ({reason}). Check its name and place.",
    "study.not_yaml": "The study file {file} is not valid YAML: {reason}. Write a fresh one with 'bldgassess study MODEL -o {file}'.",
    "study.not_a_table": "The study file {file} holds no sections. Write a fresh one with 'bldgassess study MODEL -o {file}'.",
    "study.unknown_field": "{path} in {file} is not a setting. Check its spelling; 'bldgassess study MODEL' lists them all.",
    "study.bad_value": "{path} in {file} cannot be {given}: {reason}. Give a value that fits; 'bldgassess study MODEL' shows each unit.",
    "study.bad_assignment": "'{text}' is not a setting. Write section.field=value, such as operation.heating=heat_pump.",
    "study.bad_station": "There is no climate station named {station}. Choose one of: {choices}.",
    "study.bad_grid_region": "There is no grid factor for region {region}. Choose one of: {choices}.",
}
