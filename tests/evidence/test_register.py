"""The evidence register: states, two roles, an audit trail that stays, files that changed."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bldgassess.errors import UserError
from bldgassess.evidence import store
from bldgassess.evidence.register import FROM, LEADS_TO, Event, Piece, documented, pieces_of, state_of
from bldgassess.messages import sentence

DAY = "2026-11-25"


@pytest.fixture
def register(tmp_path):
    path = tmp_path / "evidence.register"
    store.create(path, ["H12", "G01"], "A1", DAY)
    (tmp_path / "water.pdf").write_bytes(b"water test")
    return path


def _submit(register: Path, name: str = "water.pdf", criterion: str = "H12", person: str = "A1", **more) -> Piece:
    return store.submit(register, criterion, register.parent / name, "test_report", person, DAY, **more)


def _refused(act, code: str) -> None:
    with pytest.raises(UserError) as error:
        act()
    assert error.value.issues[0].code == code
    assert "{" not in sentence(error.value.issues[0])


def test_from_open_to_accepted(register):
    assert [(piece.criterion, piece.state) for piece in store.read_pieces(register)] == [
        ("H12", "open"), ("G01", "open"),
    ]  # fmt: skip
    piece = _submit(register)
    assert (piece.number, piece.state, piece.file, piece.check) == (1, "submitted", "water.pdf", "same")
    assert store.documents_of(register) == frozenset()
    piece = store.judge(register, 1, "accept", "R1", DAY)
    assert (piece.state, piece.assessor, piece.reviewer) == ("accepted", "A1", "R1")
    assert store.documents_of(register) == {"H12"}
    assert [event.action for event in store.read_events(register)] == ["open", "open", "submit", "accept"]


@pytest.mark.parametrize("person", ["A1", " a1", "Ａ1"])
def test_nobody_accepts_what_they_handed_in_however_their_id_is_typed(register, person):
    _submit(register)
    _refused(lambda: store.judge(register, 1, "accept", person, DAY), "evidence.both_roles")
    assert store.read_pieces(register)[0].state == "submitted"


def test_a_reviewer_hands_nothing_in(register):
    _submit(register)
    store.judge(register, 1, "return", "R1", DAY, "the stamp is missing")
    _refused(lambda: _submit(register, person="R1"), "evidence.both_roles")


def test_a_return_needs_a_reason_and_is_handed_in_again(register):
    _submit(register)
    _refused(lambda: store.judge(register, 1, "return", "R1", DAY, "  "), "evidence.why_missing")
    assert store.judge(register, 1, "return", "R1", DAY, "old report").note == "old report"
    _refused(lambda: store.judge(register, 1, "accept", "R1", DAY), "evidence.wrong_step")
    (register.parent / "new.pdf").write_bytes(b"new water test")
    again = _submit(register, "new.pdf", piece=1)
    assert (again.number, again.state, again.file) == (1, "submitted", "new.pdf")
    assert [event.note for event in store.read_events(register) if event.action == "return"] == ["old report"]


def test_a_file_that_changed_after_acceptance_is_found(register):
    _submit(register)
    store.judge(register, 1, "accept", "R1", DAY)
    file = register.parent / "water.pdf"
    file.write_bytes(b"water tesT")
    assert store.read_pieces(register)[0].check == "differs"
    assert store.documents_of(register) == frozenset()
    file.unlink()
    assert store.read_pieces(register)[0].check == "missing"
    file.write_bytes(b"water test")
    assert store.documents_of(register) == {"H12"}


def test_a_file_that_changed_before_acceptance_is_not_accepted(register):
    _submit(register)
    (register.parent / "water.pdf").write_bytes(b"another")
    _refused(lambda: store.judge(register, 1, "accept", "R1", DAY), "evidence.changed")


def test_a_criterion_is_proved_when_all_its_pieces_are(register):
    (register.parent / "plan.pdf").write_bytes(b"Legionella plan")
    _submit(register)
    store.judge(register, 1, "accept", "R1", DAY)
    second = _submit(register, "plan.pdf")
    assert second.number == 3
    assert store.documents_of(register) == frozenset()
    assert state_of("H12", store.read_pieces(register)) == "submitted"
    store.judge(register, 3, "withdraw", "A1", DAY, "wrong building")
    assert store.documents_of(register) == {"H12"}


def test_files_stand_beside_the_register(register, tmp_path):
    outside = tmp_path.parent / f"{tmp_path.name}-outside.pdf"
    outside.write_bytes(b"x")
    _refused(lambda: store.submit(register, "H12", outside, "other", "A1", DAY), "evidence.outside")
    link = tmp_path / "link.pdf"
    link.symlink_to(outside)
    _refused(lambda: store.submit(register, "H12", link, "other", "A1", DAY), "evidence.outside")
    outside.unlink()
    _refused(lambda: store.submit(register, "H12", tmp_path / "none.pdf", "other", "A1", DAY), "evidence.no_file")
    moved = tmp_path / "moved"
    moved.mkdir()
    _submit(register)
    store.judge(register, 1, "accept", "R1", DAY)
    for name in ("water.pdf", register.name):
        (tmp_path / name).rename(moved / name)
    assert store.documents_of(moved / register.name) == {"H12"}


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda r: store.create(r, [], "A1", DAY), "evidence.exists"),
        (lambda r: store.judge(r, 9, "accept", "R1", DAY), "evidence.no_piece"),
        (lambda r: store.judge(r, 1, "accept", "R1", DAY), "evidence.wrong_step"),
        (lambda r: store.judge(r, 1, "accept", " ", DAY), "evidence.bad_text"),
        (lambda r: store.judge(r, 1, "withdraw", "A1", "today", "x"), "evidence.bad_date"),
        (lambda r: store.judge(r, 1, "withdraw", "A1", DAY, "x" * 501), "evidence.bad_text"),
        (lambda r: _submit(r, criterion="H12", piece=2), "evidence.other_criterion"),
        (lambda r: _submit(r, piece=7), "evidence.no_piece"),
        (lambda r: store.submit(r, "H12", r.parent / "water.pdf", "rumour", "A1", DAY), "evidence.bad_kind"),
        (lambda r: store.read_pieces(r.with_name("none")), "evidence.missing"),
        (lambda r: store.read_pieces(r.with_name("water.pdf")), "evidence.cannot_use"),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(register, act, code):
    before = store.read_events(register)
    _refused(lambda: act(register), code)
    assert store.read_events(register) == before


def test_the_trail_cannot_be_changed_and_a_forged_row_is_found(register):
    _submit(register)
    with sqlite3.connect(register) as database:
        with pytest.raises(sqlite3.IntegrityError, match="never change"):
            database.execute("UPDATE entry SET action = 'accept' WHERE number = 3")
        with pytest.raises(sqlite3.IntegrityError, match="never removed"):
            database.execute("DELETE FROM entry WHERE number = 3")
        database.execute("DROP TRIGGER entry_stays")
        database.execute("UPDATE entry SET action = 'accept' WHERE number = 3")
    database.close()
    with pytest.raises(UserError) as error:
        store.read_events(register)
    assert (error.value.issues[0].code, error.value.issues[0].params["number"]) == ("evidence.broken", 3)


def test_a_carbon_account_is_no_register(tmp_path):
    from bldgassess.account import store as account

    account.create(tmp_path / "ledger")
    _refused(lambda: store.read_events(tmp_path / "ledger"), "evidence.not_ours")


def test_a_register_that_names_a_file_elsewhere_reads_none(register):
    forged = Piece(1, "H12", "accepted", file="../../water.pdf", sha256="0" * 64)
    assert store._check_file(register.parent, forged) == "missing"


def test_an_act_survives_a_kill(register):
    _submit(register)
    code = (
        "import os, signal, sys; from pathlib import Path; from bldgassess.evidence import store;"
        "store.judge(Path(sys.argv[1]), 1, 'accept', 'R1', '2026-11-25'); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(register)], check=False)
    assert done.returncode != 0
    assert store.documents_of(register) == {"H12"}


_ACTS = st.lists(st.sampled_from(["submit", "accept", "return", "withdraw"]), max_size=8)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(acts=_ACTS)
def test_states_follow_the_table_whatever_is_tried(acts):
    events = [Event(1, "open", "H12", "", "", "", "A1", "", DAY)]
    state = "open"
    for action in acts:
        event = Event(1, action, "H12", "", "f", "h", "R1" if action in {"accept", "return"} else "A1", "why", DAY)
        try:
            store._check(event, events)
        except UserError as error:
            assert state not in FROM[action]
            assert error.issues[0].code == "evidence.wrong_step"
            continue
        assert state in FROM[action]
        events.append(event)
        state = LEADS_TO[action]
        assert pieces_of(events)[0].state == state
    assert not documented(pieces_of(events))  # no file was looked at: nothing is proved
