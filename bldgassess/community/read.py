"""Read a community file, and make of its buildings the tasks that the portfolio's engine assesses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from bldgassess.community.archetype import archetype_settings
from bldgassess.community.schema import Community, Member
from bldgassess.community.source import ArchetypeSource
from bldgassess.errors import Issue, UserError
from bldgassess.portfolio.task import IfcSource, Source, Task, make_task
from bldgassess.study import Study, read_study
from bldgassess.study.read import make_study

_LARGEST_BYTES = 20_000_000
_Settings = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class MemberTask:
    """A building of the file with the task that assesses it; ``count`` alike stand behind it."""

    member: Member
    task: Task


def read_community(path: Path) -> Community:
    """Read a community file (YAML).

    Raises
    ------
    UserError
        File missing, not YAML, or values that do not fit: all of them at once.
    """
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise UserError(Issue("community.too_large", {"file": path.name, "mb": _LARGEST_BYTES // 10**6}))
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        reason = error.strerror or "?"
        raise UserError(Issue("community.cannot_read", {"file": path.name, "reason": reason})) from error
    except (UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        reason = (str(error).splitlines() or ["?"])[0]
        raise UserError(Issue("community.not_yaml", {"file": path.name, "reason": reason})) from error
    return make_community(raw, path.name)


def make_community(raw: object, name: str = "community") -> Community:
    """Check plain values and make a community of them.

    Raises
    ------
    UserError
        With one issue for each field that does not fit.
    """
    if not isinstance(raw, dict):
        raise UserError(Issue("community.not_a_table", {"file": name}))
    try:
        found = Community.model_validate(raw)
    except ValidationError as error:
        raise UserError(_issues(error, name)) from error
    problems = [*_unknown_trees(found, name)]
    if problems:
        raise UserError(problems)
    return found


def member_tasks(community: Community, folder: Path, *, weather: Path | None = None) -> tuple[MemberTask, ...]:
    """Return a task for each building of the file, in its order; paths are relative to ``folder``.

    Settings go over one another in this order: what an archetype sets or the model's study file says, the community's
    ``study``, the building's own ``study``.

    Raises
    ------
    UserError
        With every setting that does not fit and every file that is missing.
    """
    problems: list[Issue] = []
    made: list[MemberTask] = []
    for member in community.buildings:
        try:
            study = _study(member, community, folder)
            source = _source(member, community, folder)
        except UserError as error:
            problems += error.issues
            continue
        task = make_task(source, study, weather=weather, name=member.name or member.id, tags={"member": member.id})
        made.append(MemberTask(member, task))
    if problems:
        raise UserError(problems)
    return tuple(made)


def base_study(community: Community) -> Study:
    """Return the study that all buildings share.

    Raises
    ------
    UserError
        When a setting does not fit.
    """
    return make_study(_joined(community.study), f"{community.name}: study")


def _study(member: Member, community: Community, folder: Path) -> Study:
    if member.archetype is not None:
        below: _Settings = archetype_settings(member.archetype)
    elif member.study_file is not None:
        below = read_study(_inside(folder, member.study_file)).model_dump(mode="python", exclude_unset=True)
    else:
        below = {}
    values = _joined(below, community.study, member.study)
    values.setdefault("building", {}).setdefault("name", member.name)
    return make_study(values, f"{community.name}: {member.id}")


def _joined(*layers: Mapping[str, Any]) -> dict[str, Any]:
    """Lay settings over one another, section by section."""
    result: dict[str, Any] = {}
    for layer in layers:
        for section, values in layer.items():
            if isinstance(values, Mapping) and isinstance(result.get(section), dict):
                result[section] = {**result[section], **values}
            else:
                result[section] = dict(values) if isinstance(values, Mapping) else values
    return result


def _source(member: Member, community: Community, folder: Path) -> Source:
    if member.archetype is not None:
        return ArchetypeSource(member.archetype, community.place, member.name or member.id)
    path = _inside(folder, member.model or "")
    if not path.is_file():
        raise UserError(Issue("community.no_model", {"member": member.id, "file": path.name}))
    return IfcSource((path,))


def _inside(folder: Path, name: str) -> Path:
    return folder / Path(name.replace("\\", "/"))


def _issues(error: ValidationError, name: str) -> Iterable[Issue]:
    for item in error.errors(include_url=False, include_context=False):
        place = ".".join(str(part) for part in item["loc"]) or "community"
        code = "community.unknown_field" if item["type"] == "extra_forbidden" else "community.bad_value"
        given = "" if isinstance(item.get("input"), (dict, list)) else str(item.get("input"))[:60]
        yield Issue(code, {"file": name, "path": place, "given": given, "reason": item["msg"]})


def _unknown_trees(community: Community, name: str) -> Iterable[Issue]:
    from bldgassess.community.sinks import tree_rows

    known = tree_rows()
    for k, item in enumerate(community.site.trees):
        row = known.get(item.group)
        if row is None:
            yield Issue("community.no_tree", {"file": name, "group": item.group[:40], "choices": ", ".join(known)})
        elif (row.per == "tree" and (not item.count or item.age_a is None)) or (
            row.per == "m2" and item.canopy_m2 <= 0.0
        ):
            needs = "count and age_a" if row.per == "tree" else "canopy_m2"
            yield Issue("community.tree_needs", {"file": name, "place": k, "group": item.group, "needs": needs})
