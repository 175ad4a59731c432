"""What the worker does for the Materials page: the factor store is there and not in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bldgassess.pipeline.applied import apply_study
from bldgassess.pipeline.material_options import MaterialOption, MaterialOptions, OptionFinder
from bldgassess.pipeline.office import office_from_environment, remember_choices, with_office
from bldgassess.progress import Progress
from bldgassess.project import now_utc
from materials_db.lookup import find_records

if TYPE_CHECKING:
    from ui.engine import Engine
    from ui.wire import Ask


def find_alternatives(engine: Engine, request: Ask, progress: Progress) -> tuple[object, list[MaterialOptions]]:
    """Return what names may be taken for. Values: a token that comes back with the answer, the names."""
    token, names = request.values
    finder = _finder(engine, request)
    found = []
    for place, name in enumerate(names):
        progress("", place / len(names))
        found.append(finder.options(name))
    return token, found


def search_library(engine: Engine, request: Ask, progress: Progress) -> tuple[object, list[MaterialOption]]:
    """Return records for a text, each with what it makes of some names. Values: a token, the text, the names."""
    token, text, names = request.values
    records = [item.record for item in find_records(engine.data.store, text, request.study.carbon.databases)]
    weigh = _finder(engine, request).weigher(names) if names else None
    found = []
    for place, record in enumerate(records):
        progress("", place / len(records))
        found.append(MaterialOption(record, 0.0, weigh(record) if weigh else None))
    return token, found


def remember_for_office(engine: Engine, request: Ask, _progress: Progress) -> int:
    """Write choices into the office's file and use them from now on. Values: (name, record id, score) each, who."""
    chosen, who = request.values
    folder = office_from_environment()
    written = remember_choices(folder, chosen, who=who, when=now_utc())
    engine.data, engine.finder = with_office(engine.data, folder), None
    return written


def _finder(engine: Engine, request: Ask) -> OptionFinder:
    known = engine.finder
    if known is not None and known[:2] == (request.paths, request.study):
        return known[2]
    model, applied = apply_study(engine.building(request.paths), request.study, None)
    finder = OptionFinder(model.value, applied.study, engine.data.store)
    engine.finder = request.paths, request.study, finder
    return finder
