"""Sentences about: the window's own refusals."""

MESSAGES: dict[str, str] = {
    "window.locked": "{name} is locked, so its study cannot be changed. Unlock it, or branch a variant from it (Ctrl+D).",
    "window.no_name": "A variant needs a name. Type one, or press Esc to keep the old one.",
    "window.name_taken": "Another variant is called {name}. Choose another name.",
    "window.out_of_bounds": "{value} is outside {least} to {most} {unit}. Nothing was changed.",
}
