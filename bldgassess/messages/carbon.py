"""Sentences about: carbon."""

MESSAGES: dict[str, str] = {
    "carbon.no_scenario": "There is no path {scenario} for the electricity of {region}. Choose static.",
    "carbon.bad_transport": "There is no vehicle {mode}. Choose one of: {choices}.",
    "carbon.no_fuel": "There is no emission factor for {carrier} in {region}. Choose another system or region.",
    "carbon.bad_path": "There is no budget path {path}. Choose one of: {choices}.",
    "carbon.path_years": "The budget path {path} runs from {first} to {last}, outside the study period.",
    "carbon.low_coverage": "Only {share} % of the mass has figures for {module}; the rest counts nothing there.",
}
