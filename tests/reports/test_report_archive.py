"""The archive form and the signature: the validator passes, attachments are whole, a changed byte shows."""

import io
import shutil
import subprocess

import pytest

from bldgassess.errors import UserError
from bldgassess.label.catalogue import check_catalogue
from reports.pdf.finish import finish_report
from reports.pdf.report import make_report
from reports.pdf.source import source_from_assessment
from reports.pdfa import make_pdfa, pdfa_findings
from reports.sign import SigningKey, load_signer

pikepdf = pytest.importorskip("pikepdf", minversion="10.18")
pytest.importorskip("pyhanko")


@pytest.fixture(scope="module")
def source(sample_assessments):
    return source_from_assessment(sample_assessments["base"])


@pytest.fixture(scope="module")
def report(source):
    return make_report(source, language="zh")


@pytest.fixture(scope="module")
def archive(report, source):
    return make_pdfa(report.content, source.files)


@pytest.fixture(scope="module")
def key(make_key):
    """A self-signed key in a PKCS#12 file, with a name in three scripts."""
    return SigningKey(make_key("Reviewer 审核 Рецензент", "secret"), "secret")


@pytest.fixture(scope="module")
def signed(report, source, key):
    return finish_report(report, source, archive=True, key=key)


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_passes_the_validator_in_each_language(source, language):
    content = make_pdfa(make_report(source, language=language).content, source.files)
    assert pdfa_findings(content) == []


def test_validator_sees_a_font_that_is_missing(report):
    """The check can fail: the ordinary PDF is no PDF/A."""
    assert pdfa_findings(report.content)


def test_attachments_are_the_files_with_their_relationship(archive, source):
    catalogue = source.results["inputs"]["catalogue"]
    with pikepdf.open(io.BytesIO(archive)) as pdf:
        found = {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}
        kinds = {name: str(spec.relationship) for name, spec in pdf.attachments.items()}
    assert found == source.files
    assert kinds == {
        "results.json": "/Data",
        "inventory.csv": "/Data",
        "study.yaml": "/Source",
        "criteria.yaml": "/Source",
    }
    assert check_catalogue(found["criteria.yaml"], "criteria.yaml").sha256 == catalogue["sha256"]


def test_same_bytes_again(report, source, archive):
    assert make_pdfa(report.content, source.files) == archive


def _statuses(content):
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    embedded = PdfFileReader(io.BytesIO(content)).embedded_signatures
    context = ValidationContext(trust_roots=[embedded[0].signer_cert])
    return [validate_pdf_signature(signature, context) for signature in embedded]


def test_signature_holds_and_allows_no_change(signed, archive):
    from pyhanko.sign.fields import MDPPerm

    (status,) = _statuses(signed)
    assert status.intact
    assert status.valid
    assert signed.startswith(archive)
    assert status.docmdp_ok
    from pyhanko.pdf_utils.reader import PdfFileReader

    assert PdfFileReader(io.BytesIO(signed)).embedded_signatures[0].docmdp_level == MDPPerm.NO_CHANGES
    assert all(finding.startswith("[unsupported]") for finding in pdfa_findings(signed))


def test_one_flipped_byte_is_seen(signed):
    content = bytearray(signed)
    place = content.index(b"stream\n") + 50
    content[place] ^= 1
    (status,) = _statuses(bytes(content))
    assert not status.intact


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler's pdfsig is not here")
def test_pdfsig_agrees(signed, tmp_path):
    file = tmp_path / "signed.pdf"
    file.write_bytes(signed)
    said = subprocess.run(["pdfsig", str(file)], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said


def test_what_a_person_can_mend(key, tmp_path, monkeypatch):
    wrong = tmp_path / "no.p12"
    wrong.write_bytes(b"no key")
    for bad, code in (
        (SigningKey(tmp_path / "absent.p12", ""), "signing.no_key"),
        (SigningKey(key.file, "wrong"), "signing.bad_key"),
        (SigningKey(wrong, ""), "signing.bad_key"),
    ):
        with pytest.raises(UserError) as error:
            load_signer(bad)
        assert error.value.issues[0].code == code
    monkeypatch.setattr("reports.sign.find_spec", lambda name: None)
    with pytest.raises(UserError) as error:
        load_signer(key)
    assert error.value.issues[0].code == "signing.no_pyhanko"
    monkeypatch.setattr("reports.pdfa.find_spec", lambda name: None)
    with pytest.raises(UserError) as error:
        make_pdfa(b"", {})
    assert error.value.issues[0].code == "signing.no_pikepdf"


def test_time_stamp_that_cannot_be_had(report, source, key):
    nowhere = SigningKey(key.file, key.password, tsa="http://127.0.0.1:9/tsa")
    with pytest.raises(UserError) as error:
        finish_report(report, source, archive=False, key=nowhere)
    assert error.value.issues[0].code == "signing.tsa"
