"""The criteria catalogue: a versioned YAML file, checked when it is read; an official one replaces it as a file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from pydantic import ValidationError

from bldgassess.errors import Issue, UserError
from bldgassess.label.rules import breaches
from bldgassess.label.schema import CatalogueFile, Category, Criterion, Header
from bldgassess.label.yaml_file import LARGEST_BYTES, Located, read_yaml

SHIPPED = "ce15hc-ref-0.1.0.yaml"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A checked catalogue.

    ``sha256``: of its content in canonical form, so that a comment or another layout of the file does not change it;
    ``content``: the file as it was read.
    """

    header: Header
    categories: tuple[Category, ...]
    criteria: tuple[Criterion, ...]
    sha256: str
    content: bytes = field(repr=False)

    @property
    def reference(self) -> str:
        """What a study writes to ask for exactly this one."""
        return f"{self.header.id}@{self.header.version}"


def read_catalogue(path: Path | None = None) -> Catalogue:
    """Read a catalogue; without a path the open reference catalogue that is shipped.

    Raises
    ------
    UserError
        When the file cannot be read or breaks a rule: every breach with its line.
    """
    if path is None:
        return check_catalogue(files("bldgassess.label").joinpath("data", SHIPPED).read_bytes(), SHIPPED)
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise UserError(Issue("label.cannot_read", {"file": path.name, "reason": error.strerror or "?"})) from error
    return check_catalogue(content, path.name)


@lru_cache(maxsize=8)
def check_catalogue(content: bytes, name: str) -> Catalogue:
    """Check the bytes of a catalogue; ``name`` is said in errors.

    Raises
    ------
    UserError
        With every breach, its line and the reason.
    """
    located = read_yaml(content, name)
    # the canonical form: sorted keys, figures as the schema reads them (9 and 9.0 are one)
    try:
        found = CatalogueFile.model_validate_json(json.dumps(located.data))
    except ValidationError as error:
        raise UserError(_schema_issues(error, located, name)) from error
    problems = [
        Issue(code, {"file": name, "line": located.line(place), **words}) for place, code, words in breaches(found)
    ]
    if problems:
        raise UserError(problems)
    canonical = json.dumps(
        found.model_dump(mode="json", exclude_unset=True), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    return Catalogue(found.catalogue, found.categories, found.criteria, digest, content)


def _schema_issues(error: ValidationError, located: Located, name: str) -> Iterator[Issue]:
    for item in error.errors(include_url=False, include_context=False):
        place = tuple(part for part in item["loc"] if not (isinstance(part, str) and ("[" in part or "(" in part)))
        words = ".".join(str(part) for part in place) or "catalogue"
        line = located.line(place)
        yield Issue("label.bad_field", {"file": name, "line": line, "place": words, "reason": item["msg"]})
