"""Explanations as lines of text."""

from __future__ import annotations

from typing import Any

from bldgassess.explain.results import Contribution, Explanation


def explanation_lines(item: Explanation) -> list[str]:
    """Render an explanation: what, how much, by which clause and formula, then each row with its source."""
    lines = [f"{item.name}", f"  {item.path} = {_value(item.value)} {item.unit}".rstrip()]
    if item.clause:
        lines.append(f"  clause: {item.clause}")
    if item.formula:
        lines.append(f"  formula: {item.formula.text}")
        lines += [f"    {symbol}: {meaning}" for symbol, meaning in item.formula.terms.items()]
    if item.contributions:
        lines += [
            "",
            f"The {len(item.contributions)} largest of {item.rows_total} rows "
            f"(sum of all rows: {_value(item.rows_sum)} kgCO2e):",
        ]
        for rank, row in enumerate(item.contributions, 1):
            lines += _row_lines(rank, row)
    if item.details:
        lines += ["", "Details:"]
        lines += _detail_lines(item.details, "  ")
    return lines


def _row_lines(rank: int, item: Contribution) -> list[str]:
    row = item.fields
    name = row.get("element") or row.get("material") or row.get("row_id", "")
    lines = [f"{rank:3d}. {_value(item.kgco2e)} kgCO2e  {100 * item.fraction:.1f} %  {name}"]
    if row.get("guid"):
        lines.append(
            f"     element: {row['ifc_class']} {row['guid']}, part {row['part']}, "
            f"layer {row['layer']}: {row['material']}"
        )
    if row.get("quantity"):
        amount = f"{_value(float(row['quantity']))} {row['unit']}"
        lines.append(f"     quantity: {amount} from {row['quantity_origin']}")
    if row.get("notes"):
        lines.append(f"     how: {row['notes']}")
    if row.get("record_id"):
        lines.append(
            f"     factor: {row['record_id']} {row['record_name_en']} {row['record_name_zh']}, "
            f"matched {row['match_method']} {row['match_score']} ({row['match_decision']})"
        )
        if row.get("fallback"):
            lines.append(f"     stand-in: {row['fallback']}")
    if row.get("source"):
        reference = f" | {row['source_ref']}, quality {row['quality']}" if row.get("source_ref") else ""
        lines.append(f"     source: {row['source']}{reference}")
    return lines


def _detail_lines(details: dict[str, Any], indent: str) -> list[str]:
    lines = []
    for key, value in details.items():
        if isinstance(value, dict) and value:
            lines.append(f"{indent}{key}:")
            lines += _detail_lines(value, indent + "  ")
        elif isinstance(value, list) and value and isinstance(value[0], (dict, list)):
            lines.append(f"{indent}{key}:")
            lines += [f"{indent}  - {_value(entry)}" for entry in value]
        else:
            lines.append(f"{indent}{key}: {_value(value)}")
    return lines


def _value(value: Any) -> str:  # noqa: ANN401 - any JSON value
    if isinstance(value, float):
        return f"{value:.6g}" if abs(value) < 1e6 else f"{value:.0f}"
    if isinstance(value, dict):
        return ", ".join(f"{key} {_value(entry)}" for key, entry in value.items())
    if isinstance(value, list):
        return ", ".join(_value(entry) for entry in value)
    return "not assessed" if value is None else str(value)
