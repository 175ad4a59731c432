"""Which rows of this package's tables a rule set rests on, as assumptions with their grade."""

from __future__ import annotations

from bldgassess.carbon.profiles import Rules
from bldgassess.carbon.tables import Row, read_table
from bldgassess.model import Assumption
from bldgassess.study import Study
from bldgassess.texts import mark

#: From sure to unsure; the grade of several rows is that of the worst.
_GRADES = "PABSCD"


def table_assumptions(rules: Rules, study: Study) -> tuple[Assumption, ...]:
    """Return the transport scheme, machines and refrigerant that the figures rest on."""
    found: list[Assumption] = []
    if rules.transport != "study":
        rows = [row for row in read_table("transport_schemes.csv") if row["scheme"] == rules.transport]
        effect = mark("Module A4: distances and vehicles of the profile")
        found.append(Assumption("carbon.transport_scheme", rules.transport, "-", _sources(rows), effect, _worst(rows)))
    for machine, shifts in sorted(study.carbon.machine_shifts.items()):
        rows = [row for row in read_table("machine_shifts.csv") if row["machine"] == machine]
        effect = mark("Module A5: shifts by machine")
        identity = f"carbon.machine_shifts.{machine}"
        found.append(Assumption(identity, shifts, "shifts", _sources(rows), effect, _worst(rows)))
    if "B1" in rules.modules and rules.refrigerant != "none":
        rows = [row for row in read_table("refrigerants.csv") if row["name"] == study.carbon.refrigerant]
        effect = mark("Module B1: potential of the refrigerant")
        name = study.carbon.refrigerant
        found.append(Assumption("carbon.refrigerant_potential", name, "-", _sources(rows), effect, _worst(rows)))
    return tuple(found)


def _sources(rows: list[Row]) -> str:
    return "; ".join(dict.fromkeys(row["source"] for row in rows))


def _worst(rows: list[Row]) -> str:
    return max((row["quality"][:1] for row in rows), key=_GRADES.index, default="S")
