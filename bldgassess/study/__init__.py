"""The study: every assumption a person may change, with its default, unit and source as data."""

from bldgassess.study.defaults import Default, defaults
from bldgassess.study.schema import Study

__all__ = ["Default", "Study", "defaults"]
