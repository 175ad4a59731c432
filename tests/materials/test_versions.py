"""Older versions of the tables stay loadable, and a pinned one is the very one or refused."""

import pytest

from materials_db import versions
from materials_db.errors import DataError, InputError
from materials_db.factors import load_factors
from materials_db.store import load_store
from materials_db.versions import archived_versions, load_pinned, load_version

FIRST = ("bldgassess-factors", "2026.11", "13d5cfe4eec0baecef97c0eb11661a2e05026c59d3adef07f0b590440b675739")


def test_the_first_version_is_loadable_with_the_digest_that_results_pinned():
    store = load_pinned(FIRST)
    assert store.info == FIRST
    assert len(store.records) == archived_versions()["2026.11"].records == 622
    assert store.record("CN-GBT51366-001").gwp_kgco2e["A1-A3"] == 295.0


def test_no_published_figure_changed_between_versions_but_by_a_correction():
    old, new = load_version("2026.11").records, load_factors()
    for identity, record in old.items():
        assert record.gwp_kgco2e == new[identity].gwp_kgco2e, identity
        assert record.declared_unit == new[identity].declared_unit
        assert record.conductivity_w_mk == new[identity].conductivity_w_mk
        if record.quality != new[identity].quality:
            assert new[identity].corrections, identity


def test_the_present_version_is_a_version_and_another_digest_is_refused():
    now = load_store().info
    assert load_pinned(now).records is load_store().records
    with pytest.raises(InputError, match="version_differs"):
        load_pinned((now[0], now[1], "0" * 64))
    with pytest.raises(InputError, match="no_version"):
        load_version("1999.1")


def test_an_archive_that_was_touched_is_noticed(monkeypatch):
    entry = archived_versions()["2026.11"]
    forged = versions.Version(entry.id, "2026.10", "0" * 64, entry.file, entry.records, entry.note)
    monkeypatch.setattr(versions, "archived_versions", lambda: {"2026.10": forged})
    with pytest.raises(DataError, match="digest"):
        load_version.__wrapped__("2026.10")
