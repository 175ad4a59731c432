"""Many assessments at once: tasks, warm workers, rows that survive a crash. docs/decisions/0020-portfolio.md.

    tasks = [make_task(IfcSource.of([path]), study, name=path.stem) for path in paths]      # portfolio.task
    with open_store(folder / "portfolio.sqlite") as store:                                  # portfolio.store
        run_tasks(tasks, store, workers=4, on_row=show)                                     # portfolio.run
        rows = list(rows_of(tasks, store))                                                  # portfolio.results

A building from anywhere else is a ``Source``: a small picklable thing with ``digest()`` and ``building()``.
"""
