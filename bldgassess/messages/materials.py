"""Sentences about: materials."""

MESSAGES: dict[str, str] = {
    "materials.nothing_to_search": "There is no name to look up. Give names, or a file of names with --file.",
    "materials.cannot_read_names": "The file {file} cannot be read as text. Save it as UTF-8, one name a line.",
    "materials.stand_in": "{count} elements name no usable material; the usual product of their building part stands in.",
    "materials.thinned": "{count} elements have a metal or paint layer drawn thicker than such layers are; a usual solid thickness was counted.",
    "materials.ask": "{count} elements have material names that were matched with doubt. Check them on the Model page.",
    "materials.even_split": "{count} elements list several materials without saying how much of each; an even split was assumed. Use layers or constituents with fractions.",
    "materials.unmapped": "{count} elements have no factor at all and count nothing.",
    "materials.excluded": "{count} elements (furniture, services, other) lie outside the assessed building parts.",
}
