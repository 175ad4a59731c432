"""Free search over the names of all records: words, and pairs of characters for Chinese, weighted by rarity."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from materials_db.factors import load_factors
from materials_db.matching import normal
from materials_db.records import Candidate, FactorRecord


def _tokens(text: str) -> list[str]:
    found = []
    for word in re.findall(r"[a-z0-9äöüßæøåé./]+|[\u4e00-\u9fff]+|[\u0400-\u04ff]+", normal(text)):
        if "\u4e00" <= word[0] <= "\u9fff":
            found += [word[k : k + 2] for k in range(max(1, len(word) - 1))]
        else:
            found.append(word)
    return found


@cache
def _index() -> tuple[dict[str, float], tuple[tuple[FactorRecord, Counter[str], float], ...]]:
    entries = []
    frequency: Counter[str] = Counter()
    for record in load_factors().values():
        tokens = Counter(_tokens(f"{record.name_en} {record.name_zh} {record.name_orig}"))
        entries.append((record, tokens))
        frequency.update(tokens.keys())
    weights = {token: math.log(1.0 + len(entries) / count) for token, count in frequency.items()}
    return weights, tuple(
        (record, tokens, math.sqrt(math.fsum(weights[token] ** 2 for token in sorted(tokens))))
        for record, tokens in entries
    )


def search_records(text: str, count: int, databases: Sequence[str] | None = None) -> tuple[Candidate, ...]:
    """Return the records whose names are nearest to a text, best first, with a score 0-1 (cosine)."""
    weights, entries = _index()
    tokens = sorted(set(_tokens(text)))
    known = [token for token in tokens if token in weights]
    if not known:
        return ()
    rarest = max(weights.values())
    length = math.sqrt(math.fsum(weights.get(token, rarest) ** 2 for token in tokens))
    found = []
    for record, own, norm in entries:
        if databases is not None and record.database not in databases:
            continue
        score = math.fsum(weights[token] ** 2 for token in known if token in own) / (length * norm)
        if score > 0.0:
            found.append(Candidate(record, round(min(1.0, score), 6), "text"))
    found.sort(key=lambda item: (-item.score, item.record.id))
    return tuple(found[:count])
