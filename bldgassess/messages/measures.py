"""Sentences about measures and constructions made by hand."""

MESSAGES: dict[str, str] = {
    "measures.unknown": "There is no measure named {id}. Choose one of: {choices}.",
    "measures.unknown_parameter": "The measure {id} has no parameter {name}. It takes: {choices}.",
    "measures.out_of_range": "{name} of the measure {id} cannot be {value}. Give a figure from {least} to {most} {unit}.",
    "measures.bad_choice": "{name} of the measure {id} cannot be {value}. Choose one of: {choices}.",
    "measures.conflict": "The measures {first} and {second} cannot stand together. Leave one of them out.",
    "measures.needs": "The measure {id} needs {path} = {value}. Set it, or choose the measure that does.",
}
