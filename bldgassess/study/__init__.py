"""The study: every assumption a person may change, with its default, unit and source as data."""

from bldgassess.study.assumed import study_assumptions
from bldgassess.study.defaults import Default, defaults
from bldgassess.study.edits import Edit, apply_edit, diff_studies, invert, make_edit
from bldgassess.study.measures import Measure, active_measures, load_measures
from bldgassess.study.measures_apply import Applied, apply_measures, measure_assumptions
from bldgassess.study.read import make_study, read_study, set_values, study_yaml
from bldgassess.study.schema import Study

__all__ = [
    "Applied",
    "Default",
    "Edit",
    "Measure",
    "Study",
    "active_measures",
    "apply_edit",
    "apply_measures",
    "defaults",
    "diff_studies",
    "invert",
    "load_measures",
    "make_edit",
    "make_study",
    "measure_assumptions",
    "read_study",
    "set_values",
    "study_assumptions",
    "study_yaml",
]
