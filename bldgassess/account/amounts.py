"""Amounts of the ledger: whole hundredths of a kilogram CO2e, so that sums are exact."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation

from bldgassess.errors import Issue, UserError

#: Hundredths of a kilogram in a kilogram.
PER_KG = 100
#: Beyond this an amount is a slip of units [kgCO2e]; the world emits 4e13 a year.
LARGEST_KG = Decimal(10) ** 12


def to_hundredths(kg: str | float | Decimal) -> int:
    """Return kilograms as whole hundredths, halves to even.

    Raises
    ------
    UserError
        When it is no finite number, or beyond ``LARGEST_KG``.

    Examples
    --------
    >>> to_hundredths("12.345"), to_hundredths(0.1 + 0.2)
    (1234, 30)
    """
    try:
        value = Decimal(str(kg))
    except InvalidOperation:
        value = Decimal("nan")
    if not value.is_finite() or abs(value) > LARGEST_KG:
        raise UserError(Issue("account.bad_amount", {"amount": str(kg)[:40]}))
    return int((value * PER_KG).to_integral_value(ROUND_HALF_EVEN))


def to_text(hundredths: int) -> str:
    """Return kilograms with two decimals.

    >>> to_text(-1234)
    '-12.34'
    """
    sign = "-" if hundredths < 0 else ""
    whole, part = divmod(abs(hundredths), PER_KG)
    return f"{sign}{whole}.{part:02d}"


def shares(kg: Sequence[float]) -> tuple[int, ...]:
    """Round figures so that they sum to their rounded total: the largest remainders take what is left.

    Examples
    --------
    >>> shares([0.004, 0.004, 0.004])
    (1, 0, 0)
    """
    exact = [Decimal(repr(float(value))) * PER_KG for value in kg]
    down = [math.floor(value) for value in exact]
    left = int(sum(exact, Decimal(0)).to_integral_value(ROUND_HALF_EVEN)) - sum(down)
    order = sorted(range(len(exact)), key=lambda k: (down[k] - exact[k], k))
    for k in order[:left]:
        down[k] += 1
    return tuple(down)
