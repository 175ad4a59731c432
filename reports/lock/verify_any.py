"""Verify a file by what it is: a package, a report, or a credential."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bldgassess.credential.proof import read_credential, verify
from bldgassess.progress import Progress, silent
from reports.lock.verify import Verdict, verify_package
from reports.lock.verify_pdf import verify_report


def verify_any(
    content: bytes,
    name: str,
    *,
    seal: str = "",
    models: Sequence[Path] = (),
    weather: Path | None = None,
    progress: Progress = silent,
) -> Verdict:
    """Verify the content of a file; ``name`` is for sentences.

    Parameters
    ----------
    seal : str
        The one that a package should have.
    models, weather : sequence of Path, Path or None
        To compute a report again with.

    Raises
    ------
    UserError
        When it cannot be read as what it looks like.
    """
    if content.lstrip()[:1] == b"{":
        findings = verify(read_credential(content, name))
        return Verdict(not findings, findings, (), "")
    if content[:5] == b"%PDF-":
        return verify_report(content, name, models=models, weather=weather, progress=progress)
    return verify_package(content, name, seal=seal, progress=progress)
