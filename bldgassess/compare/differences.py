"""Variants side by side: each figure with its difference to the first, and where the carbon difference sits."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bldgassess.carbon.grid import refuse_mixed_bases
from bldgassess.carbon.result import BEYOND, results_area_m2
from bldgassess.errors import Issue
from bldgassess.messages import sentence
from bldgassess.texts import mark, translation
from bldgassess.uncertainty.model import model_from_dict
from bldgassess.uncertainty.paired import compare_paired
from bldgassess.uncertainty.result import PairedResult

Results = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: value of each variant, difference to the first, the same as a share; ``None`` where not assessed."""

    path: str
    name: str
    unit: str
    values: tuple[float | str | None, ...]
    differences: tuple[float | None, ...]
    fractions: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of the waterfall from the first variant to another: part or module and its difference per m2."""

    key: str
    difference: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """All rows; ``by_part`` and ``by_module``: for each later variant its steps, which sum to the difference per m2.

    ``paired``: for each later variant how surely it is lower than the first, where both were drawn.
    """

    names: tuple[str, ...]
    figures: tuple[Figure, ...]
    by_part: tuple[tuple[Step, ...], ...]
    by_module: tuple[tuple[Step, ...], ...]
    issues: tuple[Issue, ...]
    paired: tuple[PairedResult | None, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the machine form."""
        return {
            "names": list(self.names),
            "figures": [asdict(figure) for figure in self.figures],
            "by_part": [[asdict(step) for step in steps] for steps in self.by_part],
            "by_module": [[asdict(step) for step in steps] for steps in self.by_module],
            "paired": [asdict(item) if item else None for item in self.paired],
            "issues": [{"code": issue.code, "text": sentence(issue)} for issue in self.issues],
        }

    def sentences(self, language: str) -> list[str]:
        """Return what a reader must know before comparing, such as differing bases."""
        return [sentence(issue, translation(language).gettext) for issue in self.issues]


def _health(results: Results, identity: str) -> float | None:
    found = next((item for item in results["health"]["indicators"] if item["id"] == identity), None)
    return found["value"] if found else None


def _rows(results: Results) -> list[tuple[str, str, str, float | str | None]]:
    carbon, building = results["carbon"], results["building"]
    gia = building["gia_m2"]
    rows: list[tuple[str, str, str, float | str | None]] = [
        ("building.gia_m2", mark("Gross internal area"), "m2", gia),
        ("carbon.per_m2", mark("Whole-life carbon A-C"), "kgCO2e/m2", carbon["per_m2"]),
        ("carbon.per_m2_a", mark("Whole-life carbon per year"), "kgCO2e/(m2 a)", carbon["per_m2_a"]),
    ]
    area = results_area_m2(results)
    rows += [(f"carbon.modules.{m}", m, "kgCO2e/m2", kg / area) for m, kg in carbon["modules"].items()]
    final = math.fsum(results["energy"]["final_kwh"].values())
    rows.append(("energy.final_kwh", mark("Final energy"), "kWh/(m2 a)", final / gia))
    rows += [
        (f"energy.need_kwh.{use}", mark("Energy need: {use}"), "kWh/(m2 a)", kwh / gia)
        for use, kwh in results["energy"]["need_kwh"].items()
    ]
    rows += [
        (f"health.{item['id']}", item["name"], item["unit"], item["value"]) for item in results["health"]["indicators"]
    ]
    rows += [
        ("health.class", mark("Indoor health, worst class"), "-", results["health"]["class"]),
        ("health.score", mark("Indoor-health score"), "/100", results["health"]["score"]),
        ("label.score", mark("Label points"), "/100", results["label"]["score"]),
        ("label.level", mark("Label level"), "-", results["label"]["level"]),
    ]
    return rows


def compute_comparison(named: Sequence[tuple[str, Results]]) -> Comparison:
    """Compare results (as read from results.json); the first is the base.

    The waterfall's steps per m2 add up to the difference of ``carbon.per_m2`` exactly as ``math.fsum`` adds them.

    Raises
    ------
    UserError
        When the variants use electricity factors of different bases (combustion CO2 beside life-cycle CO2e).
    """
    bases = [results["carbon"]["grid"].get("basis") for _, results in named if "B6" in results["carbon"]["modules"]]
    refuse_mixed_bases(basis for basis in bases if basis)
    tables = [{row[0]: row for row in _rows(results)} for _, results in named]
    figures = []
    for path, (_, name, unit, _) in tables[0].items():
        values = tuple(table[path][3] if path in table else None for table in tables)
        figures.append(_figure(path, name, unit, values))
    base = named[0][1]
    paired = tuple(_paired(base, other) for _, other in named[1:])
    return Comparison(
        names=tuple(name for name, _ in named),
        figures=tuple(figures),
        by_part=tuple(_steps(_per_m2_by_part(base), _per_m2_by_part(other)) for _, other in named[1:]),
        by_module=tuple(_steps(_per_m2_by_module(base), _per_m2_by_module(other)) for _, other in named[1:]),
        issues=(*_basis_issues(named), *_verdicts(named, paired)),
        paired=paired,
    )


def _paired(base: Results, other: Results) -> PairedResult | None:
    """Draw two results with the same draws; ``None`` where one of them was not drawn."""
    first, second = base["carbon"].get("uncertainty"), other["carbon"].get("uncertainty")
    if not first or not second:
        return None
    samples = min(first["samples"], second["samples"])
    return compare_paired(
        model_from_dict(first["model"]), model_from_dict(second["model"]), samples=samples, seed=first["seed"]
    )


def _verdicts(named: Sequence[tuple[str, Results]], paired: Sequence[PairedResult | None]) -> list[Issue]:
    found = []
    for (name, _), item in zip(named[1:], paired, strict=True):
        if item is None:
            continue
        params: dict[str, str | int | float] = {
            "base": named[0][0],
            "other": name,
            "probability": f"{item.probability_lower:.2f}",
            "median": f"{item.median_difference:.3g}",
            "p5": f"{item.p5_difference:.3g}",
            "p95": f"{item.p95_difference:.3g}",
            "samples": item.samples,
        }
        code = "carbon.paired_discernible" if item.discernible else "carbon.paired_open"
        found.append(Issue(code, params, severity="info"))
    return found


def _figure(path: str, name: str, unit: str, values: tuple[float | str | None, ...]) -> Figure:
    base = values[0]
    differences: list[float | None] = []
    fractions: list[float | None] = []
    for value in values:
        if isinstance(value, (int, float)) and isinstance(base, (int, float)):
            differences.append(value - base)
            fractions.append((value - base) / abs(base) if base else None)
        else:
            differences.append(None)
            fractions.append(None)
    return Figure(path, name, unit, values, tuple(differences), tuple(fractions))


def _per_m2_by_part(results: Results) -> dict[str, float]:
    area = results_area_m2(results)
    found = {
        part: math.fsum(kg for module, kg in modules.items() if module not in BEYOND) / area
        for part, modules in results["carbon"]["by_part"].items()
    }
    return found | _sinks(results, area)


def _per_m2_by_module(results: Results) -> dict[str, float]:
    area = results_area_m2(results)
    found = {module: kg / area for module, kg in results["carbon"]["modules"].items() if module not in BEYOND}
    return found | _sinks(results, area)


def _sinks(results: Results, area_m2: float) -> dict[str, float]:
    """Return what planting takes up where the profile counts it, as a step of its own."""
    kg = results["carbon"].get("sinks_kgco2e", 0.0)
    return {"sinks": kg / area_m2} if kg else {}


def _steps(base: dict[str, float], other: dict[str, float]) -> tuple[Step, ...]:
    steps = [Step(key, other.get(key, 0.0) - base.get(key, 0.0)) for key in sorted(set(base) | set(other))]
    return tuple(
        sorted((step for step in steps if step.difference), key=lambda step: (-abs(step.difference), step.key))
    )


def _basis_issues(named: Sequence[tuple[str, Results]]) -> list[Issue]:
    """Name what makes variants hard to compare: other profile, period, factors, weather or catalogue."""
    keys: tuple[tuple[str, Callable[[Results], object]], ...] = (
        ("carbon.profile", lambda r: r["carbon"]["profile"]),
        ("carbon.study_period_a", lambda r: r["carbon"]["study_period_a"]),
        ("inputs.factors.sha256", lambda r: r["inputs"]["factors"]["sha256"]),
        ("inputs.weather_sha256", lambda r: r["inputs"]["weather_sha256"]),
        ("inputs.catalogue.sha256", lambda r: r["inputs"]["catalogue"]["sha256"]),
    )
    issues = []
    for path, value in keys:
        for name, results in named[1:]:
            if value(results) != value(named[0][1]):
                params = {"base": named[0][0], "other": name, "path": path}
                issues.append(Issue("results.different_basis", params, severity="warning"))
    return issues
