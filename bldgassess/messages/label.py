"""Sentences about: label."""

MESSAGES: dict[str, str] = {
    "label.cannot_read": "The criteria catalogue {file} cannot be read ({reason}). Check its name and place.",
    "label.not_yaml": "The criteria catalogue {file} is not valid YAML. Take a fresh copy.",
    "label.bad_catalogue": "The criteria catalogue {file} breaks a rule at {place}: {reason}. Mend it or take a fresh copy.",
    "label.bad_stage": "The catalogue has no stage {stage}. Choose one of: {choices}.",
}
