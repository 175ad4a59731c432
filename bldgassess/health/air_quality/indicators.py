"""Indicators of the air: ventilation, pollutants from outdoors, materials and soil, moisture, infection."""

from __future__ import annotations

from collections.abc import Mapping

from bldgassess.health.air_quality import condensation_rows, material_rows, moisture_rows, outdoor_rows, people_rows
from bldgassess.health.air_quality.outdoor import outdoor_air
from bldgassess.health.air_quality.tables import rows
from bldgassess.health.inputs import HealthInputs
from bldgassess.health.result import Indicator
from bldgassess.health.row import assumed
from bldgassess.model import Assumption
from bldgassess.texts import mark

INDICATORS = (
    people_rows.co2_indicator,
    people_rows.ventilation_indicator,
    outdoor_rows.particles_year,
    outdoor_rows.particles_day,
    outdoor_rows.nitrogen_dioxide,
    outdoor_rows.ozone,
    material_rows.formaldehyde,
    material_rows.organic_compounds,
    material_rows.benzene,
    material_rows.radon,
    moisture_rows.mould_indicator,
    moisture_rows.surface_margin,
    condensation_rows.condensation_inside,
    people_rows.infection_indicator,
    material_rows.low_emission,
)

#: Label metric -> (indicator, factor to the criterion's unit).
_METRICS: Mapping[str, tuple[str, float]] = {
    "health.co2_delta_p95": ("I1", 1.0),
    "health.pm25_annual": ("I3", 1.0),
    "health.formaldehyde": ("I4", 0.001),
    "health.tvoc": ("I4v", 0.001),
    "health.radon": ("I6", 1.0),
    "health.mould_index_max": ("I7", 1.0),
}


def metrics(_inputs: HealthInputs, by_id: Mapping[str, Indicator]) -> dict[str, float]:
    """Return the values that label criteria ask for; what has no value is left out."""
    known = {key: (by_id[identity].value, factor) for key, (identity, factor) in _METRICS.items()}
    return {key: value * factor for key, (value, factor) in known.items() if value is not None}


def assumptions(inputs: HealthInputs) -> tuple[Assumption, ...]:
    """Return what was assumed about people, outdoor air, materials and soil."""
    listed = dict(_EFFECTS)
    if not inputs.is_home:
        del listed["pm25_cooking_mg_min"]
    return (*assumed(listed), *outdoor_air(inputs).assumptions, *_backgrounds())


def _backgrounds() -> tuple[Assumption, ...]:
    effect = mark("Outdoor background of pollutants that materials emit")
    return tuple(
        Assumption(
            f"health.outdoor_{row['pollutant']}",
            float(row["outdoor_ug_m3"]),
            "ug/m3",
            row["source"],
            effect,
            row["quality"],
        )
        for row in rows("pollutants.csv")
    )


_EFFECTS: Mapping[str, str] = {
    "co2_awake_l_h": mark("CO2 of people awake"),
    "co2_asleep_l_h": mark("CO2 of people asleep, in bedrooms"),
    "surface_film_m2k_w": mark("Surface temperature for mould"),
    "pm25_penetration": mark("Share of fine particles that passes leaks"),
    "pm25_deposition_1_h": mark("Fine particles settling in rooms"),
    "pm25_cooking_mg_min": mark("Fine particles set free while cooking"),
    "pm25_day_sigma": mark("Spread of days of outdoor particles"),
    "ozone_day_sigma": mark("Spread of days of outdoor ozone"),
    "no2_deposition_1_h": mark("Nitrogen dioxide taken up by surfaces"),
    "ozone_deposition_1_h": mark("Ozone taken up by surfaces"),
    "emission_class_share": mark("Emission of finishes within their class"),
    "furniture_coated_fraction": mark("Formaldehyde of furniture"),
    "hcho_berge_k": mark("Formaldehyde and temperature"),
    "hcho_berge_rh_1_pct": mark("Formaldehyde and humidity"),
    "radon_outdoor_bq_m3": mark("Radon outdoors"),
    "radon_soil_flow_m3_h_m2": mark("Soil gas entering through ground slabs"),
    "radon_membrane_fraction": mark("Soil gas that passes a gas-tight layer"),
    "quanta_speaking_1_h": mark("Infectious quanta of a person who talks"),
    "breathing_seated_m3_h": mark("Air that a seated person breathes"),
    "virus_decay_1_h": mark("Virus losing its power in the air"),
    "virus_deposition_1_h": mark("Virus settling"),
    "infection_exposure_h": mark("Time spent with an infectious person"),
}
