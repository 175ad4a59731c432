"""Sentences about: results."""

MESSAGES: dict[str, str] = {
    "results.cannot_write": "{path} cannot be written ({reason}). Close it in other programs or choose another folder with --out, then try again.",
    "results.cannot_read": "The results {file} cannot be read ({reason}). Check the name and place, or make them with 'bldgassess assess MODEL --out DIR'.",
    "results.not_json": "{file} is damaged: it is not valid JSON. Make it again with 'bldgassess assess MODEL --out DIR'.",
    "results.not_ours": "{file} is not a results file of this program. Give results.json, or its folder, as written by 'bldgassess assess MODEL --out DIR'.",
    "results.no_inventory": "There is no readable {file} beside the results, and the figure cannot be traced without it. Make both again with 'bldgassess assess MODEL --out DIR'.",
    "results.no_such_figure": "There is no figure {path} in these results. Choose one of: {choices}.",
    "results.bad_language": "There is no language {language}. Choose one of: {choices}.",
    "results.not_available": "{option} {value} is not in this version. Choose one of: {choices}.",
    "results.bug": "This is a bug in bldgassess ({reason}). Please report it: Help > Report a problem.",
    "results.worker_died": "The computation ended unexpectedly ({reason}). What was read stays. Try again.",
    "results.compare_needs_two": "One item cannot be compared. Give two or more models or result folders; the first is the base.",
    "results.different_basis": "{base} and {other} differ in {path}. Assess both on the same basis before comparing their figures.",
}
