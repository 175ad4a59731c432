"""Sentences about measures and constructions made by hand."""

MESSAGES: dict[str, str] = {
    "measures.unknown": "There is no measure named {id}. Choose one of: {choices}.",
    "measures.unknown_parameter": "The measure {id} has no parameter {name}. It takes: {choices}.",
    "measures.out_of_range": "{name} of the measure {id} cannot be {value}. Give a figure from {least} to {most} {unit}.",
    "measures.bad_choice": "{name} of the measure {id} cannot be {value}. Choose one of: {choices}.",
    "measures.conflict": "The measures {first} and {second} cannot stand together. Leave one of them out.",
    "measures.needs": "The measure {id} needs {path} = {value}. Set it, or choose the measure that does.",
    "measures.no_layers": "The construction for {key} has no layers. Give at least one, or leave it out.",
    "measures.construction_on_nothing": "The construction for {key} fits nothing in this model. Name an element, a type of elements, or a building part such as external_wall.",
    "measures.not_layered": "The construction for {key} cannot be made of layers: it is {part}. Only walls, roofs and slabs can.",
    "measures.no_record": "{name} is no record of {databases} nor a product that one of them has. Choose another, or add a database to carbon.databases.",
}
