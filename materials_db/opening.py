"""One store out of the shipped tables of some version and an office database beside them."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from materials_db.office import DATABASE, read_office
from materials_db.store import FactorStore, load_store
from materials_db.versions import load_version


def open_store(office: Path | None = None, version: str = "") -> FactorStore:
    """Return a store.

    The office's records are a database of their own (``OFFICE``): they are used where ``carbon.databases`` names it
    or a person chose one, and never in place of a shipped record of another id. The store's digest covers both.

    Parameters
    ----------
    office : Path, optional
        Folder of an office database.
    version : str
        Of the shipped tables; empty: the present one.

    Raises
    ------
    InputError
        When there is no such version, or the office database cannot be read.
    """
    store = load_version(version) if version else load_store()
    if office is None:
        return store
    own = read_office(office)
    identity, number, sha256 = store.info
    both = hashlib.sha256(f"{sha256}\n{own.sha256}\n".encode()).hexdigest()
    return replace(store, records={**store.records, **own.records}, info=(f"{identity}+{DATABASE}", number, both))
