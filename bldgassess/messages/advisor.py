"""Sentences about searches for better variants."""

MESSAGES: dict[str, str] = {
    "advisor.unknown_constraint": "There is no constraint named {id}. Choose one of: {choices}, or give budget_kgco2e=... or cost=....",
    "advisor.bad_limit": "The limit {text} is no figure above 0. Write for example budget_kgco2e=250000.",
    "advisor.bad_level": "{text} is not a list of levels. Write for example roof_insulation=0,80,160 or heat_pump=off,4.2.",
    "advisor.parameter_alone": "{path} is about a measure that neither the study nor the search takes. Add {id} to the measures.",
    "advisor.unknown_objective": "There is no objective named {id}. Choose among: {choices}.",
    "advisor.no_objective": "No objective is given. Choose among: {choices}.",
    "advisor.no_costs": "Costs are asked for, but no table of costs is given. Give one with --costs; the program has no prices of its own.",
    "advisor.no_choices": "There is nothing to choose from: every measure is forbidden or has one level. Name other measures or constraints.",
    "advisor.too_many": "{size} combinations are too many to go through; {most} are the most. Give fewer levels, or search with the method genetic.",
    "advisor.no_pymoo": "{size} combinations need the genetic search, which needs pymoo. Install the extra named advisor, or give fewer levels.",
    "advisor.costs_cannot_read": "The table of costs {file} cannot be read: {reason}. Give a CSV or YAML file.",
    "advisor.costs_no_table": "{file} is no table of costs: {reason}. Give CSV with the columns measure, cost, per, currency, source, or YAML with a list of such rows.",
    "advisor.costs_bad_row": "Row {row} of {file} does not fit in the field {field}: {reason}.",
    "advisor.costs_currencies": "{file} has more than one currency: {found}. Bring all costs to one.",
}
