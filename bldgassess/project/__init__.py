"""The project file (``.bldg``): one SQLite file with variants, models, last results, audit trail and evidence.

Nobody works in the file itself. ``WorkingCopy.start`` copies it into a folder of the user's, ``autosave`` writes there,
``publish`` puts the whole of it in the file's place at once. docs/decisions/0018-project-file.md says why.

    working, issues = WorkingCopy.start(default_folder(), Path("House.bldg"))   # or None for a new project
    model = working.add_model(Path("house.ifc"))                                # embedded or linked, once
    state = working.state.with_variant(VariantState(new_key(), "Base", Study(), (model.sha256,)))
    working.autosave(state, [edit_entry(before, after, variant=key, words=..., person=..., recorded=now_utc())])
    working.publish(Path("House.bldg"), person="RS", recorded=now_utc())
    working.close()                                                             # kept where something is unsaved

After a crash: ``find_recoverable(folder)``, then ``resume(item)`` or ``set_aside(item)``.
Reading alone: ``read_project`` (CLI), ``read_summary`` (start page), ``check_project``.
"""
