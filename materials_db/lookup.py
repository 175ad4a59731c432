"""Looking a record up as a person does: by id, category, or a name in any language that the glossary knows."""

from __future__ import annotations

from collections.abc import Sequence

from materials_db.records import Candidate, FactorRecord
from materials_db.store import FactorStore
from materials_db.words import fold


def find_records(store: FactorStore, text: str, databases: Sequence[str], count: int = 40) -> tuple[Candidate, ...]:
    """Return the records that a text may mean, the likeliest first.

    An id comes before what the matcher takes the text for, then names that are alike, then records whose id, category
    or name holds the text. All databases are looked through, the given ones first.

    Parameters
    ----------
    store : FactorStore
        With the office's own records where there are some.
    text : str
        Nothing but blanks finds nothing.
    databases : sequence of str
        Order of preference.
    count : int
        The most that is returned.
    """
    wanted = fold(text)
    if not wanted:
        return ()
    others = sorted({record.database for record in store.records.values()} - set(databases))
    order = (*databases, *others)
    held = [record for record in store.records.values() if wanted in _held(record)]
    held.sort(key=lambda record: (order.index(record.database), record.id))
    found = [Candidate(record, 1.0, "id") for record in held if fold(record.id) == wanted]
    found += store.match(text, databases=order).candidates
    found += [item for item in store.search(text, count) if item.record.id in store.records]
    found += [Candidate(record, 0.0, "holds") for record in held]
    unique: dict[str, Candidate] = {}
    for item in found:
        unique.setdefault(item.record.id, item)
    return tuple(unique.values())[:count]


def _held(record: FactorRecord) -> str:
    names = (record.name_en, record.name_zh, record.name_orig)
    return "\n".join(fold(text) for text in (record.id, record.category, *names))
