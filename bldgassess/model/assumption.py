"""What was assumed because the model did not say."""

from __future__ import annotations

from dataclasses import dataclass

from bldgassess.errors import ParamValue


@dataclass(frozen=True, slots=True)
class Assumption:
    """A value that was not in the model.

    Parameters
    ----------
    id : str
        Dotted id, unique in an assessment, such as ``"operation.heating_setpoint_c"``.
    value, unit : the value used and its unit
    source : where the value comes from (standard, table, or "assumption of this program")
    effect : what it acts on, an English message id that the border translates
    quality : "A", "B", "C", "D" (from memory, unverified) or "S" (our scenario); "P" set by the person
    """

    id: str
    value: ParamValue
    unit: str
    source: str
    effect: str
    quality: str = "S"
