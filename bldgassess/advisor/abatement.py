"""Each level of each measure alone against the study as it stands: a list that can be checked by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bldgassess.advisor.genetic import single_moves
from bldgassess.advisor.result import Abatement, Point
from bldgassess.advisor.space import Candidate, Space


def compute_abatement(space: Space, points: Sequence[Point], place: Mapping[Candidate, int]) -> tuple[Abatement, ...]:
    """Return every allowed level alone, what saves most whole-life carbon first; equal ones in the space's order.

    A level that cannot stand alone (it needs another measure) or that the engine refuses is not among them.
    """
    before = points[place[space.base]].outcome
    classes = dict(before.health_classes)
    rows: list[Abatement] = []
    for candidate in single_moves(space)[1:]:
        if candidate not in place:
            continue
        after = points[place[candidate]].outcome
        (moved,) = space.moved(candidate)
        choice = space.choices[moved]
        rows.append(
            Abatement(
                path=choice.path,
                level=choice.levels[candidate[moved]],
                candidate=candidate,
                carbon_kgco2e=after.carbon_kgco2e - before.carbon_kgco2e,
                embodied_kgco2e=after.embodied_kgco2e - before.embodied_kgco2e,
                operational_kgco2e=after.operational_kgco2e - before.operational_kgco2e,
                carbon_kgco2e_per_m2_gia=after.carbon_kgco2e_per_m2_gia - before.carbon_kgco2e_per_m2_gia,
                health_points=after.health_score - before.health_score,
                label_points=after.label_points - before.label_points,
                level_before=before.label_level,
                level_after=after.label_level,
                classes=tuple(
                    (key, classes[key], new) for key, new in after.health_classes if classes.get(key, new) != new
                ),
                cost=None if after.cost is None or before.cost is None else after.cost - before.cost,
            )
        )
    return tuple(sorted(rows, key=lambda row: row.carbon_kgco2e))
