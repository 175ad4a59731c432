"""The project file (``.bldg``): one SQLite file with variants, models, last results, audit trail and evidence.

Nobody works in the file itself. ``WorkingCopy.start`` copies it into a folder of the user's, ``autosave`` writes there,
``publish`` puts the whole of it in the file's place at once. docs/decisions/0018-project-file.md says why.

    working = WorkingCopy.start(default_folder(), Path("House.bldg"))   # or None; working.issues says what to know
    model = working.add_model(Path("house.ifc"))                                # embedded or linked, once
    state = working.state.with_variant(VariantState(new_key(), "Base", Study(), (model.sha256,)))
    working.autosave(state, [edit_entry(before, after, variant=key, words=..., person=..., recorded=now_utc())])
    working.publish(Path("House.bldg"), person="RS", recorded=now_utc())
    working.close()                                                             # kept where something is unsaved

After a crash: ``find_recoverable(folder)``, then ``resume(item)`` or ``set_aside(item)``.
Reading alone: ``read_project`` (CLI), ``read_summary`` (start page), ``check_project``.
"""

from bldgassess.project.audit import (
    EDIT_KINDS,
    SEVERAL,
    AuditEntry,
    AuditRow,
    edit_entry,
    now_utc,
    replay,
    step_entries,
)
from bldgassess.project.data_used import data_in_use, data_issues
from bldgassess.project.differences import VariantChange, changes_since
from bldgassess.project.folders import default_folder
from bldgassess.project.layout import SUFFIX
from bldgassess.project.models import LARGEST_EMBEDDED_BYTES
from bldgassess.project.read import Project, check_project, read_project, read_summary
from bldgassess.project.recover import Recoverable, bring_back, find_recoverable, remove_aside, resume, set_aside
from bldgassess.project.signing import changes_since_signing, sign_entry
from bldgassess.project.state import (
    DataUsed,
    ModelFile,
    ProjectState,
    SavedResults,
    Summary,
    VariantState,
    VariantSummary,
    new_key,
)
from bldgassess.project.values import study_from_json, study_json, study_sha256
from bldgassess.project.working import WorkingCopy

__all__ = [
    "EDIT_KINDS",
    "LARGEST_EMBEDDED_BYTES",
    "SEVERAL",
    "SUFFIX",
    "AuditEntry",
    "AuditRow",
    "DataUsed",
    "ModelFile",
    "Project",
    "ProjectState",
    "Recoverable",
    "SavedResults",
    "Summary",
    "VariantChange",
    "VariantState",
    "VariantSummary",
    "WorkingCopy",
    "bring_back",
    "changes_since",
    "changes_since_signing",
    "check_project",
    "data_in_use",
    "data_issues",
    "default_folder",
    "edit_entry",
    "find_recoverable",
    "new_key",
    "now_utc",
    "read_project",
    "read_summary",
    "remove_aside",
    "replay",
    "resume",
    "set_aside",
    "sign_entry",
    "step_entries",
    "study_from_json",
    "study_json",
    "study_sha256",
]
