"""Sentences about: EnergyPlus as the second engine."""

MESSAGES: dict[str, str] = {
    "energyplus.not_installed": "EnergyPlus is not installed. Install it with: python -m pip install 'bldgassess[energyplus]', or use --engine fast.",
    "energyplus.used": "Heating, cooling and room temperatures were computed by {engine}; opened windows as the zone engine found them.",
    "energyplus.severe": "EnergyPlus reports a severe error: {text}",
    "energyplus.failed": "EnergyPlus ended with status {status} and said nothing more. Report the model, or use --engine fast.",
    "energyplus.too_long": "EnergyPlus took too long and was stopped. Use --engine fast, or a model with fewer rooms.",
    "energyplus.not_readable": "The results of EnergyPlus cannot be read ({reason}). Run it again; if it happens again, report the model.",
    "energyplus.moving_shades": "Movable shades of {count} windows are written to EnergyPlus at their yearly mean, since it gets no hourly ones.",
}
