"""The factor store: records by id, search, and the match of a material name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from materials_db.factors import load_factors
from materials_db.matching import ENOUGH, MARGIN, SURE, Scored, normal, score_products
from materials_db.placeholders import is_placeholder
from materials_db.products import Product, part_products
from materials_db.records import Candidate, FactorRecord, Match
from materials_db.search import search_records
from materials_db.tables import data_digest

#: Building parts counted by their area, whatever their materials are called.
AREA_PARTS = frozenset({"window", "door", "curtain_wall"})
_CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class FactorStore:
    """All records with id, version and digest of the tables."""

    records: Mapping[str, FactorRecord]
    info: tuple[str, str, str]

    def record(self, identity: str) -> FactorRecord:
        """Return a record.

        Raises
        ------
        KeyError
            When there is none of that id.
        """
        return self.records[identity]

    def search(self, text: str, count: int = 10, databases: Sequence[str] | None = None) -> tuple[Candidate, ...]:
        """Return records whose names are nearest to a text."""
        return search_records(text, count, databases)

    def product_record(self, product: Product, databases: Sequence[str]) -> FactorRecord | None:
        """Return the record of a product in the first of the databases that has one."""
        for database in databases:
            for identity in product.records:
                if self.records[identity].database == database:
                    return self.records[identity]
        return None

    def default_product(self, part: str) -> Product | None:
        """Return what stands in for an element of a part that names no usable material."""
        return part_products().get(part)

    def match(self, name: str, *, part: str = "", databases: Sequence[str], chosen_id: str | None = None) -> Match:
        """Take a material name for a record.

        Parameters
        ----------
        name : str
            As the model has it.
        part : str
            Building part; windows and doors are matched among products that are counted by area.
        databases : sequence of str
            Order of preference.
        chosen_id : str, optional
            A record that a person chose for this name.
        """
        if chosen_id is not None and chosen_id in self.records:
            record = self.records[chosen_id]
            return Match(name, "match", record, 1.0, "chosen", "", (Candidate(record, 1.0, "chosen"),))
        reason = is_placeholder(name)
        if reason is not None:
            return Match(name, "unmappable", None, 0.0, "none", f"the name says no material ({reason})", ())
        exact = self._exact(name, databases)
        if exact is not None and (exact.declared_unit == "m2") >= (part in AREA_PARTS):
            return Match(name, "match", exact, 1.0, "text", "", self._candidates(name, (), databases, exact))
        scored = score_products(name, area_counted=True if part in AREA_PARTS else None)
        scored = tuple(item for item in scored if self.product_record(item.product, databases))
        candidates = self._candidates(name, scored, databases, None)
        if not scored or scored[0].score < ENOUGH:
            return Match(name, "unmappable", None, 0.0, "none", "", candidates)
        best = scored[0]
        record_ = self.product_record(best.product, databases)
        rival = scored[1].score if len(scored) > 1 else 0.0
        sure = best.score >= SURE and (best.score - rival >= MARGIN or not best.product.is_generic)
        fallback = "" if record_ and record_.database == databases[0] else _other_database(best.product, databases)
        decision: Literal["match", "ask"] = "match" if sure else "ask"
        key = best.product.key
        return Match(name, decision, record_, best.score, "glossary", fallback, candidates, key)

    def _exact(self, name: str, databases: Sequence[str]) -> FactorRecord | None:
        wanted = normal(name)
        found = [
            record
            for record in self.records.values()
            if record.database in databases
            and wanted
            in {
                normal(text)
                for text in (
                    record.name_en,
                    record.name_zh,
                    record.name_orig,
                    f"{record.name_en} {record.name_zh}",
                )
                if text
            }
        ]
        found.sort(key=lambda record: (databases.index(record.database), record.id))
        return found[0] if found and wanted else None

    def _candidates(
        self, name: str, scored: Sequence[Scored], databases: Sequence[str], first: FactorRecord | None
    ) -> tuple[Candidate, ...]:
        found: dict[str, Candidate] = {first.id: Candidate(first, 1.0, "text")} if first else {}
        for item in scored[:_CANDIDATES]:
            record = self.product_record(item.product, databases)
            if record:
                found.setdefault(record.id, Candidate(record, item.score, "glossary"))
        for candidate in search_records(name, _CANDIDATES, databases):
            found.setdefault(candidate.record.id, candidate)
        return tuple(found.values())[:_CANDIDATES]


def _other_database(product: Product, databases: Sequence[str]) -> str:
    return f"{databases[0]} has no record of {product.name_en}; the next database with one was used"


@cache
def load_store() -> FactorStore:
    """Load the shipped tables.

    Raises
    ------
    DataError
        When a table is wrong, with file and row.
    """
    identity, version = files("materials_db").joinpath("data", "version.txt").read_text(encoding="utf-8").split()
    return FactorStore(load_factors(), (identity, version, data_digest()))
