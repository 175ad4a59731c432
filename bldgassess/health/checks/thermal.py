"""Check values of comfort, heat stress and overheating: topic -> figures by our own functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from bldgassess.health.limits import load_limits
from bldgassess.health.thermal import adaptive, models, overheating

Inputs = Mapping[str, Any]
Figures = dict[str, float | str]


def _body(inputs: Inputs, speed: str = "v") -> tuple[float, float, float, float, float, float]:
    return (inputs["tdb"], inputs["tr"], inputs["rh"] / 100.0, inputs[speed], inputs["met"], inputs["clo"])


def _pmv_iso(inputs: Inputs) -> Figures:
    found = models.pmv_ppd(*_body(inputs, "vr"))
    return {"pmv": float(found.pmv), "ppd": float(found.ppd_pct)}


def _pmv_ashrae(inputs: Inputs) -> Figures:
    found = models.pmv_ppd(*_body(inputs, "vr"), standard="ashrae")
    return {"pmv": float(found.pmv), "ppd": float(found.ppd_pct)}


def _set(inputs: Inputs) -> Figures:
    effect = bool(inputs.get("calculate_ce", False))
    return {"set": float(models.standard_effective_c(*_body(inputs), cooling_effect=effect).values)}


def _utci(inputs: Inputs) -> Figures:
    return {"utci": float(models.utci_c(inputs["tdb"], inputs["tr"], inputs["v"], inputs["rh"] / 100.0).values)}


def _wbgt(inputs: Inputs) -> Figures:
    air = inputs["tdb"] if inputs.get("with_solar_load") else None
    return {"wbgt": float(models.wbgt_c(inputs["twb"], inputs["tg"], air))}


def _heat_index(inputs: Inputs) -> Figures:
    return {"hi": float(models.heat_index_c(inputs["tdb"], inputs["rh"] / 100.0).values)}


def _two_nodes(inputs: Inputs) -> Figures:
    limits = {key: inputs[key] for key in ("w_max", "max_sweating", "max_skin_blood_flow") if key in inputs}
    found = models.two_node_state(*_body(inputs), **limits)
    return {"t_core": float(found.t_core_c), "t_skin": float(found.t_skin_c), "w": float(found.wettedness)}


def _phs(inputs: Inputs) -> Figures:
    person = {key: inputs[key] for key in ("acclimatized", "theta", "walk_sp") if key in inputs}
    found = models.predicted_heat_strain(*_body(inputs), posture=inputs["posture"], edition="7933-2004", **person)
    return {
        "t_re": float(found.t_rectal_c),
        "d_lim_loss_50": float(found.loss_limit_min),
        "d_lim_t_re": float(found.core_limit_min),
    }


def _adaptive_en(inputs: Inputs) -> Figures:
    return {"tmp_cmf": float(adaptive.comfort_en_c(np.array(inputs["t_running_mean"])).values)}


def _adaptive_ashrae(inputs: Inputs) -> Figures:
    return {"tmp_cmf": float(adaptive.comfort_ashrae_c(np.array(inputs["t_running_mean"])).values)}


def _bands(inputs: Inputs) -> Figures:
    comfort = float(adaptive.comfort_en_c(np.array(inputs["running_mean"])).values)
    high, low = load_limits()["T2", "high"].classes, load_limits()["T2", "low"].classes
    found: Figures = {"comfort": comfort}
    for name, up, down in zip(("I", "II", "III"), high, low, strict=False):
        found |= {f"{name}_low": comfort - down, f"{name}_high": comfort + up}
    return found


def _gradient(inputs: Inputs) -> Figures:
    return {"ppd_vg": float(models.gradient_dissatisfied_pct(*_body(inputs, "vr"), inputs["vertical_tmp_grad"]))}


def _ankles(inputs: Inputs) -> Figures:
    return {"ppd_ad": float(models.ankle_draught_dissatisfied_pct(*_body(inputs, "vr"), inputs["v_ankle"]))}


def _clothing(inputs: Inputs) -> Figures:
    return {"clo_tout": float(models.clothing_clo(inputs["tout"]))}


def _fan(inputs: Inputs) -> Figures:
    return {"t_core": float(models.fan_core_c(*_body(inputs)))}


def _nights(inputs: Inputs) -> Figures:
    """Put so many hours of a night above the limit and ask whether TM59 passes."""
    verdicts = []
    for hours in inputs["hours"]:
        felt = np.full(len(overheating.NIGHT), 20.0)
        felt[np.flatnonzero(overheating.NIGHT)[:hours]] = inputs["t"]
        passes = overheating.bedroom_night_hours(felt) <= overheating.TM59_NIGHT_H
        verdicts.append("pass" if passes else "fail")
    return {"verdicts": " ".join(verdicts)}


TOPICS: dict[str, Callable[[Inputs], Figures]] = {
    "pmv_iso": _pmv_iso,
    "pmv_ashrae": _pmv_ashrae,
    "set": _set,
    "utci": _utci,
    "wbgt": _wbgt,
    "heat_index": _heat_index,
    "two_nodes_gagge": _two_nodes,
    "phs": _phs,
    "adaptive_en": _adaptive_en,
    "adaptive_ashrae": _adaptive_ashrae,
    "en_16798_bands": _bands,
    "vertical_tmp_grad_ppd": _gradient,
    "ankle_draft": _ankles,
    "clo_tout": _clothing,
    "use_fans_heatwaves": _fan,
    "tm59_nights": _nights,
}
