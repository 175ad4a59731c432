"""Sentences about writing results back into copies of the model."""

MESSAGES: dict[str, str] = {
    "writeback.same_file": "{path} is {input}, which is read and never written. Give the copy another name with -o.",
    "writeback.one_for_many": "{path} is one file for {count} models. Give a folder with -o; each copy keeps its model's name.",
    "writeback.same_name": "Two of the models are named {name}, so their copies would be one file. Rename one, or write them one at a time.",
    "writeback.changed": "The file {file} changed while it was assessed. Run the command again.",
    "writeback.not_editable": "{file} cannot be added to safely: its text breaks the STEP format, so nothing was written. Export the model again.",
    "writeback.entangled": "{file} holds earlier results that other entities refer to ({sets}). Take these property sets out in the authoring tool, then run again.",
    "writeback.unplaced": "{count} elements or rooms could not be found again beyond doubt; their results were not written.",
    "writeback.kept_set": "{count} elements have a {set} of their own or from their type; it was kept and ours was not written.",
    "writeback.many_buildings": "{file} holds {count} buildings instead of one; the results of the whole were written on the project.",
}
