"""Sentences about: the window's own refusals."""

MESSAGES: dict[str, str] = {
    "window.locked": "{name} is locked, so its study cannot be changed. Unlock it, or branch a variant from it (Ctrl+D).",
    "window.no_name": "A variant needs a name. Type one, or press Esc to keep the old one.",
    "window.name_taken": "Another variant is called {name}. Choose another name.",
    "window.bad_size": "{size} is no size of a window. Give width and height such as 1280x800, or 2560x1440@2 for a screen at 200 %.",
    "window.out_of_bounds": "{value} is outside {least} to {most} {unit}. Nothing was changed.",
    "window.fault": "Something went wrong in the window ({reason}). What you see may be out of date; go on, try again, or report the problem.",
    "window.settings_damaged": "The settings in {file} are damaged and were not read. The window starts as new; your models are not touched.",
    "window.setting_not_read": "The setting {name} in {file} is not one that this version knows how to use. Its usual value is taken.",
}
