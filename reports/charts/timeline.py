"""The study period year by year: what is emitted, what the 1.5 degC path allows, and when the budget is gone."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bldgassess.carbon.result import results_area_m2
from reports.charts.colour import mix, outline_of
from reports.charts.entries import Entry, replaced_in
from reports.charts.layout import Style, nice_ticks, value_axis
from reports.charts.modules import range_words
from reports.charts.ops import Area, Chart, Line, Op, Rect, Ring, Text
from reports.charts.palette import MODULE_COLOURS

Results = dict[str, Any]
_Place = Callable[[float], float]
_EMBODIED, _OPERATIONAL = MODULE_COLOURS["A1-A3"], MODULE_COLOURS["B6"]
#: A year above this many times the next largest is cut, and its value written beside it.
_CUT = 2.5
_LEFT = 44.0


@dataclass(frozen=True, slots=True)
class Account:
    """Emissions by year [kgCO2e/m2] with what the path allows; the years of the path come first."""

    years: tuple[int, ...]
    embodied: tuple[float, ...]
    operational: tuple[float, ...]
    path: tuple[float, ...]
    overshoot_year: int | None
    exhaustion_year: int | None
    ratio: float

    @property
    def cumulative(self) -> list[float]:
        """Sum of the emissions up to and with each year."""
        return list(itertools.accumulate(a + b for a, b in zip(self.embodied, self.operational, strict=True)))


def account_of(results: Results, *, is_dated: bool) -> Account:
    """Return the account that the label uses, embodied carbon spread evenly, or the one that dates it."""
    carbon, area = results["carbon"], results_area_m2(results)
    timeline, budget = carbon["timeline"], carbon["budget"]
    embodied = [kg / area for kg in timeline["embodied_kgco2e"]]
    operational = [kg / area for kg in timeline["operational_kgco2e"]]
    count, found = len(embodied), budget
    if is_dated and budget["pulses"]:
        found = {**budget["pulses"], "wlc_ratio": budget["pulses"]["ratio"]}
    else:
        embodied = [math.fsum(embodied) / count] * count
    start = timeline["start_year"]
    return Account(
        tuple(range(start, start + count)),
        tuple(embodied),
        tuple(operational),
        tuple(budget["path_kgco2e_m2"]),
        found["overshoot_year"],
        found["exhaustion_year"],
        found["wlc_ratio"],
    )


def timeline_chart(
    entries: Sequence[Entry], results: Results, width: float, height: float, style: Style, *, is_dated: bool = False
) -> Chart:
    """Return the cumulative account above the yearly one; ``is_dated``: embodied carbon in the year it arises."""
    tr, account = style.translate, account_of(results, is_dated=is_dated)
    names = replaced_in(entries, account.years[0], len(account.years))
    foot, between = 1.8 * style.size, 1.2 * style.size
    room = height - foot - between - 4.0
    upper = (4.0, 4.0 + 0.48 * room)
    lower = (upper[1] + between, height - foot)
    right = width - max(style.width(text) for text in ("B6–B8", "A–C")) - 10.0
    plot = _Plot(account, names, results, right, style)
    ops = [*plot.cumulative(*upper), *plot.yearly(*lower), *plot.year_labels(height)]
    over = account.overshoot_year
    if over is None:
        title = tr("Below the 1.5 °C path in every year until {year}").format(
            year=account.years[min(len(account.path), len(account.years)) - 1]
        )
    else:
        title = tr("Above the 1.5 °C path from {year} on; {ratio} times its budget").format(
            year=over, ratio=style.number(account.ratio)
        )
    words = (
        tr("kgCO₂e per m²: above summed up, below by year, embodied in the year it arises; path: {path}")
        if is_dated
        else tr("kgCO₂e per m²: above summed up, below by year, embodied spread evenly; path: {path}")
    )
    subtitle = words.format(path=results["carbon"]["budget"]["path"]) + range_words(results, style)
    columns = (
        *(tr("Year"), tr("Embodied"), tr("Operation"), tr("Summed up"), tr("1.5 °C path")),
        *(tr("Budget left"), tr("Unit"), tr("Replaced")),
    )
    budget = math.fsum(account.path)
    rows = tuple(
        (
            str(year),
            account.embodied[k],
            account.operational[k],
            total,
            account.path[k] if k < len(account.path) else None,
            budget - total,
            "kgCO₂e/m²",
            ", ".join(names.get(year, ())),
        )
        for k, (year, total) in enumerate(zip(account.years, account.cumulative, strict=True))
    )
    return Chart("carbon_timeline", width, height, tuple(ops), title, subtitle, columns, rows)


class _Plot:
    """Draws both accounts over the same years."""

    def __init__(
        self, account: Account, names: Mapping[int, Sequence[str]], results: Results, right: float, style: Style
    ) -> None:
        self.account, self.names, self.right, self.style = account, names, right, style
        self.spread = results["carbon"].get("uncertainty")
        self.slot = (right - _LEFT) / len(account.years)

    def _x(self, index: int) -> float:
        return _LEFT + self.slot * (index + 0.5)

    def year_labels(self, height: float) -> list[Op]:
        """Write every year that has room, the first and round ones."""
        p, size = self.style.palette, self.style.size
        step = next(n for n in (1, 2, 5, 10, 20, 50, 100) if n * self.slot > 1.4 * self.style.width("2000") or n == 100)
        shown = [k for k, year in enumerate(self.account.years) if year % step == 0]
        return [
            Text(self._x(k), height - 0.5 * size, str(self.account.years[k]), size * 0.9, p.muted, anchor="middle")
            for k in shown
        ]

    def _named(self, x: float, y: float, words: str, colour: str) -> list[Op]:
        """Write words on a strip of ground, so that no line runs through them."""
        style = self.style
        wide, x = style.width(words) + 6.0, max(x, _LEFT + style.width(words) / 2.0 + 4.0)
        x = min(x, self.right - wide / 2.0)
        size = style.size
        return [
            Rect(x - wide / 2.0, y - size, wide, 1.3 * size, style.palette.ground, radius=2.0),
            Text(x, y, words, size, colour, anchor="middle"),
        ]

    def cumulative(self, top: float, bottom: float) -> list[Op]:
        """Draw the sum with its band, the budget dashed, a square where the budget is used up."""
        style, p, account = self.style, self.style.palette, self.account
        sums, budget = account.cumulative, list(itertools.accumulate(account.path))
        budget += [budget[-1]] * (len(sums) - len(budget))
        band = self._band(sums)
        ticks = nice_ticks(0.0, max(1e-9, sums[-1], budget[-1], *(high for _, high in band)), 3)

        def y_of(value: float) -> float:
            return bottom - value / ticks[-1] * (bottom - top)

        ops = value_axis(style, ticks, _LEFT, self.right, y_of)
        if band:
            edge = [(self._x(k), y_of(high)) for k, (_, high) in enumerate(band)]
            edge += [(self._x(k), y_of(low)) for k, (low, _) in reversed(list(enumerate(band)))]
            words = style.translate("5 to 95 % of the total, in proportion over the years: {low} to {high} kgCO₂e/m²")
            low, high = (style.number(self.spread[end]) for end in ("p5", "p95"))
            fill = mix(p.ground, p.accent, 0.18)
            ops.append(Area(tuple(edge), fill, tip=words.format(low=low, high=high)))
        ops.append(Line(tuple((self._x(k), y_of(v)) for k, v in enumerate(budget)), p.error, 1.5, (5.0, 3.0)))
        ops.append(Line(tuple((self._x(k), y_of(v)) for k, v in enumerate(sums)), p.accent, 2.0))
        for k, value in enumerate(sums):
            ops.append(
                Rect(_LEFT + self.slot * k, top, self.slot, bottom - top, tip=self._tip(k, value), key=self._key(k))
            )
        name = style.translate("budget {amount}").format(amount=style.number(budget[-1]))
        near = y_of(budget[-1]) - 0.4 * style.size
        ops += self._named(self.right, near if near - style.size > top else near + 1.8 * style.size, name, p.error)
        ops += self._exhausted(sums, y_of)
        ops.append(
            Text(self.right + 4.0, y_of(sums[-1]) + 0.35 * style.size, style.number(sums[-1]), style.size, p.accent)
        )
        return ops

    def _band(self, sums: Sequence[float]) -> list[tuple[float, float]]:
        if not self.spread or not sums[-1]:
            return []
        low, high = self.spread["p5"] / sums[-1], self.spread["p95"] / sums[-1]
        return [(low * value, high * value) for value in sums]

    def _exhausted(self, sums: Sequence[float], y_of: _Place) -> list[Op]:
        year = self.account.exhaustion_year
        if year not in self.account.years:
            return []
        k = self.account.years.index(year)
        tip = self.style.translate("The whole budget is used up in {year}").format(year=year)
        p = self.style.palette
        return [
            Rect(self._x(k) - 4.5, y_of(sums[k]) - 4.5, 9.0, 9.0, p.error, p.ground, 1.0, tip=tip, key=self._key(k))
        ]

    def _key(self, index: int) -> str:
        return f"carbon.timeline.{self.account.years[index]}"

    def _tip(self, k: int, total: float) -> str:
        tr, number, a = self.style.translate, self.style.number, self.account
        lines = [
            str(a.years[k]),
            tr("embodied {embodied}, operation {operation} kgCO₂e/m²").format(
                embodied=number(a.embodied[k]), operation=number(a.operational[k])
            ),
            tr("summed up {total}, budget left {left} kgCO₂e/m²").format(
                total=number(total), left=number(math.fsum(a.path) - total)
            ),
        ]
        if k < len(a.path):
            lines.append(tr("allowed by the path: {value} kgCO₂e/m²").format(value=number(a.path[k])))
        if a.years[k] in self.names:
            lines.append(tr("replaced: {names}").format(names=", ".join(map(tr, self.names[a.years[k]][:4]))))
        return "\n".join(lines)

    def yearly(self, top: float, bottom: float) -> list[Op]:
        """Draw bars of operation and embodied, the path dashed, a ring at the overshoot, names of what is replaced."""
        style, p, a = self.style, self.style.palette, self.account
        head = 1.3 * style.size if self.names else 0.0
        sums = [x + y for x, y in zip(a.embodied, a.operational, strict=True)]
        order = sorted(sums, reverse=True)
        limit = order[0] if len(order) < 2 or order[0] <= _CUT * order[1] else 1.3 * order[1]
        most = 1.04 * max(1e-9, limit, *a.path)

        def y_of(value: float) -> float:
            return bottom - min(value, most) / most * (bottom - top - head)

        ticks = tuple(tick for tick in nice_ticks(0.0, most, 3) if tick <= most)
        ops = value_axis(style, ticks, _LEFT, self.right, y_of)
        running = a.cumulative
        for k in range(len(sums)):
            ops += self._bar(k, y_of, self._tip(k, running[k]))
            if sums[k] > most:
                ops += self._broken(k, y_of(most), sums[k])
        points = tuple((self._x(k), y_of(value)) for k, value in enumerate(a.path))
        ops.append(Line(points, p.ground, 3.5))
        ops.append(Line(points, p.error, 1.75, (5.0, 3.0)))
        if a.overshoot_year in a.years:
            k = a.years.index(a.overshoot_year)
            tip = style.translate("Above the path from {year} on").format(year=a.overshoot_year)
            ops.append(Ring(self._x(k), y_of(a.path[k]), 6.0, 3.5, fill=p.error, tip=tip, key=self._key(k)))
        ops += self._side_labels(y_of)
        ops += self._path_name(points)
        return ops + self._pulses(top, y_of(most))

    def _bar(self, k: int, y_of: _Place, tip: str) -> list[Op]:
        a, wide = self.account, max(1.0, 0.72 * self.slot)
        x, base = self._x(k) - wide / 2.0, a.operational[k]
        pieces = (
            (0.0, base, _OPERATIONAL),
            (base, base + a.embodied[k], _EMBODIED),
        )
        return [
            Rect(
                *(x, y_of(end), wide, y_of(start) - y_of(end), colour, outline_of(colour, self.style.palette), 0.5),
                key=self._key(k),
                tip=tip,
            )
            for start, end, colour in pieces
            if y_of(start) - y_of(end) > 0.05
        ]

    def _broken(self, k: int, top: float, value: float) -> list[Op]:
        """Cut a bar that runs beyond the scale and write its value beside it."""
        x, p, size = self._x(k), self.style.palette, self.style.size
        cut = Line(((x - 0.6 * self.slot, top + 9.0), (x + 0.6 * self.slot, top + 5.0)), p.ground, 3.0)
        words = self.style.number(value)
        beside = Text(x + 0.6 * self.slot + 2.0, top + 1.0 * size, words, size, p.text, bold=True)
        back = Rect(
            *(beside.x - 1.0, top, self.style.width(words, bold=True) + 3.0, 1.3 * size, p.ground),
        )
        return [cut, back, beside]

    def _side_labels(self, y_of: _Place) -> list[Op]:
        """Name the two kinds of emissions beside a year near the end that has both."""
        a, size = self.account, self.style.size
        k = len(a.years) - 2 if len(a.years) > 1 else 0
        bottom = y_of(0.0) - 2.0
        ops: list[Op] = []
        lowest = bottom
        for start, end, name in (
            (0.0, a.operational[k], "B6–B8"),
            (a.operational[k], a.operational[k] + a.embodied[k], "A–C"),
        ):
            if end - start <= 0.0:
                continue
            y = min((y_of(start) + y_of(end)) / 2.0 + 0.35 * size, lowest)
            ops.append(Text(self.right + 4.0, y, name, size, self.style.palette.text))
            lowest = y - 1.25 * size
        return ops

    def _path_name(self, points: Sequence[tuple[float, float]]) -> list[Op]:
        style, name = self.style, self.style.translate("1.5 °C path")
        x, y = points[-1]
        return self._named(x + 6.0 + style.width(name) / 2.0, y - 0.1 * style.size, name, style.palette.error)

    def _pulses(self, top: float, plot_top: float) -> list[Op]:
        """Name replacements in the strip above the bars, as long as they have room; a tick marks each year."""
        style, p, free = self.style, self.style.palette, _LEFT
        ops: list[Op] = []
        for year, names in self.names.items():
            k = self.account.years.index(year)
            x, tip = self._x(k), f"{year}: " + ", ".join(map(style.translate, names))
            ops.append(Line(((x, plot_top - 4.0), (x, plot_top + 3.0)), p.text, 1.25, tip=tip))
            later = [y for y in self.names if y > year]
            until = self._x(self.account.years.index(later[0])) if later else self.right + 20.0
            first = max(free, min(x - 8.0, self.right - 60.0))
            words = style.elide(style.translate(names[0]), min(130.0, until - first - 14.0))
            if len(words) < min(4, len(names[0])):
                continue
            ops.append(Text(first, top + 0.9 * style.size, words, style.size * 0.95, p.muted))
            free = first + style.width(words) + 8.0
        return ops
