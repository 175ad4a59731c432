"""Sentences about: the report on screen, and what bars a signature."""

MESSAGES: dict[str, str] = {
    "report.no_preview": "The preview needs pypdfium2. Install it with: pip install 'bldgassess[report]'. Saving, locking and signing work without it.",
    "report.no_reason": "These plausibility checks are outside their bands and nobody has said why: {checks}. Write a reason for each; then sign.",
    "report.no_copy": "{file} could not be copied beside the project ({reason}). Check the disk and the rights to the folder.",
}
