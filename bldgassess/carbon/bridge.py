"""From one rule set's total to another's, one rule at a time: each line a named difference, nothing left over."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from bldgassess.carbon.account import Ledger
from bldgassess.carbon.profiles import Rules
from bldgassess.carbon.result import TOTAL_MODULES, Reconciliation, ReconciliationLine
from bldgassess.texts import mark

#: Rules in the order they are changed, with what a person reads. Each takes the second rule set's own value.
_STEPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("study_period", mark("Length of the study period"), ("study_period_a",)),
    ("replacement", mark("Way of counting replacements"), ("replacement", "least_fraction")),
    ("parts", mark("Parts and technical systems that count"), ("excluded_parts", "systems")),
    ("biogenic", mark("Treatment of biogenic carbon"), ("biogenic",)),
    ("transport", mark("Transport distances and vehicles"), ("transport",)),
    ("refrigerant", mark("Treatment of refrigerants"), ("refrigerant",)),
    ("grid", mark("Basis and path of the electricity factor"), ("grid_basis", "grid_scenario")),
    ("pv", mark("Photovoltaics: same hour or over the year"), ("pv",)),
    ("sinks", mark("Uptake by planting on the site"), ("sinks",)),
)
MODULE_OUT = mark("Module {module} does not count")
MODULE_IN = mark("Module {module} counts")


def reconcile(ledger: Ledger, start: Rules, end: Rules) -> Reconciliation:
    """Explain the difference between two rule sets on one inventory.

    The rule set is changed from ``start`` to ``end`` step by step and the whole account made anew each time; what a
    step changes is its line. The order is fixed, since a rule's effect depends on those changed before it. Modules are
    dropped or taken in last, each with its own figure. The lines sum to the difference of the totals within 1e-9.
    """
    total: Callable[[Rules], float] = lambda rules: ledger.account(rules).total_kgco2e  # noqa: E731
    current, value = start, total(start)
    start_kg = value
    lines: list[ReconciliationLine] = []
    for identity, text, fields in _STEPS:
        changed = replace(current, **{name: getattr(end, name) for name in fields})
        if changed != current:
            after = total(changed)
            lines.append(ReconciliationLine(identity, text, after - value + 0.0))  # never -0.0
            current, value = changed, after
    for module in TOTAL_MODULES:
        inside = module in current.modules
        if inside == (module in end.modules):
            continue
        wanted = set(current.modules) ^ {module}
        changed = replace(current, modules=tuple(m for m in TOTAL_MODULES if m in wanted))
        after = total(changed)
        if after != value:
            lines.append(ReconciliationLine(f"module.{module}", MODULE_OUT if inside else MODULE_IN, after - value))
        current, value = changed, after
    end_kg = total(end)
    residual = math.fsum((end_kg, -start_kg, *(-line.kgco2e for line in lines)))
    return Reconciliation(start.key, end.key, start_kg, end_kg, tuple(lines), residual)
