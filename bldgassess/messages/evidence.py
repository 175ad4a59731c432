"""Sentences about: the evidence register."""

MESSAGES: dict[str, str] = {
    "evidence.exists": "{file} is there already. Choose another name; a register is never overwritten.",
    "evidence.missing": "There is no evidence register {file}. Make one with: bldgassess evidence init.",
    "evidence.not_ours": "{file} is no evidence register of this program. Choose a file made by: bldgassess evidence init.",
    "evidence.broken": "Row {number} of {file} is not what was entered. Go back to a copy from before; nothing was changed.",
    "evidence.busy": "{file} is being written by another program. Close that and try again; nothing was changed.",
    "evidence.cannot_use": "{file} cannot be used ({reason}). Check the disk and the rights to the file; nothing was changed.",
    "evidence.no_file": "There is no file {file}. Check its name and place.",
    "evidence.cannot_read": "{file} cannot be read ({reason}). Check the rights to it.",
    "evidence.outside": "{file} is not in the folder of {register}. Copy it there, so that register and evidence move together.",
    "evidence.bad_kind": "There is no kind of evidence named {kind}. Choose one of: {choices}.",
    "evidence.no_piece": "There is no piece of evidence {piece}. Look its number up with: bldgassess evidence list.",
    "evidence.other_criterion": "Piece {piece} is for criterion {criterion}. Hand the file in for that one, or without a number.",
    "evidence.wrong_step": "Piece {piece} is {state}; it cannot take the step: {action}. Look at its history.",
    "evidence.both_roles": "{person} acted as {role} in this register, and this step is the {needed}'s. Let another person do it.",
    "evidence.why_missing": "Piece {piece} is sent back or taken out without a reason. Say why.",
    "evidence.changed": "{file} of piece {piece} is not what was handed in. Let the assessor hand it in again before it is accepted.",
    "evidence.bad_text": "An act needs the id of a person; texts have at most {longest} letters. Shorten or add them.",
    "evidence.bad_date": "{date} is no date. Write it as YYYY-MM-DD.",
    "evidence.differs": "The hash differs: {file} of piece {piece} ({criterion}) is not what was handed in. It proves nothing until it is handed in and accepted again.",
    "evidence.gone": "{file} of piece {piece} ({criterion}) is not there. It proves nothing until it is back beside the register.",
}
