"""What goods cost at the border: certificates and money, in the regulation's own formula."""

from __future__ import annotations

import math
from dataclasses import dataclass

from bldgassess.errors import Issue, UserError


@dataclass(frozen=True, slots=True)
class Cost:
    """Emissions, free allocation [tCO2e/t]; certificates [tCO2e]; cost before and after what was paid [EUR]."""

    see: float
    sefa: float
    certificates_t: float
    gross_eur: float
    net_eur: float


def border_cost(
    mass_t: float,
    see: float,
    *,
    markup_pct: float,
    benchmark: float,
    cbam_factor: float,
    cscf: float,
    price_eur: float,
    paid_eur: float = 0.0,
) -> Cost:
    """Return the certificates for goods and their cost.

    n = max(0, m (SEE (1 + mark-up) - benchmark x CBAM factor x CSCF)); net = max(0, n price - carbon price paid)
    (Regulation (EU) 2023/956 Art. 9, 22, 31; IR (EU) 2025/2620, 2025/2621).

    Parameters
    ----------
    mass_t : float
        Mass of goods [t].
    see : float
        Specific embedded emissions [tCO2e/t].
    markup_pct : float
        On default values only [%].
    cbam_factor, cscf : float
        Share of free allocation still granted, cross-sectoral correction factor [0-1].
    price_eur, paid_eur : float
        Certificate price [EUR/t]; carbon price effectively paid in the country of origin, evidenced [EUR].

    Raises
    ------
    UserError
        When a figure is negative or not finite.

    Examples
    --------
    >>> rebar = border_cost(10, 3.169, markup_pct=10, benchmark=1.364, cbam_factor=0.975, cscf=1, price_eur=75.36)
    >>> round(rebar.certificates_t, 2), round(rebar.net_eur, 2)
    (21.56, 1624.76)
    """
    figures = (mass_t, see, markup_pct, benchmark, cbam_factor, cscf, price_eur, paid_eur)
    if any(not math.isfinite(value) or value < 0.0 for value in figures):
        raise UserError(Issue("border.bad_figure", {}))
    with_markup = see * (1.0 + markup_pct / 100.0)
    free = benchmark * cbam_factor * cscf
    certificates = mass_t * max(0.0, with_markup - free)
    gross = certificates * price_eur
    return Cost(with_markup, free, certificates, gross, max(0.0, gross - paid_eur))
