"""Sentences about: carbon."""

MESSAGES: dict[str, str] = {
    "carbon.no_scenario": "There is no path {scenario} for the electricity of {region}. Choose static.",
    "carbon.bad_transport": "There is no vehicle {mode}. Choose one of: {choices}.",
    "carbon.no_fuel": "There is no emission factor for {carrier} in {region}. Choose another system or region.",
    "carbon.bad_path": "There is no budget path {path}. Choose one of: {choices}.",
    "carbon.path_years": "The budget path {path} runs from {first} to {last}, outside the study period.",
    "carbon.low_coverage": "Only {share} % of the mass has figures for {module}; the rest counts nothing there.",
    "carbon.bad_profile": "There is no profile {profile}. Choose one of: {choices}.",
    "carbon.bad_system": "There is no technical system {id} to leave out. Choose from: {choices}.",
    "carbon.bad_machine": "There is no machine {machine} in the shift table. Choose from: {choices}.",
    "carbon.bad_refrigerant": "There is no refrigerant {name}. Choose one of: {choices}.",
    "carbon.bad_leakage": "There is no leakage scheme {scheme}. Choose one of: {choices}.",
    "carbon.bad_path_file": "{file} holds no budget path: it needs a column of years and one of kgCO2e per m2, or years as column heads.",
    "carbon.several_paths": "{file} holds several paths ({rows}). Say which with --budget-row and words of its row.",
    "carbon.systems_twice": "The model carries {count} elements of technical services and the study adds technical systems that no model carries. Leave out what stands twice with carbon.systems_off.",
    "carbon.mixed_grid_bases": "These figures use electricity factors of different bases ({bases}) and cannot be held side by side. Set carbon.grid_basis to one of them for all.",
    "carbon.grid_basis_stand_in": "{profile} asks for {wanted} electricity factors; the region has only {found} ones, which stand in.",
    "carbon.area_stand_in": "The area rule of {profile} could not be kept: {rule}.",
    "carbon.not_certified": "A certified study may not rest on figures from memory. There are {count}: {rows}.",
    "carbon.paired_discernible": "{other} against {base}: lower with probability {probability}, median difference {median} kgCO2e/m2 (5 to 95 %: {p5} to {p95}), {samples} shared draws. The difference is discernible.",
    "carbon.paired_open": "{other} against {base}: lower with probability {probability}, median difference {median} kgCO2e/m2 (5 to 95 %: {p5} to {p95}), {samples} shared draws. The difference is not discernible at 95 %.",
}
