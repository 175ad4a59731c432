"""What the criteria catalogue says beside what results carry: read in the worker, for the file is large."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bldgassess.progress import Progress
    from ui.engine import Engine
    from ui.wire import Ask


@dataclass(frozen=True, slots=True)
class CriterionWords:
    """What a criterion asks, in the catalogue's words, and the condition that levels put on it.

    ``operator``: "<=", ">=", "calculated", "document" or "" where there is no condition; ``levels``: titles by language
    of the levels that ask for it, empty for all.
    """

    intent: str
    note: str
    operator: str = ""
    limit: float | None = None
    levels: tuple[dict[str, str], ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class CatalogueWords:
    """Words of a catalogue: of its criteria by id."""

    criteria: dict[str, CriterionWords]


def criteria_words(engine: Engine, request: Ask, _progress: Progress) -> CatalogueWords:
    """Return the words of the catalogue that a study names.

    Raises
    ------
    UserError
        When there is no such catalogue or its file has an error.
    """
    from bldgassess.pipeline.data import choose_catalogue

    catalogue, _ = choose_catalogue(request.study, engine.data)
    titles = {level.id: level.by_language() for level in catalogue.header.levels}
    found = {}
    for item in catalogue.criteria:
        rule = item.prerequisite
        if rule is None:
            found[item.id] = CriterionWords(item.intent, item.note)
            continue
        levels = () if "all" in rule.levels else tuple(titles[key] for key in rule.levels)
        found[item.id] = CriterionWords(item.intent, item.note, rule.op, rule.value, levels, rule.text)
    return CatalogueWords(found)
