"""Bring the catalogues up to date: collect all texts, merge them into the .po files, compile the .mo files.

Run from the checkout: ``python tools/update_locale.py``. It prints what is not translated yet; with ``--check`` it
writes nothing and fails where a text lacks a translation or a compiled file is stale.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bldgassess.advisor.constraints import load_constraints  # noqa: E402
from bldgassess.messages import templates  # noqa: E402
from bldgassess.study import load_measures  # noqa: E402
from bldgassess.study.defaults import defaults  # noqa: E402
from bldgassess.texts import LANGUAGES  # noqa: E402

#: Functions whose first argument, where it is a plain string, is a text for people.
FUNCTIONS = {"mark", "tr", "tr_", "translate", "gettext"}
FOLDERS = ("bldgassess", "reports", "ui")
#: Compiled files carry a date; a fixed one keeps them the same from run to run.
UNDATED = datetime(2026, 1, 1, tzinfo=UTC)
LOCALE = ROOT / "bldgassess" / "locale"


def texts() -> Iterator[tuple[str, str]]:
    """Yield each text with the file it stands in."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                words = _marked(node)
                if words:
                    yield words, str(path.relative_to(ROOT))
    for words in templates().values():
        yield words, "bldgassess/messages"
    for row in defaults().values():
        yield row.effect, "bldgassess/study/defaults.yaml"
    for measure in load_measures():
        for words in (measure.title, *(row.title for row in measure.parameters.values())):
            yield words, "bldgassess/study/measures.yaml"
    for rule in load_constraints().values():
        yield rule.title, "bldgassess/advisor/constraints.yaml"


def _marked(node: ast.AST) -> str | None:
    if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
        return None
    function, words = node.func, node.args[0].value
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return words if name in FUNCTIONS and isinstance(words, str) else None


def template() -> Catalog:
    """Return all texts as a catalogue, each once."""
    catalogue = Catalog(project="bldgassess", charset="utf-8")
    for words, place in texts():
        catalogue.add(words, locations=[(place, 0)])
    return catalogue


def po_path(code: str) -> Path:
    """Return the file of a language."""
    return LOCALE / code / "LC_MESSAGES" / "bldgassess.po"


def merged(code: str) -> Catalog:
    """Return a language's catalogue with exactly the texts of today."""
    old = (
        read_po(io.BytesIO(po_path(code).read_bytes()), locale=code)
        if po_path(code).is_file()
        else Catalog(locale=code)
    )
    new = Catalog(locale=code, project="bldgassess", charset="utf-8", fuzzy=False)
    for message in sorted(template(), key=lambda item: str(item.id)):
        if message.id:
            before = old.get(message.id)
            new.add(message.id, before.string if before else "", locations=message.locations)
    return new


def po_bytes(catalogue: Catalog) -> bytes:
    """Return the .po file without dates, so that it changes only with its texts."""
    stream = io.BytesIO()
    write_po(stream, catalogue, width=110, omit_header=True, include_lineno=False)
    head = f'msgid ""\nmsgstr ""\n"Language: {catalogue.locale}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    return head.encode() + stream.getvalue()


def mo_bytes(catalogue: Catalog) -> bytes:
    """Return the .mo file."""
    stream = io.BytesIO()
    plain = Catalog(locale=catalogue.locale, charset="utf-8", fuzzy=False, creation_date=UNDATED, revision_date=UNDATED)
    for message in catalogue:
        if message.id and message.string:
            plain.add(message.id, message.string)
    write_mo(stream, plain)
    return stream.getvalue()


def main(check: bool) -> int:
    """Update or check; returns the exit status."""
    status = 0
    for code in LANGUAGES.values():
        if code == "en":
            continue
        catalogue = merged(code)
        missing = [message.id for message in catalogue if message.id and not message.string]
        for words in missing:
            print(f"{code}: {words}")
        path = po_path(code)
        compiled = mo_bytes(catalogue)
        if check:
            mo = path.with_suffix(".mo")
            stale = not mo.is_file() or mo.read_bytes() != compiled
            status |= bool(missing) or stale
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(po_bytes(catalogue))
        path.with_suffix(".mo").write_bytes(compiled)
    return int(status)


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
