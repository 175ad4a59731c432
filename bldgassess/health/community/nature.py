"""Nature within sight and reach: the 3-30-300 rule (Konijnendijk 2022, doi 10.1007/s11676-022-01523-z)."""

from __future__ import annotations

from dataclasses import dataclass

from bldgassess.study.schema import HealthStudy

#: Three trees in view, 30 % canopy in the neighbourhood, 300 m to a public green space.
TREES, CANOPY_FRACTION, GREEN_M = 3, 0.30, 300.0


@dataclass(frozen=True, slots=True)
class Nature:
    """The three parts, ``None`` where the study does not say."""

    trees: bool | None
    canopy: bool | None
    green: bool | None

    @property
    def known(self) -> tuple[bool, ...]:
        """The parts that are known."""
        return tuple(part for part in (self.trees, self.canopy, self.green) if part is not None)

    @property
    def met(self) -> float | None:
        """How many of the three are met; ``None`` unless all are known."""
        return float(sum(self.known)) if len(self.known) == 3 else None


def compute_nature(health: HealthStudy) -> Nature:
    """Hold what the study declares against 3-30-300."""
    trees, canopy, green = health.trees_in_view, health.tree_canopy_fraction, health.green_distance_m
    return Nature(
        None if trees is None else trees >= TREES,
        None if canopy is None else canopy >= CANOPY_FRACTION,
        None if green is None else green <= GREEN_M,
    )
