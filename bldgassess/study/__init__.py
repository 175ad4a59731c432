"""The study: every assumption a person may change, with its default, unit and source as data."""

from bldgassess.study.assumed import study_assumptions
from bldgassess.study.defaults import Default, defaults
from bldgassess.study.edits import Edit, apply_edit, diff_studies, invert, make_edit
from bldgassess.study.read import make_study, read_study, set_values, study_yaml
from bldgassess.study.schema import Study

__all__ = [
    "Default",
    "Edit",
    "Study",
    "apply_edit",
    "defaults",
    "diff_studies",
    "invert",
    "make_edit",
    "make_study",
    "read_study",
    "set_values",
    "study_assumptions",
    "study_yaml",
]
