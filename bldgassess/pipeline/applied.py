"""The building and the study that every stage works with: own areas and measures applied, known by their content."""

from __future__ import annotations

from bldgassess.model import Building
from bldgassess.pipeline.area import with_reference_area
from bldgassess.pipeline.cache import Chain, Keyed, StageCache
from bldgassess.study import Applied, Study, apply_measures


def apply_study(building: Building, study: Study, cache: StageCache | None) -> tuple[Keyed[Building], Applied]:
    """Return the building as the study has it, and what its measures make of the study.

    A building that comes out as it went in is the same input as before; one that was changed is known by its content,
    so that a measure elsewhere does not make it a new one.
    """
    chain = Chain(study, cache)
    applied = apply_measures(study, with_reference_area(building, study))
    keyed = chain.source(building) if applied.building is building else chain.plain(applied.building)
    return keyed, applied
