"""Errors and notices as codes with parameters; sentences are made at the border (``bldgassess.messages``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "info"]
ParamValue = str | int | float


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing a person should know: a code, the values for its sentence, the elements it is about.

    Parameters
    ----------
    code : str
        Key of ``bldgassess.messages``, such as ``"ifc.unsupported_schema"``.
    params : mapping
        Values for the sentence's placeholders.
    ids : tuple of str
        GlobalIds of the elements concerned.
    severity : {"error", "warning", "info"}
    """

    code: str
    params: Mapping[str, ParamValue] = field(default_factory=dict)
    ids: tuple[str, ...] = ()
    severity: Severity = "error"


class UserError(Exception):
    """Something the user can mend. Carries every problem found, not the first (exit status 2)."""

    def __init__(self, issues: Issue | Iterable[Issue]) -> None:
        self.issues: tuple[Issue, ...] = (issues,) if isinstance(issues, Issue) else tuple(issues)
        super().__init__("; ".join(issue.code for issue in self.issues))


class Cancelled(Exception):  # noqa: N818 - not an error: the user asked for it
    """The user cancelled the job (exit status 130)."""
