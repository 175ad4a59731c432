"""Where the engine's codes become sentences and exit statuses."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import typer
from rich.console import Console

from bldgassess.errors import Cancelled, Issue, UserError
from bldgassess.messages import sentence
from bldgassess.texts import LANGUAGES, translation
from materials_db.errors import DataError, InputError

P = ParamSpec("P")
T = TypeVar("T")

DONE, CHECK_FAILED, USER_CAN_MEND, OUR_FAULT, CANCELLED = 0, 1, 2, 3, 130

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def say_issues(issues: Iterable[Issue], language: str = "en") -> None:
    """Print one sentence an issue on the error stream."""
    translate = translation(language).gettext
    for issue in issues:
        err.print(sentence(issue, translate), markup=False)


def command(function: Callable[P, T]) -> Callable[P, T]:
    """Turn the engine's errors into one sentence each and the exit status of the contract."""

    @wraps(function)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
        language = str(kwargs.get("lang", "en"))
        try:
            return function(*args, **kwargs)
        except UserError as error:
            say_issues(error.issues, language if language in LANGUAGES else "en")
            raise typer.Exit(USER_CAN_MEND) from None
        except InputError as error:
            say_issues([Issue(error.code, error.params)], language if language in LANGUAGES else "en")
            raise typer.Exit(USER_CAN_MEND) from None
        except (Cancelled, KeyboardInterrupt):
            err.print("Cancelled.")
            raise typer.Exit(CANCELLED) from None
        except DataError as error:
            err.print(f"Our own data is wrong: {error}", markup=False)
            raise typer.Exit(OUR_FAULT) from None
        except (typer.Exit, typer.Abort):
            raise
        except Exception as error:
            if os.environ.get("BLDGASSESS_DEBUG"):
                raise
            err.print(
                f"This is a bug in bldgassess ({type(error).__name__}: {str(error)[:200]}). "
                "Run again with BLDGASSESS_DEBUG=1 for the details to report.",
                markup=False,
            )
            raise typer.Exit(OUR_FAULT) from None

    return guarded


def file_bytes(path: Path, code: str) -> bytes:
    """Return the content of a file that a person named.

    Raises
    ------
    UserError
        With the sentence of ``code``, when it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError(Issue(code, {"file": path.name, "reason": error.strerror or "?"})) from error


def check_language(language: str) -> str:
    """Return the language if it is one of ours.

    Raises
    ------
    UserError
        Otherwise.
    """
    if language not in LANGUAGES:
        raise UserError(Issue("results.bad_language", {"language": language, "choices": ", ".join(LANGUAGES)}))
    return language


def print_json(value: Any) -> None:  # noqa: ANN401 - any JSON value
    """Print the machine form."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def say_files(paths: Iterable[Path], *, as_json: bool = False) -> None:
    """Print the files that were written, one a line or as the machine form."""
    shown = [str(path) for path in paths]
    if as_json:
        print_json({"files": shown})
        return
    for path in shown:
        out.print(path, markup=False)


def progress_printer() -> Callable[[str, float], None]:
    """Return a progress callback that shows stages on a terminal, and nothing where the error stream is a file."""
    shown: dict[str, int] = {}

    def show(stage: str, fraction: float) -> None:
        if not err.is_terminal:
            return
        step = int(fraction * 10)
        if shown.get(stage) == step:
            return
        shown[stage] = step
        err.print(f"\r\x1b[2K{stage} {100 * fraction:.0f} %", end="" if fraction < 1 else "\r\x1b[2K")

    return show


def folder(path: Path) -> Path:
    """Make the output folder.

    Raises
    ------
    UserError
        When it cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(Issue("results.cannot_write", {"path": str(path), "reason": error.strerror or "?"})) from error
    return path
