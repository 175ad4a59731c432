"""The report as an archive file: PDF/A-3b with the results attached, checked by pikepdf's validator."""

from __future__ import annotations

import io
from collections.abc import Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from bldgassess.errors import Issue, UserError
from bldgassess.texts import mark

if TYPE_CHECKING:
    from pikepdf import Pdf

#: Attachment -> media type, what it is to the report (AFRelationship), words for people.
ATTACHMENTS: dict[str, tuple[str, str, str]] = {
    "results.json": ("application/json", "/Data", mark("All results; bldgassess explain follows each figure")),
    "inventory.csv": ("text/csv", "/Data", mark("All rows of the inventory with factor and source")),
    "study.yaml": ("application/yaml", "/Source", mark("All settings of the study")),
    "criteria.yaml": ("application/yaml", "/Source", mark("The criteria catalogue")),
}
#: Attachments bear a fixed date, so that the same results give the same bytes.
_DATE = "D:20000101000000+00'00'"
_XMP_DATE = "2000-01-01T00:00:00+00:00"


def pdfa_available() -> bool:
    """Tell whether pikepdf with its PDF/A module is installed."""
    return find_spec("pikepdf") is not None and find_spec("pikepdf.pdfa") is not None


def make_pdfa(content: bytes, files: Mapping[str, bytes]) -> bytes:
    """Return a PDF/A-3b of a report with its files attached; the same input gives the same bytes.

    Raises
    ------
    UserError
        When pikepdf is not installed, or what was written does not pass its validator.
    """
    if not pdfa_available():
        raise UserError(Issue("signing.no_pikepdf"))
    import pikepdf
    from pikepdf import pdfa

    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            if "/Trans" in page:  # an empty transition that reportlab writes and PDF/A forbids
                del page["/Trans"]
        _drop_unused_fonts(pdf)
        for name, data in files.items():
            _attach(pdf, name, data)
        pdfa.prepare(pdf, "3b")
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
            meta["xmp:MetadataDate"] = _XMP_DATE  # pikepdf writes the clock's
        try:
            pdfa.save(pdf, stream, "3b", repair=False, deterministic_id=True)
        except pdfa.PdfaError as error:
            raise UserError(Issue("signing.not_pdfa", {"reason": _reason(error)})) from error
    return stream.getvalue()


def pdfa_findings(content: bytes) -> list[str]:
    """Return what pikepdf's validator finds against PDF/A-3b in a file, one line a finding; none: it passes.

    Raises
    ------
    UserError
        When pikepdf is not installed.
    """
    if not pdfa_available():
        raise UserError(Issue("signing.no_pikepdf"))
    import pikepdf
    from pikepdf import pdfa

    with pikepdf.open(io.BytesIO(content)) as pdf:
        report = pdfa.check(pdf, "3b")
    return [str(finding) for finding in (*report.violations, *report.unsupported)]


def _drop_unused_fonts(pdf: Pdf) -> None:
    """Take out the Helvetica that reportlab lists on each page even where nothing is set in it."""
    for page in pdf.pages:
        resources: Any = page.get("/Resources")
        fonts: Any = resources.get("/Font") if resources is not None else None
        for key in [
            key
            for key, font in (fonts.items() if fonts is not None else ())
            if str(font.get("/BaseFont")) == "/Helvetica"
        ]:
            del fonts[key]


def _attach(pdf: Pdf, name: str, data: bytes) -> None:
    from pikepdf import AttachedFileSpec, Name

    media, relationship, words = ATTACHMENTS[name]
    spec = AttachedFileSpec(
        pdf, data, description=words, filename=name, mime_type=media, creation_date=_DATE, mod_date=_DATE
    )
    spec.relationship = Name(relationship)
    pdf.attachments[name] = spec


def _reason(error: Exception) -> str:
    report = getattr(error, "report", None)
    findings = [str(finding) for finding in getattr(report, "violations", ())]
    return "; ".join(findings[:3]) or str(error)
