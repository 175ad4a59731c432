"""From the laid-out report to the file that leaves the house: archive form, then signature."""

from __future__ import annotations

from reports.pdf.report import Report
from reports.pdf.source import ReportSource
from reports.pdfa import make_pdfa
from reports.sign import SigningKey, sign_pdf


def finish_report(report: Report, source: ReportSource, *, archive: bool, key: SigningKey | None = None) -> bytes:
    """Return the bytes to write.

    Parameters
    ----------
    report, source : Report, ReportSource
        The pages, and the files that are attached to them.
    archive : bool
        Make it a PDF/A-3b with attachments; needs pikepdf.
    key : SigningKey, optional
        Sign it, last of all.

    Raises
    ------
    UserError
        When a library is missing, the validator objects, or the key cannot be used.
    """
    content = make_pdfa(report.content, source.files) if archive else report.content
    return sign_pdf(content, key, report.signature) if key else content
