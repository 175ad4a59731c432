"""Sentences about energy systems and renewables."""

MESSAGES: dict[str, str] = {
    "energy.flow_too_hot_for_heat_pump": "A heat pump does not reach {flow} degC. Set operation.heating_flow_c to {highest} degC at most, or choose another generator.",
    "energy.flow_too_hot_for_floor": "Underfloor heating cannot run at {flow} degC. Set operation.heating_flow_c to {highest} degC at most, or choose another emission.",
    "energy.flow_too_cold": "Water of {flow} degC does not heat a room to {room} degC. Raise operation.heating_flow_c.",
    "energy.solar_without_hot_water": "{area} m2 of solar collectors have no hot water to heat. Choose operation.hot_water, or set renewables.solar_thermal_m2 to 0.",
    "energy.pv_size": "The photovoltaic field {name} needs either kwp or area_m2, one of the two.",
    "energy.set_points_cross": "Heating to {heating} degC and cooling to {cooling} degC would work against each other. Set operation.heating_setpoint_c below operation.cooling_setpoint_c.",
    "energy.setback_above": "The night's heating set-point of {setback} degC is above the day's {day} degC. Lower operation.heating_setback_c or leave it empty.",
    "energy.setback_below": "The night's cooling set-point of {setback} degC is below the day's {day} degC. Raise operation.cooling_setback_c or leave it empty.",
    "energy.heat_missing": "The heat pump has no heater beside it and lacks {kwh} kWh in {hours} hours of the year. Set operation.heating_backup, or a lower operation.heating_bivalence_c.",
    "energy.cold_without_heating": "Without heating, people are below {room} degC for {hours} hours a year and room. Choose operation.heating.",
    "energy.battery_without_pv": "The battery of {kwh} kWh has nothing to store. Add photovoltaics, or set renewables.battery_kwh to 0.",
}
