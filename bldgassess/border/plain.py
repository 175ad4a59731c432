"""The border's exposure as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bldgassess.border.exposure import Exposure
from bldgassess.model import Assumption


def exposure_dict(found: Exposure, cases: Mapping[str, float]) -> dict[str, Any]:
    """Return plain data; ``cases``: net cost under other terms [EUR]."""
    return {
        "origin": found.terms.origin,
        "year": found.terms.year,
        "actual_pct": found.actual_pct,
        "outside_kg": found.outside_kg,
        "certificates_t": found.certificates_t,
        "net_eur": found.net_eur,
        "goods": [
            {
                "cn_code": line.cn_code,
                "good": line.good,
                "products": list(line.products),
                "lines": list(line.line_ids),
                "mass_t": line.mass_t,
                "basis": line.basis,
                "see_t_t": line.cost.see,
                "sefa_t_t": line.cost.sefa,
                "benchmark_known": line.benchmark_known,
                "certificates_t": line.cost.certificates_t,
                "gross_eur": line.cost.gross_eur,
                "net_eur": line.cost.net_eur,
                "factors": [_assumption(item) for item in line.factors],
            }
            for line in found.lines
        ],
        "assumptions": [_assumption(item) for item in found.assumptions],
        "sensitivity_eur": dict(cases),
    }


def _assumption(item: Assumption) -> dict[str, Any]:
    return {name: getattr(item, name) for name in ("id", "value", "unit", "source", "quality")}
