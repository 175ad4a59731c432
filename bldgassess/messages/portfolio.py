"""Sentences about portfolios: run files, workers, the store of rows."""

MESSAGES: dict[str, str] = {
    "portfolio.bug": "This is a bug in bldgassess ({type}: {message}). Report it with this row's model and study.",
    "portfolio.gave_up": "The task ended its worker process {count} times, most likely for want of memory. Assess this model alone with 'bldgassess assess' to see why, or give workers more memory.",
    "portfolio.other_program": "A worker runs another version of bldgassess than this one. Install the same version on all machines of the cluster.",
    "portfolio.model_changed": "The model {file} changed while the portfolio was running. Run the portfolio again.",
    "portfolio.no_dask": "A cluster needs the Dask scheduler, which is not installed. Install it with: pip install 'bldgassess[cluster]'.",
    "portfolio.no_cluster": "The scheduler at {address} does not answer ({reason}). Check the address, or start it with 'dask scheduler'.",
    "portfolio.no_workers": "There has been no worker for {seconds} s. Start workers at the scheduler and run the same command again; rows that are done are kept.",
    "portfolio.bad_workers": "--workers cannot be {value}. Give a whole number from 0 (in this process) to {most}.",
    "portfolio.not_ours": "{file} is no store of a portfolio of this version. Choose another folder with --out, or start anew with --fresh.",
    "portfolio.busy": "{file} is in use by another run. Wait for it, or choose another folder with --out.",
    "portfolio.cannot_use": "{file} cannot be used ({reason}). Choose another folder with --out.",
    "portfolio.cannot_read": "The run file {file} cannot be read ({reason}). Check its name.",
    "portfolio.not_yaml": "The run file {file} is not YAML: {reason}. Correct it there.",
    "portfolio.not_csv": "The table {file} is no CSV file with a column named model. Give it one row for each building.",
    "portfolio.bad_field": "{path} in {file} cannot be {given}: {reason}. Correct it in the run file.",
    "portfolio.no_models": "{pattern} in {file} fits no file. Correct the name; it is looked for beside the run file.",
    "portfolio.no_rows": "{file} has no buildings. Give at least one.",
    "portfolio.range_needs_sample": "{path} in {file} is a range. Add 'sample: {{count: 100, seed: 1}}', or list its values.",
    "portfolio.too_many": "{file} asks for {count} variants; at most {most} are run at once. Use 'sample' to take some of them.",
    "portfolio.no_model_in_row": "Line {line} of {file} names no model. Fill in the column named model.",
}
