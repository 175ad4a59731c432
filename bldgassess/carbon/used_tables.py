"""Which rows of the small tables a rule set rests on, as assumptions with their grade."""

from __future__ import annotations

from bldgassess.carbon.construction import find_machine, machine_fuel
from bldgassess.carbon.profiles import Rules
from bldgassess.carbon.refrigerants import blend_parts, find_refrigerant
from bldgassess.carbon.tables import read_table
from bldgassess.model import Assumption
from bldgassess.study import Study
from bldgassess.texts import mark
from materials_db.tables import Row

#: From sure to unsure; the grade of several rows is that of the worst.
_GRADES = "PABSCD"
#: Source and quality of a row.
_Graded = tuple[str, str]


def table_assumptions(rules: Rules, study: Study) -> tuple[Assumption, ...]:
    """Return the transport scheme, machines and refrigerant that the figures rest on."""
    found: list[Assumption] = []
    if rules.transport != "study":
        rows = [_graded(row) for row in read_table("transport_schemes.csv") if row["scheme"] == rules.transport]
        effect = mark("Module A4: distances and vehicles of the profile")
        found.append(_assumption("carbon.transport_scheme", rules.transport, "-", rows, effect))
    for name, shifts in sorted(study.carbon.machine_shifts.items()):
        machine = find_machine(name)
        fuel = machine_fuel(machine)
        rows = [(row.source, row.quality) for row in (machine, fuel) if row is not None]
        effect = mark("Module A5: shifts by machine")
        found.append(_assumption(f"carbon.machine_shifts.{name}", shifts, "shifts", rows, effect))
    if "B1" in rules.modules and rules.refrigerant != "none":
        name = study.carbon.refrigerant
        row = find_refrigerant(name)
        parts = blend_parts(name) if study.carbon.refrigerant_gwp == "AR6" else ()
        effect = mark("Module B1: potential of the refrigerant")
        rows = [(row.source, row.quality), *map(_graded, parts)]
        found.append(_assumption("carbon.refrigerant_potential", name, "-", rows, effect))
    return tuple(found)


def _graded(row: Row) -> _Graded:
    return row["source"], row["quality"]


def _assumption(identity: str, value: str | float, unit: str, rows: list[_Graded], effect: str) -> Assumption:
    """Return an assumption that rests on rows: all their sources, the grade of the worst."""
    sources = "; ".join(dict.fromkeys(source for source, _ in rows))
    worst = max((quality[:1] for _, quality in rows), key=_GRADES.index, default="S")
    return Assumption(identity, value, unit, sources, effect, worst)
