"""A PAdES signature on a report: it certifies the file, no change is allowed after it; time stamp on request."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bldgassess.errors import Issue, UserError

if TYPE_CHECKING:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko.stamp import TextStampStyle

FIELD = "Reviewer"
_STAMP_SIZE = 9
Box = tuple[int, tuple[float, float, float, float]]


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A PKCS#12 file with its password, and the address of a time-stamp service where one is wanted."""

    file: Path
    password: str = field(repr=False)
    tsa: str = ""


def signing_available() -> bool:
    """Tell whether pyHanko is installed."""
    return find_spec("pyhanko") is not None


def load_signer(key: SigningKey) -> SimpleSigner:
    """Open the key file.

    Raises
    ------
    UserError
        When pyHanko is missing, or the file cannot be read or opened with the password.
    """
    if not signing_available():
        raise UserError(Issue("signing.no_pyhanko"))
    from pyhanko.sign import signers

    try:
        content = key.file.read_bytes()
    except OSError as error:
        raise UserError(Issue("signing.no_key", {"file": key.file.name, "reason": error.strerror or "?"})) from error
    try:
        signer = signers.SimpleSigner.load_pkcs12_data(content, other_certs=(), passphrase=key.password.encode())
    except (ValueError, TypeError, OSError) as error:
        raise UserError(Issue("signing.bad_key", {"file": key.file.name})) from error
    if signer is None or signer.signing_cert is None:
        raise UserError(Issue("signing.bad_key", {"file": key.file.name}))
    loaded: SimpleSigner = signer
    return loaded


def sign_pdf(content: bytes, key: SigningKey, box: Box | None = None) -> bytes:
    """Return the report with a certifying PAdES signature added after its bytes, which stay as they are.

    Parameters
    ----------
    content : bytes
        The report.
    key : SigningKey
        Who signs.
    box : tuple, optional
        Page (from 1) and frame (x0, y0, x1, y1) [pt] that shows it; invisible where there is none.

    Raises
    ------
    UserError
        When the key cannot be used or the time stamp cannot be had.
    """
    signer = load_signer(key)
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers
    from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError

    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    _keep_version(writer)
    meta = signers.PdfSignatureMetadata(
        field_name=FIELD,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        subfilter=fields.SigSeedSubFilter.PADES,
        md_algorithm="sha256",
    )
    page, frame = box or (1, None)
    corners = (round(frame[0]), round(frame[1]), round(frame[2]), round(frame[3])) if frame else None
    spec = fields.SigFieldSpec(FIELD, on_page=page - 1, box=corners)
    stamper = HTTPTimeStamper(key.tsa) if key.tsa else None
    style = _stamp() if frame else None
    made = signers.PdfSigner(meta, signer, timestamper=stamper, stamp_style=style, new_field_spec=spec)
    try:
        signed = made.sign_pdf(writer)
    except (TimestampRequestError, OSError) as error:
        reason = str(error)[:120] or type(error).__name__
        raise UserError(Issue("signing.tsa", {"url": key.tsa, "reason": reason})) from error
    return bytes(signed.getvalue())


def _keep_version(writer: IncrementalPdfFileWriter) -> None:
    """Keep the file at PDF 1.7: PDF/A-3 knows no PDF 2.0, which pyHanko would write into the catalogue."""
    writer.ensure_output_version = lambda version: None  # type: ignore[method-assign]  # noqa: ARG005


def _stamp() -> TextStampStyle:
    """Return what the frame shows; its font is ours, embedded, as PDF/A asks."""
    from pyhanko.pdf_utils.font.api import FontEngineFactory
    from pyhanko.pdf_utils.font.opentype import GlyphAccumulator
    from pyhanko.pdf_utils.text import TextBoxStyle
    from pyhanko.stamp import TextStampStyle

    content = files("reports").joinpath("fonts", "BASans-Regular.ttf").read_bytes()

    class Ours(FontEngineFactory):
        """Makes the engine from memory: pyHanko's own factory leaves the font file open."""

        def create_font_engine(self, writer: Any, obj_stream: Any = None) -> GlyphAccumulator:  # noqa: ANN401
            return GlyphAccumulator(writer, io.BytesIO(content), font_size=_STAMP_SIZE, obj_stream=obj_stream)

    text = TextBoxStyle(font=Ours(), font_size=_STAMP_SIZE)
    return TextStampStyle(stamp_text="%(signer)s\n%(ts)s", text_box_style=text, border_width=0, background=None)
