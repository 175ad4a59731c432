"""Reports verified: untouched, changed after signing, attachments that contradict each other, computed again."""

import io
import json
from importlib.resources import files

import pytest

from bldgassess.errors import UserError
from bldgassess.ifc.read import read_model
from bldgassess.pipeline.assess import assess, load_data
from bldgassess.pipeline.daylight import find_daylight
from bldgassess.study import Study, set_values
from reports.lock.verify_pdf import verify_report

pikepdf = pytest.importorskip("pikepdf")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    from reports.pdf.finish import finish_report
    from reports.pdf.report import make_report
    from reports.pdf.source import ReportTerms, source_from_assessment

    path = tmp_path_factory.mktemp("report") / "house.ifc"
    path.write_bytes(files("bldgassess.sample").joinpath("data", "hainan_house_base.ifc").read_bytes())
    model, data = read_model([path]), load_data()
    study = set_values(Study(), ["operation.cooling_setpoint_c=25"])
    result = assess(model.building, study, data, daylight=find_daylight(model, study, data))
    source = source_from_assessment(result)
    report = make_report(source, ReportTerms(), language="en")
    return finish_report(report, source, archive=True, key=None), path


def with_results(content, change):
    with pikepdf.open(io.BytesIO(content)) as pdf:
        data = json.loads(pdf.attachments["results.json"].get_file().read_bytes())
        change(data)
        del pdf.attachments["results.json"]
        pdf.attachments["results.json"] = pikepdf.AttachedFileSpec(pdf, json.dumps(data).encode())
        stream = io.BytesIO()
        pdf.save(stream)
    return stream.getvalue()


def test_a_report_agrees_with_itself_and_with_its_model(made):
    content, model = made
    alone = verify_report(content, "r.pdf")
    assert alone.identical
    assert [issue.code for issue in alone.notices] == ["lock.not_recomputed"]
    assert verify_report(content, "r.pdf", models=[model]).findings == ()


def test_a_changed_figure_is_named(made):
    content, model = made

    def module(data):
        data["carbon"]["modules"]["A1-A3"] += 1000.0

    verdict = verify_report(with_results(content, module), "r.pdf")
    assert [issue.params["path"] for issue in verdict.findings] == ["sum of A1-A3"]

    def score(data):
        data["label"]["score"] += 1.0

    changed = with_results(content, score)
    assert verify_report(changed, "r.pdf").identical  # nothing else in the file says otherwise
    verdict = verify_report(changed, "r.pdf", models=[model])
    assert [issue.params["path"] for issue in verdict.findings] == ["label.score"]


def test_other_files_are_refused(made):
    for content in (b"%PDF-1.7\n", b"%PDF-1.7 nothing", made[0][:2000]):
        with pytest.raises(UserError, match=r"lock\.unreadable"):
            verify_report(content, "r.pdf")
