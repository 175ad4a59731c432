"""How fit a model is for assessment: weighted checks as data, each finding with its elements and how to mend it."""

from bldgassess.ifc.readiness.compute import COVERED_ISSUES, compute_readiness
from bldgassess.ifc.readiness.facts import compute_facts
from bldgassess.ifc.readiness.result import Cap, Facts, Finding, Readiness
from bldgassess.ifc.readiness.tables import HintRow, hint_rows
from bldgassess.ifc.readiness.view import decision, size_order

__all__ = [
    "COVERED_ISSUES",
    "Cap",
    "Facts",
    "Finding",
    "HintRow",
    "Readiness",
    "compute_facts",
    "compute_readiness",
    "decision",
    "hint_rows",
    "size_order",
]
