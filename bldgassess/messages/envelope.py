"""Sentences about rooms, windows and constructions that cannot be as the model has them."""

MESSAGES: dict[str, str] = {
    "envelope.bare_rooms": "{count} rooms have no wall, floor or roof; each was closed by a face as large as its floor that lets no heat through. Check their shapes.",
    "envelope.window_over_wall": "{count} windows and doors are larger than the wall that their room has there; all of their area counts. Check their sizes.",
    "envelope.impossible_u": "The U-values of {count} elements are not between {least} and {most} W/(m2 K) and were not used; their layers or the study stand in. Check them in the model.",
    "envelope.impossible_layers": "The layers of {count} elements are thicker than {thickness} m together or insulate beyond {least} W/(m2 K). Check thicknesses and units in the model.",
}
