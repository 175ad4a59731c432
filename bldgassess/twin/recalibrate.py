"""Fit a few settings of the study to metered months within bounds, say how surely, and propose them as edits.

Nothing is applied: the result is a list of edits that a person accepts or not.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from bldgassess.data_rows import data_rows
from bldgassess.errors import Issue, UserError
from bldgassess.hourly.result import HOURS, FloatArray
from bldgassess.model import Building
from bldgassess.pipeline.cache import StageCache
from bldgassess.pipeline.data import DataSnapshot
from bldgassess.pipeline.energy_year import energy_year
from bldgassess.progress import Progress, silent
from bldgassess.study import Edit, Study, apply_edit, make_edit
from bldgassess.study.edits import value_at
from bldgassess.twin.hours import CarrierHours
from bldgassess.twin.months import MonthRow, cv_rmse_pct, month_name, nmbe_pct
from bldgassess.twin.prediction import predict
from bldgassess.twin.words import rules

#: Months that a fit needs at least: fewer do not show both seasons.
LEAST_MONTHS = 6
#: Settings that are fitted at once at most; each costs about ten years of simulation.
MOST_PARAMETERS = 3
#: A setting is moved by this share of its range to see what it does.
_PROBE = 0.05
_DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Parameter:
    """A setting that may be fitted, with bounds and why it is uncertain."""

    path: str
    least: float
    most: float
    unit: str
    why: str
    source: str
    quality: str


@dataclass(frozen=True, slots=True)
class Fitted:
    """A fitted setting: value before and after, 5th and 95th percentile of ``_DRAWS`` draws; at a bound or not.

    ``alike``: settings left out that would do much the same to the months; the metered energy cannot tell which it was,
    and the percentiles hold only if it was this one.
    """

    path: str
    unit: str
    before: float
    after: float
    p5: float
    p95: float
    at_bound: bool
    alike: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A setting that was not fitted. ``reason``: "no_effect", "like_others", "not_worth"."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Recalibration:
    """The proposal: edits with their reasons, what was fitted and left out, agreement before and after.

    ``collinearity``: index of the fitted settings; 1 where each does something of its own.
    """

    edits: tuple[Edit, ...]
    fitted: tuple[Fitted, ...]
    left_out: tuple[LeftOut, ...]
    cv_rmse_before_pct: float
    cv_rmse_after_pct: float
    nmbe_before_pct: float
    nmbe_after_pct: float
    collinearity: float
    months: int
    runs: int


def parameters() -> tuple[Parameter, ...]:
    """Return the settings that may be fitted."""
    return tuple(
        Parameter(
            row["path"], float(row["least"]), float(row["most"]), row["unit"], row["why"], row["source"], row["quality"]
        )
        for row in data_rows("bldgassess.twin", "parameters.csv")
    )


class _Model:
    """Metered months of a building as a function of settings.

    Years are solved in steps of an hour and scaled, month by month, by what the full year gives for the study as it is.
    """

    def __init__(
        self, building: Building, study: Study, data: DataSnapshot, items: Sequence[CarrierHours],
        rows: Sequence[MonthRow],
    ) -> None:  # fmt: skip
        self._building, self._study, self._data, self.cache = building, study, data, StageCache()
        wanted = {(row.carrier, row.month) for row in rows if row.compared and row.measured_kwh > 0.0}
        self._parts: list[tuple[str, FloatArray, FloatArray]] = []
        measured, scale, full = [], [], []
        for item in items:
            for month in np.unique(item.months):
                if (item.carrier, month_name(int(month))) in wanted:
                    here = item.months == month
                    self._parts.append((item.carrier, item.hours[here], item.known[here]))
                    measured.append(float(item.measured[here].sum()))
                    full.append(float(item.predicted[here].sum()))
                    scale.append(item.carrier)
        self.measured = np.array(measured)
        means = {name: float(np.mean([m for m, c in zip(measured, scale, strict=True) if c == name])) for name in scale}
        self.scale = np.array([means[name] for name in scale])
        self.runs = 0
        self.base, self._ratio = np.array(full), np.ones(len(full))
        quick = self.months({})
        self._ratio = np.divide(self.base, quick, out=np.ones(len(full)), where=quick > 0.0)

    def months(self, values: dict[str, float]) -> FloatArray:
        """Return the predicted months [kWh] with some settings changed."""
        study = self._study
        for path, value in values.items():
            study = apply_edit(study, make_edit(study, path, value))
        self.runs += 1
        hours = predict(self._building, study, self._data, quick=True, cache=self.cache).hours
        none = np.zeros(HOURS)
        found = [float((known * hours.get(carrier, none)[at]).sum()) for carrier, at, known in self._parts]
        return np.array(found) * self._ratio


def recalibrate(
    building: Building,
    study: Study,
    data: DataSnapshot,
    items: Sequence[CarrierHours],
    rows: Sequence[MonthRow],
    *,
    only: Collection[str] = (),
    most: int = MOST_PARAMETERS,
    seed: int = 1,
    progress: Progress = silent,
) -> Recalibration:
    """Fit up to ``most`` settings to the metered months by bounded least squares.

    Settings are taken one by one, each the one that explains most of what is left, and all are fitted anew with it. It
    stays if an F test says that it is worth it and its months differ from those of the others (collinearity index below
    the rule's). The spread of each value comes from draws of the months' own error through the fit's sensitivities
    (parametric bootstrap of the linearised fit), with ``seed``.

    ``only``: paths of settings that may be fitted, where the person knows which ones are open; all of ``parameters()``
    where empty.

    Raises
    ------
    UserError
        When there are fewer than ``LEAST_MONTHS`` months, ``only`` names a setting that cannot be fitted, or no setting
        moves what was metered.
    """
    allowed = _allowed(only)
    months = len({row.month for row in rows if row.compared})
    if months < LEAST_MONTHS:
        raise UserError(Issue("twin.too_few_months", {"least": LEAST_MONTHS, "months": months}))
    model = _Model(building, study, data, items, rows)
    base = model.base
    start = _starts(building, study, data, model)
    progress("fit", 0.05)
    moves, left = _effects(model, base, study, {path: start[path] for path in allowed if path in start})
    progress("fit", 0.3)
    chosen, solved, after = _stepwise(model, base, moves, start, left, most, progress)
    if solved is None:
        raise UserError(Issue("twin.nothing_to_fit", {}))
    fitted = _spread(chosen, start, solved, seed, moves)
    progress("fit", 1.0)
    known = {item.path: item for item in chosen}
    return Recalibration(
        edits=tuple(make_edit(study, item.path, item.after, _why(item, known[item.path], months)) for item in fitted),
        fitted=tuple(fitted),
        left_out=tuple(left),
        cv_rmse_before_pct=cv_rmse_pct(model.measured, base),
        cv_rmse_after_pct=cv_rmse_pct(model.measured, after),
        nmbe_before_pct=nmbe_pct(model.measured, base),
        nmbe_after_pct=nmbe_pct(model.measured, after),
        collinearity=collinearity(solved.jac),
        months=months,
        runs=model.runs,
    )


def _allowed(only: Collection[str]) -> tuple[str, ...]:
    paths = tuple(item.path for item in parameters())
    for path in only:
        if path not in paths:
            raise UserError(Issue("twin.bad_choice", {"option": "fit", "value": path, "choices": ", ".join(paths)}))
    return tuple(only) or paths


def _why(item: Fitted, known: Parameter, months: int) -> str:
    alike = f"; {', '.join(item.alike)} would explain the same" if item.alike else ""
    return (
        f"fitted to {months} metered months: {item.before:.3g} to {item.after:.3g} {item.unit} "
        f"(5 to 95 %: {item.p5:.3g} to {item.p95:.3g}); {known.why}{alike}"
    )


def _starts(building: Building, study: Study, data: DataSnapshot, model: _Model) -> dict[str, float]:
    """Return where each setting stands: the study's value, else what the stages assumed for it."""
    year = energy_year(building, study, data, quick=True, cache=model.cache)
    assumed = {row.id: row.value for row in year.assumptions}
    found = {}
    for item in parameters():
        value = value_at(study, item.path)
        value = assumed.get(item.path) if value is None else value
        if isinstance(value, (int, float)):
            found[item.path] = min(max(float(value), item.least), item.most)
    return found


def _effects(
    model: _Model, base: FloatArray, study: Study, start: dict[str, float]
) -> tuple[dict[str, FloatArray], list[LeftOut]]:
    """Return what each setting does to the scaled months for its whole range."""
    least = rules()["least_effect_fraction"].value
    moves: dict[str, FloatArray] = {}
    left: list[LeftOut] = []
    for item in parameters():
        if item.path not in start:
            continue
        step = _PROBE * (item.most - item.least)
        step = step if start[item.path] + step <= item.most else -step
        # where a setting is open, rooms have figures of their own: what it overrides is not its effect
        is_open = value_at(study, item.path) is None
        here = model.months({item.path: start[item.path]}) if is_open else base
        moved = model.months({item.path: start[item.path] + step})
        effect = (moved - here) / model.scale / step * (item.most - item.least)
        if np.abs(effect).max() < least:
            left.append(LeftOut(item.path, "no_effect"))
        else:
            moves[item.path] = effect
    return moves, left


def _stepwise(
    model: _Model, base: FloatArray, moves: dict[str, FloatArray], start: dict[str, float], left: list[LeftOut],
    most: int, progress: Progress,
) -> tuple[list[Parameter], _Solved | None, FloatArray]:  # fmt: skip
    """Take settings one by one and fit anew with each, while an F test says that the last one was worth it."""
    known = {item.path: item for item in parameters()}
    limit, floor = rules()["collinearity_most"].value, rules()["least_error_fraction"].value
    chosen: list[Parameter] = []
    solved: _Solved | None = None
    after = base
    candidates = dict(moves)
    while len(chosen) < most and _rms(after, model) > floor:
        path = _best(candidates, [moves[item.path] for item in chosen], (model.measured - after) / model.scale)
        if path is None:
            break
        candidates.pop(path)
        tried = [*chosen, known[path]]
        here = start | ({item.path: float(x) for item, x in zip(chosen, solved.x, strict=True)} if solved else {})
        made = _solve(model, tried, here, progress)
        if collinearity(made.jac) > limit:
            left.append(LeftOut(path, "like_others"))
            continue
        if not _is_worth(_rms(after, model), _rms(made.months, model), len(model.measured), len(tried)):
            left.append(LeftOut(path, "not_worth"))
            continue
        chosen, solved, after = tried, made, made.months
    return chosen, solved, after


def _rms(months: FloatArray, model: _Model) -> float:
    """Return the root mean square of the error as a share of a carrier's mean month."""
    return float(np.sqrt((((months - model.measured) / model.scale) ** 2).mean()))


def _is_worth(before: float, after: float, count: int, settings: int) -> bool:
    """Whether one more setting lowers the squared error by more than chance does in 19 of 20 cases (F test)."""
    from scipy.stats import f

    free = max(count - settings, 1)
    if after <= 0.0:
        return before > 0.0
    return bool((before**2 - after**2) / (after**2 / free) > f.ppf(0.95, 1, free))


def _best(candidates: dict[str, FloatArray], columns: list[FloatArray], off: FloatArray) -> str | None:
    """Return the setting that, moved with those chosen, leaves the least by its straight-line effect."""
    limit = rules()["collinearity_most"].value
    best: tuple[float, str] | None = None
    for path, effect in candidates.items():
        table = np.stack([*columns, effect], axis=1)
        if collinearity(table) > limit:
            continue
        found, *_ = np.linalg.lstsq(table, off, rcond=None)
        rest = float(((off - table @ found) ** 2).sum())
        if best is None or rest < best[0]:
            best = (rest, path)
    return best[1] if best else None


def collinearity(columns: FloatArray) -> float:
    """Return the collinearity index: 1 / sqrt of the smallest eigenvalue of S'S, S with columns of length 1.

    1 for columns at right angles, without limit where one is a sum of others (Brun, Reichert and Kuensch 2001).

    >>> import numpy as np
    >>> collinearity(np.eye(3)), round(collinearity(np.array([[1.0, 1.0], [0.0, 0.1]])), 1)
    (1.0, 14.2)
    """
    lengths = np.linalg.norm(columns, axis=0)
    if not np.all(lengths > 0.0):
        return math.inf
    unit = columns / lengths
    smallest = float(np.linalg.eigvalsh(unit.T @ unit)[0])
    return 1.0 / math.sqrt(smallest) if smallest > 1e-12 else math.inf


@dataclass(frozen=True, slots=True)
class _Solved:
    """A fit: values, sensitivities and errors of the scaled months to shares of each range, predicted months [kWh]."""

    x: FloatArray
    jac: FloatArray
    off: FloatArray
    months: FloatArray


def _solve(model: _Model, chosen: list[Parameter], start: dict[str, float], progress: Progress) -> _Solved:
    """Fit in shares of each setting's range, so that no unit decides."""
    from scipy.optimize import least_squares

    low, span = np.array([p.least for p in chosen]), np.array([p.most - p.least for p in chosen])
    calls = 0

    def off(share: FloatArray) -> FloatArray:
        nonlocal calls
        calls += 1
        progress("fit", min(0.3 + 0.02 * calls, 0.95))
        values = dict(zip([p.path for p in chosen], (low + share * span).tolist(), strict=True))
        months: FloatArray = model.months(values)
        return np.asarray((months - model.measured) / model.scale)

    first = np.array([(start[p.path] - p.least) / (p.most - p.least) for p in chosen]).clip(0.01, 0.99)
    found = least_squares(off, first, bounds=(0.0, 1.0), diff_step=0.01, xtol=1e-4, ftol=1e-5, max_nfev=12)
    return _Solved(low + found.x * span, found.jac, found.fun, model.measured + found.fun * model.scale)


def _spread(
    chosen: list[Parameter], start: dict[str, float], solved: _Solved, seed: int, moves: dict[str, FloatArray]
) -> list[Fitted]:
    """Draw the months' error through the sensitivities of the fit; the error is never taken for less than the floor."""
    free = max(len(solved.off) - len(chosen), 1)
    sigma = max(math.sqrt(float((solved.off**2).sum()) / free), rules()["least_error_fraction"].value)
    gain = np.linalg.pinv(solved.jac)
    shares = np.random.default_rng(seed).normal(0.0, sigma, (_DRAWS, len(solved.off))) @ gain.T
    fitted = []
    for k, item in enumerate(chosen):
        span = item.most - item.least
        drawn = (solved.x[k] + shares[:, k] * span).clip(item.least, item.most)
        low, high = (float(np.percentile(drawn, share)) for share in (5.0, 95.0))
        edge = min(solved.x[k] - item.least, item.most - solved.x[k]) < 0.005 * span
        value = float(f"{solved.x[k]:.4g}")
        alike = _alike(item.path, [other.path for other in chosen], moves)
        fitted.append(Fitted(item.path, item.unit, start[item.path], value, low, high, bool(edge), alike))
    return fitted


def _alike(path: str, chosen: list[str], moves: dict[str, FloatArray]) -> tuple[str, ...]:
    """Return settings left out whose effect on the months has nearly the direction of this one's."""
    limit = 0.5 * rules()["collinearity_most"].value
    return tuple(
        other
        for other, effect in moves.items()
        if other not in chosen and collinearity(np.stack([moves[path], effect], axis=1)) > limit
    )
