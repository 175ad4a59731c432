"""Hold an assessment against the rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bldgassess.errors import Issue
from bldgassess.plausibility.measures import MEASURES, Facts
from bldgassess.plausibility.result import Check, CheckState
from bldgassess.plausibility.rules import Rule, rules

#: Relative slack, so that a value on the bound is within it however it was summed.
_SLACK = 1e-9


def check_plausibility(results: Mapping[str, Any], ledger: Sequence[Mapping[str, str]]) -> tuple[Check, ...]:
    """Return all checks of an assessment, in the order of the rules.

    Parameters
    ----------
    results : mapping
        results.json as plain data.
    ledger : sequence of mapping
        Rows of inventory.csv, text by column.
    """
    facts = Facts(results, ledger)
    storeys = int(results["building"]["storeys"])
    return tuple(_check(rule, facts) for rule in rules() if storeys >= rule.min_storeys)


def _check(rule: Rule, facts: Facts) -> Check:
    measured = MEASURES[rule.measure](facts, rule.argument)
    params = {"argument": rule.argument}
    return Check(
        rule.id,
        rule.group,
        _state(measured.value, rule),
        measured.value,
        rule.unit,
        rule.low,
        rule.high,
        Issue(f"plausibility.{rule.title}", params, severity="info"),
        Issue(f"plausibility.{rule.advice}", params, severity="info"),
        rule.explain,
        measured.ids,
        rule.source,
        rule.quality,
    )


def _state(value: float | None, rule: Rule) -> CheckState:
    if value is None:
        return "not_checked"
    slack = _SLACK * max(1.0, abs(value))
    if rule.low is not None and value < rule.low - slack:
        return "warn"
    if rule.high is not None and value > rule.high + slack:
        return "warn"
    return "pass"
