"""Sentences about: tools for agents."""

MESSAGES: dict[str, str] = {
    "agents.not_installed": "The server for agents needs the package mcp. Install it with: pip install 'bldgassess[agents]'.",
    "agents.no_model": "There is no open model {handle}. Open it with open_model; open are: {choices}.",
    "agents.no_result": "There is no result {handle}. Make one with assess; at hand are: {choices}.",
    "agents.no_measure": "There is no measure {id}. Choose one of: {choices}.",
    "agents.read_only": "Nothing is written: the server was started without a project folder. Start it with --project FOLDER.",
    "agents.not_a_folder": "{path} is no folder. Give --project a folder that exists.",
    "agents.outside": "{folder} leads out of the project folder or over a link. Give a plain folder name inside it.",
    "agents.exists": "{file} is there already. Choose another folder, or say overwrite.",
    "agents.quick_result": "{handle} was computed in steps of an hour and is not exported. Assess again with quick off.",
}
