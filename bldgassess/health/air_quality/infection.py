"""Airborne infection: Wells-Riley with the transient of a room that fills up, and equivalent clean air."""

from __future__ import annotations

import math
from dataclasses import dataclass

from bldgassess.health.air_quality.tables import Row, by_key
from bldgassess.health.limits import Limits, occupant_values


@dataclass(frozen=True, slots=True)
class Exposure:
    """Quanta in the air in the end and on average over the stay [quanta/m3], and the probability [0-1]."""

    steady: float
    mean: float
    probability: float


def wells_riley_steady(
    infectors: float, quanta_1_h: float, breathing_m3_h: float, hours: float, clean_air_m3_h: float
) -> float:
    """Return P = 1 - exp(-I q p t / Q).

    >>> round(wells_riley_steady(1, 14, 0.3, 3, 100), 6)
    0.118385
    """
    return -math.expm1(-infectors * quanta_1_h * breathing_m3_h * hours / clean_air_m3_h)


def wells_riley_transient(
    volume_m3: float, quanta_1_h: float, loss_1_h: float, breathing_m3_h: float, hours: float
) -> Exposure:
    """Return the exposure in a room that starts clean: C_avg = E/(lam V) [1 - (1 - exp(-lam t))/(lam t)].

    >>> round(wells_riley_transient(810, 970, 2.15, 0.85, 2.5).probability, 4)
    0.6188
    """
    steady = quanta_1_h / (loss_1_h * volume_m3)
    passed = loss_1_h * hours
    mean = steady * (1.0 + math.expm1(-passed) / passed)
    return Exposure(steady, mean, -math.expm1(-breathing_m3_h * mean * hours))


def target_row(building_use: str, room_use: str) -> Row:
    """Return the row of the equivalent clean air that ASHRAE 241 asks in this room."""
    table = by_key("ecai.csv", "use")
    return table.get(room_use) or table[building_use]


def ecai_limits(row: Row, shape: Limits) -> Limits:
    """Return the limits of a room [l/(s person)]: classes by the share of the target, 1.5, 1, 0.75, 0.5."""
    target = float(row["ecai_l_s_person"])
    a, b, c, d = (target * share for share in shape.classes)
    return Limits(
        "I8", row["use"], "higher", (a, b, c, d), 0.0, "l/(s person)", row["clause"], row["source"], row["evidence"]
    )


def room_risk(volume_m3: float, air_change_1_h: float, purifier_m3_h: float) -> Exposure:
    """Return the exposure of a person who stays with one who talks, by the defaults of ``occupants.csv``."""
    values = occupant_values()
    loss = air_change_1_h + values["virus_decay_1_h"].value + values["virus_deposition_1_h"].value
    loss += purifier_m3_h / volume_m3
    return wells_riley_transient(
        volume_m3,
        values["quanta_speaking_1_h"].value,
        loss,
        values["breathing_seated_m3_h"].value,
        values["infection_exposure_h"].value,
    )
