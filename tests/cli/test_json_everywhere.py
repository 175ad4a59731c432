"""Every verb that prints has a machine form."""

import json

import pytest
import typer
from typer.testing import CliRunner

from bldgassess.cli.app import GROUPS, VERBS, make_app

#: Verbs that print nothing: they open the window.
SILENT = {"gui"}
DAY = "2026-11-25"


def commands(name):
    def walk(command, path):
        if not hasattr(command, "commands"):
            return [(path, command)]
        return [found for key, item in command.commands.items() for found in walk(item, f"{path} {key}")]

    return walk(typer.main.get_command(make_app([name])).commands[name], name)


@pytest.mark.parametrize("name", [*VERBS, *GROUPS])
def test_every_verb_has_it(name):
    for path, command in commands(name):
        options = {text for item in command.params for text in item.opts}
        assert path in SILENT or "--json" in options, path


def run(*arguments):
    texts = [str(item) for item in arguments]
    result = CliRunner().invoke(make_app(texts), [*texts, "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_account_and_evidence_and_keys(tmp_path):
    ledger = tmp_path / "house.account"
    assert run("account", "init", ledger) == {"files": [str(ledger)]}
    made = run(
        "account", "add", ledger, "--account", "House", "--year", 2026, "--kind", "metered", "--module", "B6",
        "--kg", "12.5", "--source", "meter", "--date", DAY,
    )  # fmt: skip
    assert made["entered"][0]["number"] == 1
    copy = tmp_path / "copy.json"
    assert run("account", "export", ledger, "-o", copy) == {"files": [str(copy)]}
    other = tmp_path / "other.account"
    run("account", "init", other)
    assert run("account", "import", other, copy)["entered"][0]["account"] == "House"
    register = tmp_path / "evidence.register"
    pieces = run("evidence", "init", register, "--person", "AB", "--date", DAY)
    (tmp_path / "proof.pdf").write_bytes(b"proof")
    given = run(
        "evidence", "submit", register, pieces[0]["criterion"], tmp_path / "proof.pdf", "--person", "AB",
        "--piece", pieces[0]["number"], "--date", DAY,
    )  # fmt: skip
    assert given[0]["state"] == "submitted"
    accepted = run("evidence", "accept", register, given[0]["number"], "--person", "CD", "--date", DAY)
    assert accepted[0]["state"] == "accepted"
    key = tmp_path / "key.pem"
    assert run("credential", "key", "-o", key) == {"files": [str(key)]}
    table = tmp_path / "factors.csv"
    assert run("materials", "export", table, "--database", "DK-T7", "--include-unconfirmed")["records"] > 10
