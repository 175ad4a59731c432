"""What codes ask for and what the model has, as plain data."""

from __future__ import annotations

from typing import Any

from bldgassess.compliance.result import ComplianceResult, ComplianceRow
from bldgassess.messages import sentence


def compliance_section(result: ComplianceResult) -> dict[str, Any]:
    """Country, climate zone, counts, and a row a limit."""
    return {
        "country": result.country,
        "zone": result.zone or None,
        "zone_source": result.zone_source,
        "hdd18": result.hdd18,
        "cdd26": result.cdd26,
        "passed": result.count("pass"),
        "failed": result.count("fail"),
        "not_assessed": result.count("not_assessed"),
        "rows": [_row(item) for item in result.rows],
    }


def _row(item: ComplianceRow) -> dict[str, Any]:
    reason = item.reason
    return {
        "limit_id": item.limit_id,
        "standard": item.standard,
        "clause": item.clause,
        "element": item.element,
        "quantity": item.quantity,
        "direction": item.direction or None,
        "value": item.value,
        "limit": item.limit,
        "unit": item.unit,
        "state": item.state,
        "condition": item.condition,
        "reason": {"code": reason.code, "params": dict(reason.params), "text": sentence(reason)} if reason else None,
        "source": item.source,
        "quality": item.quality,
        "over": list(item.over),
    }
