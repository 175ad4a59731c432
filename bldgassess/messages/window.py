"""Sentences about: window."""

MESSAGES: dict[str, str] = {
    "window.fault": "Something went wrong in the window ({reason}). What you see may be out of date; go on, try again, or report the problem.",
    "window.settings_damaged": "The settings in {file} are damaged and were not read. The window starts as new; your models are not touched.",
    "window.setting_not_read": "The setting {name} in {file} is not one that this version knows how to use. Its usual value is taken.",
}
