"""What the account is made of: parts, mass with figures, carbon that the materials hold."""

from __future__ import annotations

import math

import numpy as np

from bldgassess.carbon.account import Account, Ledger
from bldgassess.carbon.columns import declares_end_of_life, sums_by_code
from bldgassess.carbon.materials import MATERIAL_MODULES
from bldgassess.carbon.result import BEYOND, MODULES
from bldgassess.inventory.ledger import Inventory
from materials_db.proxies import load_eol_proxies


def kg_by_part(ledger: Ledger, account: Account) -> dict[str, dict[str, float]]:
    """Return part -> module -> kg, exact sums."""
    material, rules = ledger.material, account.rules
    found: dict[str, dict[str, list[float]]] = {}
    columns = material.columns
    for module in MATERIAL_MODULES:
        if module not in rules.modules and module not in BEYOND:
            continue
        values = material.module(module, rules)
        declared = np.bincount(columns.part[~np.isnan(values)], minlength=len(columns.parts))
        sums = sums_by_code(values, columns.part, len(columns.parts))
        for name, lines, kg in zip(columns.parts, declared.tolist(), sums, strict=True):
            if lines:
                found.setdefault(name, {})[module] = [kg]
    for row in account.rest:
        for module, kg in row.kgco2e.items():
            found.setdefault(row.part, {}).setdefault(module, []).append(kg)
    return {name: {m: math.fsum(found[name][m]) for m in MODULES if m in found[name]} for name in sorted(found)}


def mass_coverage(inventory: Inventory, ledger: Ledger) -> tuple[dict[str, float], dict[str, float]]:
    """Return by module the share of mass that is declared or stood in for, and the share that is stood in for."""
    total = inventory.mass_kg
    if total <= 0.0:
        return {}, {}
    proxies, records = load_eol_proxies(), ledger.material.columns.of_record.records
    of_record = {
        "have": [True for _ in records],
        "declared": [declares_end_of_life(record) for record in records],
        "stood_in": [not declares_end_of_life(record) and record.category in proxies for record in records],
        "beyond": ["D" in record.gwp_kgco2e for record in records],
    }
    own = len(inventory.lines)
    columns = ledger.material.columns
    codes, mass = columns.record[:own], np.where(columns.removed, 0.0, columns.mass_kg)[:own]
    masses = {kind: mass[np.array([*flags, False])[codes]].tolist() for kind, flags in of_record.items()}
    share = {kind: math.fsum(values) / total for kind, values in masses.items()}
    ends = min(1.0, share["declared"] + share["stood_in"])
    coverage = {m: min(1.0, share["have"]) for m in ("A1-A3", "A4", "A5", "B4", "C2")}
    stood_in = {"C3": share["stood_in"], "C4": share["stood_in"]}
    return {**coverage, "C3": ends, "C4": ends, "D": min(1.0, share["beyond"])}, stood_in


def stored_carbon(inventory: Inventory, ledger: Ledger) -> float:
    """Carbon dioxide that the installed materials hold, EN 16449: carbon x 44/12 [kg]."""
    columns = ledger.material.columns
    installed = np.where(columns.removed, 0.0, columns.quantity)
    stored = installed * np.nan_to_num(columns.of_record.stored_kgco2)[columns.record]
    return math.fsum(stored[: len(inventory.lines)].tolist())
