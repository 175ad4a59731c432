"""Check values of ratings and burden: topic -> figures by our own functions."""

from __future__ import annotations

from collections.abc import Callable

from bldgassess.health.burden.mortality import attributable_fraction
from bldgassess.health.checks.thermal import Figures, Inputs
from bldgassess.health.ratings.tail import tail_class, tail_overall


def _tail(inputs: Inputs) -> Figures:
    return {"classes": " ".join(tail_class(inputs["parameter"], float(value)) for value in inputs["values"])}


def _overall(inputs: Inputs) -> Figures:
    return {"overall": tail_overall([inputs[key] for key in ("T", "A", "I", "L")])}


def _fraction(inputs: Inputs) -> Figures:
    return {"AF": attributable_fraction(inputs["RR"], inputs["dC"])}


TOPICS: dict[str, Callable[[Inputs], Figures]] = {
    "tail_class": _tail,
    "tail_overall": _overall,
    "attributable_fraction": _fraction,
}
