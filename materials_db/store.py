"""The factor store: records by id, search, the match of a material name, and the same names in other databases."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from materials_db.choices import OfficeChoices
from materials_db.errors import InputError
from materials_db.factors import load_factors
from materials_db.matching import Reading, Scored, load_weights, read_name
from materials_db.placeholders import is_placeholder
from materials_db.products import Product, load_products, part_products
from materials_db.records import Candidate, FactorRecord, Match
from materials_db.search import search_records
from materials_db.tables import data_digest
from materials_db.words import normal

#: Building parts counted by their area, whatever their materials are called.
AREA_PARTS = frozenset({"window", "door", "curtain_wall"})
_CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class FactorStore:
    """All records with id, version and digest of the tables, and the office's accepted choices."""

    records: Mapping[str, FactorRecord]
    info: tuple[str, str, str]
    office: OfficeChoices = field(default_factory=OfficeChoices)
    _names: dict[str, tuple[str, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def with_office(self, office: OfficeChoices) -> FactorStore:
        """Return a store that knows the office's choices; its digest tells it apart from one that does not."""
        identity, version, digest = self.info
        if office.choices:
            digest = hashlib.sha256(f"{digest} {office.digest}".encode()).hexdigest()
        return replace(self, office=office, info=(identity, version, digest))

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
        identity = _first_records(tuple(databases)).get(product.key)
        return self.records[identity] if identity else None

    def records_by_database(self, product: Product) -> dict[str, tuple[FactorRecord, ...]]:
        """Return the records that stand for a product by database, best first in each, databases sorted."""
        found: dict[str, list[FactorRecord]] = {}
        for identity in product.records:
            found.setdefault(self.records[identity].database, []).append(self.records[identity])
        return {database: tuple(found[database]) for database in sorted(found)}

    def default_product(self, part: str) -> Product | None:
        """Return what stands in for an element of a part that names no usable material."""
        return part_products().get(part)

    def match(self, name: str, *, part: str = "", databases: Sequence[str], chosen_id: str | None = None) -> Match:
        """Take a material name for a record.

        In this order: the record chosen in this project, the office's choice, a record of exactly this name (or its
        product's record in a database that is preferred to its own), the product with the most evidence
        (``materials_db.matching``). Below the thresholds of ``match_weights.csv`` the decision is "ask" or
        "unmappable", never a silent guess.

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

        Raises
        ------
        InputError
            When the chosen record is not in this store: another one in its place would be a silent guess.
        """
        if chosen_id is not None:
            if chosen_id not in self.records:
                raise InputError("materials.choice_missing", {"id": chosen_id[:60], "material": name[:60]})
            return self._taken(name, self.records[chosen_id], "chosen", 1.0)
        choice = self.office.find(name, part)
        if choice is not None and choice.record_id in self.records:
            return self._taken(name, self.records[choice.record_id], "office", choice.score)
        if (reason := is_placeholder(name)) is not None:
            return Match(name, "unmappable", None, 0.0, "none", f"the name says no material ({reason})", ())
        if self.records is load_factors():
            return _match_shipped(name, part, tuple(databases))
        return self._match_plain(name, part, databases)

    def _match_plain(self, name: str, part: str, databases: Sequence[str]) -> Match:
        exact = self._exact(name, databases)
        if exact is not None and (exact.declared_unit == "m2") >= (part in AREA_PARTS):
            return self._named(name, part, exact, databases)
        return self._by_product(name, part, databases)

    def rematch(
        self, matches: Mapping[str, Match], databases: Sequence[str], *, parts: Mapping[str, str] | None = None
    ) -> dict[str, Match]:
        """Return the same names matched under another order of databases: "same inventory, other database".

        Readings are kept, so only the way from product to record is new. What a person chose stays.

        Parameters
        ----------
        matches : mapping
            Key -> match, as ``Inventory.matches`` has them.
        parts : mapping, optional
            Key -> building part, for keys of elements that are counted by area.
        """
        parts = parts or {}
        found = {}
        for key, match in matches.items():
            chosen = match.record.id if match.method == "chosen" and match.record else None
            found[key] = self.match(match.query, part=parts.get(key, ""), databases=databases, chosen_id=chosen)
        return found

    def _taken(self, name: str, record: FactorRecord, method: str, score: float) -> Match:
        product = _product_of(record.id)
        candidates = (Candidate(record, score, method, product),)
        return Match(name, "match", record, score, method, "", candidates, product, (), 1.0)

    def _named(self, name: str, part: str, record: FactorRecord, databases: Sequence[str]) -> Match:
        """Take the record that bears the name, or its product's record in a database that is preferred to its own."""
        scored = _usable(name, part, tuple(databases))
        key = self._product_named(record, scored, databases)
        named = Candidate(record, 1.0, "text", key)
        first = named
        if key and record.id in load_products()[key].records:
            preferred = self.product_record(load_products()[key], databases)
            if preferred and preferred.database != record.database:
                first = Candidate(preferred, 1.0, "text", key)
        others = self._candidates(name, scored, databases, first)[1:]
        rest = [named, *others] if named is not first else others
        candidates = tuple({item.record.id: item for item in (first, *rest)}.values())[:_CANDIDATES]
        return Match(name, "match", first.record, 1.0, "text", "", candidates, key, (), 1.0)

    def _product_named(self, record: FactorRecord, scored: Sequence[Scored], databases: Sequence[str]) -> str:
        """Return the product that a record stands for, the likeliest by its name; else the best of its category."""
        for item in scored:
            if record.id in item.product.records:
                return item.product.key
        if key := _product_of(record.id):
            return key
        usual = self.product_record(scored[0].product, databases) if scored else None
        return scored[0].product.key if usual and usual.category == record.category else ""

    def _by_product(self, name: str, part: str, databases: Sequence[str]) -> Match:
        scored = _usable(name, part, tuple(databases))
        reading = read_name(name, part)
        usable = {item.product.key for item in scored}
        barred = next((item for item in reading.ranked if item.product.key not in usable), None)
        if barred is not None and barred.score < load_weights()["enough"]:
            barred = None
        shown = scored if barred is None else (*scored[:1], barred, *scored[1:])
        candidates = self._candidates(name, shown, databases, None)
        margin = scored[0].score - (scored[1].score if len(scored) > 1 else 0.0) if scored else 0.0
        decision = _decide(reading, scored, margin)
        if decision == "match" and barred is not None and barred.score >= scored[0].score:
            decision = "ask"  # the likeliest product has no record here or cannot stand for this part; it is shown
        if decision == "unmappable":
            return Match(name, decision, None, 0.0, "none", "", candidates)
        best = scored[0]
        record = self.product_record(best.product, databases)
        fallback = "" if record and record.database == databases[0] else _other_database(best.product, databases)
        method = "glossary" if any(reason.kind != "text" for reason in best.reasons) else "text"
        return Match(
            name, decision, record, best.score, method, fallback, candidates, best.product.key, best.reasons, margin
        )

    def _exact(self, name: str, databases: Sequence[str]) -> FactorRecord | None:
        if not self._names:
            self._names.update(_by_name(self.records.values()))
        found = [self.records[identity] for identity in self._names.get(normal(name), ())]
        found = [record for record in found if record.database in databases]
        found.sort(key=lambda record: (databases.index(record.database), not _product_of(record.id), record.id))
        return found[0] if found else None

    def _candidates(
        self, name: str, scored: Sequence[Scored], databases: Sequence[str], first: Candidate | None
    ) -> tuple[Candidate, ...]:
        found = {first.record.id: first} if first else {}
        for item in scored[:_CANDIDATES]:
            record = self.product_record(item.product, databases)
            if record:
                candidate = Candidate(record, item.score, "glossary", item.product.key, item.reasons)
                found.setdefault(record.id, candidate)
        if len(found) < _CANDIDATES:
            for candidate in search_records(name, _CANDIDATES, databases):
                found.setdefault(candidate.record.id, candidate)
        return tuple(found.values())[:_CANDIDATES]


def _decide(reading: Reading, scored: Sequence[Scored], margin: float) -> Literal["match", "ask", "unmappable"]:
    weights = load_weights()
    if not scored or scored[0].score < weights["enough"] or (reading.is_void and not reading.tells_material):
        return "unmappable"
    sure = scored[0].score >= weights["sure"] and margin >= weights["margin"]
    return "match" if sure and reading.is_certain and not reading.is_void else "ask"


@lru_cache(maxsize=32768)
def _usable(name: str, part: str, databases: tuple[str, ...]) -> tuple[Scored, ...]:
    """Return the products that can stand for an element of this part and have a record in the databases."""
    having = _first_records(databases)
    area = part in AREA_PARTS
    return tuple(
        item
        for item in read_name(name, part).ranked
        if item.product.key in having and (not area or item.product.area_mass_kg_m2 is not None)
    )


@cache
def _first_records(databases: tuple[str, ...]) -> dict[str, str]:
    """Return by product the id of its record in the first of the databases that has one."""
    records = load_factors()
    found: dict[str, str] = {}
    for product in load_products().values():
        for database in reversed(databases):
            for identity in reversed(product.records):
                if records[identity].database == database:
                    found[product.key] = identity
    return found


def _by_name(records: Iterable[FactorRecord]) -> dict[str, tuple[str, ...]]:
    """Return the ids of the records that bear a name, by the name in comparable form."""
    found: dict[str, list[str]] = {}
    for record in records:
        names = (record.name_en, record.name_zh, record.name_orig, f"{record.name_en} {record.name_zh}")
        for text in {normal(text) for text in names if text.strip()}:
            found.setdefault(text, []).append(record.id)
    return {text: tuple(sorted(ids)) for text, ids in found.items()}


@cache
def _product_keys() -> dict[str, str]:
    return {identity: product.key for product in reversed(load_products().values()) for identity in product.records}


def _product_of(identity: str) -> str:
    """Return the key of the first product that a record stands for, empty where it stands for none."""
    return _product_keys().get(identity, "")


@lru_cache(maxsize=32768)
def _match_shipped(name: str, part: str, databases: tuple[str, ...]) -> Match:
    """Match a name that nobody chose for, in the shipped tables; kept, since inventories are made again and again."""
    return load_store()._match_plain(name, part, databases)


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
