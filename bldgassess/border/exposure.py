"""From the inventory's lines to goods, their embedded emissions and what they cost at the border."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bldgassess.border.cost import Cost, border_cost
from bldgassess.border.rules import Good, benchmark, default_value, figure, goods
from bldgassess.csv_input import numbered_rows
from bldgassess.errors import Issue, UserError
from bldgassess.inventory.ledger import InventoryLine
from bldgassess.model import Assumption
from bldgassess.texts import mark
from materials_db.products import load_products

#: Not published for 2026 to 2030 as of August 2026; shown as assumed wherever a cost is.
CSCF = 1.0
#: Blast furnace: the route of most Chinese steel, and that of the default values.
ROUTE = "BF-BOF"
_KG_PER_T = 1000.0


@dataclass(frozen=True, slots=True)
class Actual:
    """Verified embedded emissions of goods [tCO2e/t], their route, and the carbon price paid for them [EUR/t]."""

    cn_code: str
    see: float
    route: str
    paid_eur_t: float
    evidence: str


@dataclass(frozen=True, slots=True)
class Terms:
    """Under what the goods cross the border. ``price_eur`` of the year where not given."""

    origin: str = "CN"
    year: int = 2026
    route: str = ROUTE
    cscf: float = CSCF
    price_eur: float | None = None


@dataclass(frozen=True, slots=True)
class GoodsLine:
    """Goods of one code: products and lines that they come from, mass [t], emissions and cost.

    ``basis``: "actual" or "default". ``factors``: the figures used, as printed, with sources.
    """

    cn_code: str
    good: str
    products: tuple[str, ...]
    line_ids: tuple[str, ...]
    mass_t: float
    basis: str
    see: float
    cost: Cost
    benchmark_known: bool
    factors: tuple[Assumption, ...]


@dataclass(frozen=True, slots=True)
class Exposure:
    """``actual_pct``: share of the goods' mass with verified emissions; ``outside_kg``: mass out of scope."""

    terms: Terms
    lines: tuple[GoodsLine, ...]
    actual_pct: float
    outside_kg: float
    assumptions: tuple[Assumption, ...]

    @property
    def certificates_t(self) -> float:
        """Certificates [tCO2e]."""
        return math.fsum(line.cost.certificates_t for line in self.lines)

    @property
    def net_eur(self) -> float:
        """Cost after the price already paid [EUR]."""
        return math.fsum(line.cost.net_eur for line in self.lines)


def compute_exposure(
    lines: Sequence[InventoryLine], terms: Terms, actuals: Mapping[str, Actual] | None = None
) -> Exposure:
    """Return what the inventory's goods would cost if they came from the origin of ``terms`` into the EU.

    Raises
    ------
    UserError
        When the tables have no figure for the origin or year.
    """
    known = actuals or {}
    by_code: dict[str, list[tuple[Good, InventoryLine, float]]] = {}
    inside = 0.0
    product_of = {record: product.key for product in load_products().values() for record in reversed(product.records)}
    for line in lines:
        good = goods().get(product_of.get(line.record.id, "")) if line.record else None
        if good is not None and line.mass_kg > 0.0:
            mass = line.mass_kg * good.mass_fraction
            inside += mass
            by_code.setdefault(good.cn_code, []).append((good, line, mass))
    found = tuple(_goods_line(code, by_code[code], terms, known.get(code)) for code in sorted(by_code))
    total = math.fsum(line.mass_t for line in found)
    actual = math.fsum(line.mass_t for line in found if line.basis == "actual")
    price = figure("certificate_price", terms.year)
    assumptions = [
        Assumption("border.cscf", terms.cscf, "-", "not published for 2026 to 2030", mark("Cost at the border"), "S"),
        Assumption(
            "border.route", terms.route, "-", "assumption of this program", mark("Benchmark at the border"), "S"
        ),
    ]
    if terms.price_eur is None:
        effect = mark("Cost at the border")
        assumptions.append(Assumption("border.price_eur", price.value, price.unit, price.source, effect, price.quality))
    whole = math.fsum(line.mass_kg for line in lines)
    share = 100.0 * actual / total if total else 0.0
    return Exposure(terms, found, share, whole - inside, tuple(assumptions))


def _goods_line(
    code: str, items: Sequence[tuple[Good, InventoryLine, float]], terms: Terms, actual: Actual | None
) -> GoodsLine:
    default = default_value(code, terms.origin, terms.year)
    markup = figure("markup_pct", terms.year, default.sector)
    factor = figure("cbam_factor", terms.year)
    row = benchmark(code, actual.route if actual else terms.route, terms.year)
    price = terms.price_eur if terms.price_eur is not None else figure("certificate_price", terms.year).value
    mass = math.fsum(mass for _, _, mass in items) / _KG_PER_T
    see = actual.see if actual else default.value
    cost = border_cost(
        mass,
        see,
        markup_pct=0.0 if actual else markup.value,
        benchmark=row.value if row else 0.0,
        cbam_factor=factor.value / 100.0,
        cscf=terms.cscf,
        price_eur=price,
        paid_eur=mass * actual.paid_eur_t if actual else 0.0,
    )
    used = (default, markup, factor, *((row,) if row else ()))
    effect = mark("Cost at the border")
    factors = tuple(
        Assumption(f"border.{item.record}.{item.cn_code or item.sector or item.year}", item.value, item.unit,
                   item.source, effect, item.quality)
        for item in used
    )  # fmt: skip
    products = tuple(sorted({good.product for good, _, _ in items}))
    ids = tuple(line.id for _, line, _ in items)
    basis = "actual" if actual else "default"
    return GoodsLine(code, default.good, products, ids, mass, basis, see, cost, row is not None, factors)


def sensitivity(
    lines: Sequence[InventoryLine], terms: Terms, actuals: Mapping[str, Actual] | None = None
) -> dict[str, float]:
    """Return the net cost [EUR] under other terms: price -25 and +25 %, CSCF 0.9, scrap route, later years' factors."""
    price = terms.price_eur if terms.price_eur is not None else figure("certificate_price", terms.year).value
    cases = {
        "price -25 %": replace(terms, price_eur=0.75 * price),
        "price +25 %": replace(terms, price_eur=1.25 * price),
        "CSCF 0.9": replace(terms, cscf=0.9),
        "scrap-EAF benchmark": replace(terms, route="scrap-EAF"),
        **{str(year): replace(terms, year=year, price_eur=price) for year in range(terms.year + 1, 2035)},
    }
    return {name: compute_exposure(lines, case, actuals).net_eur for name, case in cases.items()}


def read_actuals(content: bytes, name: str) -> dict[str, Actual]:
    """Read verified emissions from CSV with the columns cn_code, see_t_t, route, paid_eur_t, evidence.

    Raises
    ------
    UserError
        With every row that does not fit, by its line.
    """
    needed = ("cn_code", "see_t_t", "route", "paid_eur_t", "evidence")
    refused = Issue("border.actual_heads", {"file": name, "heads": ", ".join(needed)})
    found: dict[str, Actual] = {}
    problems = []
    for line, row in numbered_rows(content, needed, refused):
        try:
            see, paid = float(row["see_t_t"]), float(row["paid_eur_t"] or 0.0)
            if not (math.isfinite(see) and see >= 0.0 and math.isfinite(paid) and paid >= 0.0):
                raise ValueError
            if not (row["evidence"] or "").strip() or row["cn_code"] in found:
                raise ValueError
            found[row["cn_code"]] = Actual(row["cn_code"], see, row["route"] or "", paid, row["evidence"])
        except (ValueError, TypeError):
            problems.append(Issue("border.bad_actual", {"file": name, "line": line}))
    if problems:
        raise UserError(problems)
    return found
