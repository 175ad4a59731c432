"""Locked packages: identical when untouched, each change named, harmful archives refused unread."""

import json
import re
import stat
import zipfile
from io import BytesIO

import pytest

from bldgassess.errors import UserError
from bldgassess.pipeline.assess import assess, load_data
from bldgassess.pipeline.daylight import find_daylight
from bldgassess.study import Study, set_values
from reports.lock.compare import differences, row_differences
from reports.lock.lock import Inputs, lock_bytes
from reports.lock.package import MANIFEST, pack, unpack
from reports.lock.plain_yaml import read_plain
from reports.lock.verify import verify_package


@pytest.fixture(scope="module")
def package(sample_models, tmp_path_factory):
    """The sample, locked; its study sets two things."""
    from importlib.resources import files

    from bldgassess.ifc.read import read_model

    path = tmp_path_factory.mktemp("lock") / "house.ifc"
    path.write_bytes(files("bldgassess.sample").joinpath("data", "hainan_house_base.ifc").read_bytes())
    study = set_values(Study(), ["operation.cooling_setpoint_c=25", "carbon.samples=0"])
    model, data = read_model([path]), load_data()
    result = assess(model.building, study, data, daylight=find_daylight(model, study, data))
    return lock_bytes(result, Inputs((path,)))


def rebuilt(package, name, change, *, honest):
    """Change a member; ``honest`` leaves the manifest as it was, else the hashes are made to fit."""
    manifest, members = unpack(package, "x")
    before = members[name]
    members[name] = change(before)
    assert members[name] != before
    facts = {key: value for key, value in manifest.items() if key not in {"schema", "members"}}
    if not honest:
        return pack(members, facts)
    stream = BytesIO()
    manifest["members"][name]["bytes"] = len(members[name])
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(MANIFEST, json.dumps(manifest))
        for key, content in members.items():
            archive.writestr(key, content)
    return stream.getvalue()


def told(verdict):
    return [(issue.code, issue.params.get("file"), issue.params.get("path")) for issue in verdict.findings]


def test_an_unchanged_package_is_identical(package):
    verdict = verify_package(package, "house.bap")
    assert verdict.findings == ()
    assert verdict.identical
    assert verify_package(package, "house.bap", seal=verdict.seal).identical
    other = verify_package(package, "house.bap", seal="0" * 64)
    assert [issue.code for issue in other.findings] == ["lock.other_seal"]


def test_a_changed_result_digit_is_named_with_both_values(package):
    def change(content):
        data = json.loads(content)
        data["carbon"]["total_kgco2e"] *= 1.001
        return json.dumps(data).encode()

    verdict = verify_package(rebuilt(package, "results.json", change, honest=False), "x")
    assert told(verdict) == [("lock.differs", "results.json", "carbon.total_kgco2e")]
    assert float(verdict.findings[0].params["locked"]) > float(verdict.findings[0].params["found"])


def test_a_changed_member_is_found_by_its_hash(package):
    verdict = verify_package(rebuilt(package, "log.json", lambda old: old + b" ", honest=True), "x")
    assert told(verdict) == [("lock.changed_member", "log.json", None)]


def test_a_changed_factor_is_named(package):
    def change(content):
        text = content.decode("utf-8-sig")
        row = text.splitlines()[1]
        figure = re.search(r"(?<=,)\d+\.\d+(?=,)", row)[0]
        return text.replace(row, row.replace(figure, f"{figure}9", 1)).encode("utf-8-sig")

    verdict = verify_package(rebuilt(package, "factors.csv", change, honest=False), "x")
    (finding,) = verdict.findings
    assert finding.params["file"] == "factors.csv"
    assert finding.params["path"].split(".")[0]
    assert finding.params["locked"] == f"{finding.params['found']}9"


def test_a_changed_study_value_is_named(package):
    def change(content):
        return content.replace(b"cooling_setpoint_c: 25", b"cooling_setpoint_c: 24")

    verdict = verify_package(rebuilt(package, "study.yaml", change, honest=False), "x")
    assert not verdict.identical
    assert told(verdict)[0] == ("lock.differs", "study.yaml", "operation.cooling_setpoint_c")


def test_a_changed_byte_of_the_model_is_named(package):
    def change(content):
        return content.replace(b"'Living'", b"'Livinh'") if b"'Living'" in content else content + b"\n"

    verdict = verify_package(rebuilt(package, "model/0.ifc", change, honest=False), "x")
    assert ("lock.differs", "results.json", "inputs.model_sha256[0]") in told(verdict)


def test_locking_again_gives_the_same_bytes(package):
    manifest, members = unpack(package, "x")
    facts = {key: value for key, value in manifest.items() if key not in {"schema", "members"}}
    assert pack(members, facts) == package
    assert not re.search(rb"/(home|tmp|root|Users)/", b"".join(members.values()))


def bomb():
    return [("manifest.json", b"{}"), ("model/0.ifc", b"\0" * (60 * 2**20))]


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ([("../evil", b"x"), (MANIFEST, b"{}")], "no place"),
        ([("/etc/passwd", b"x"), (MANIFEST, b"{}")], "no place"),
        ([("model/../../x.ifc", b"x"), (MANIFEST, b"{}")], "no place"),
        ([("model\\..\\x", b"x"), (MANIFEST, b"{}")], "no place"),
        ([("other.txt", b"x"), (MANIFEST, b"{}")], "no place"),
        ([("study.yaml", b"x")], "no manifest"),
        ([(MANIFEST, b"{}")], "another kind"),
        ([(MANIFEST, b"[]")], "another kind"),
        ([(MANIFEST, b'{"schema": "bldgassess.lock/1", "members": {}}'), ("log.json", b"x")], "differ"),
        (
            [
                (MANIFEST, b'{"schema": "bldgassess.lock/1", "members": {"log.json": {"bytes": 1, "sha256": ""}}}'),
                ("log.json", b"xx"),
            ],
            "larger than listed",
        ),
        (bomb(), "packed more than"),
    ],
)
def test_harmful_archives_are_refused(members, reason):
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    with pytest.raises(UserError) as error:
        verify_package(stream.getvalue(), "x")
    assert error.value.issues[0].code == "lock.unreadable"
    assert reason in error.value.issues[0].params["reason"]


def test_links_and_doubles_are_refused():
    link = zipfile.ZipInfo("log.json")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(MANIFEST, "{}")
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(UserError, match=r"lock\.unreadable"):
        unpack(stream.getvalue(), "x")
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(MANIFEST, "{}")
        archive.writestr("model/a.ifc", "1")
        archive.writestr("model/A.ifc", "2")
    with pytest.raises(UserError, match=r"lock\.unreadable"):
        unpack(stream.getvalue(), "x")


@pytest.mark.parametrize("content", [b"", b"PK", b"%PDF-1.7", b"\0" * 100])
def test_other_files_are_refused(content):
    with pytest.raises(UserError, match=r"lock\.unreadable"):
        verify_package(content, "x")


def test_a_cut_package_is_refused(package):
    for length in (10, len(package) // 2, len(package) - 5):
        with pytest.raises(UserError, match=r"lock\.unreadable"):
            verify_package(package[:length], "x")


@pytest.mark.parametrize(
    "content",
    [
        b"a: !!python/object/apply:os.system ['true']",
        b"a: &x [1]\nb: *x",
        b"%YAML 1.1\n---\na: 1",
        b"- 1",
        b"a: [",
        b"\xff",
        b"a: 1\n" * 10**6,
    ],
)
def test_yaml_is_data_and_nothing_else(content):
    with pytest.raises(UserError, match=r"lock\.unreadable"):
        read_plain(content, "study.yaml")


def test_differences_are_named_by_path():
    one = {"a": [1.0, {"b": 2}], "c": "x", "d": None, "e": True}
    assert not list(differences(one, {**one, "a": [1.0 + 1e-12, {"b": 2}]}, "f"))
    found = list(differences(one, {"a": [1.0, {"b": 3}], "c": "y", "d": 0, "f": 1, "e": 1}, "f"))
    assert [row.path for row in found] == ["a[1].b", "c", "d", "e", "f"]
    assert [row.path for row in differences({"a": [1]}, {"a": [1, 2]}, "f")] == ["a"]
    rows = list(row_differences(b"id,x\n1,2\n3,4\n", b"id,x\n3,5\n1,2\n", "f", "id"))
    assert [(row.path, row.locked, row.found) for row in rows] == [("3.x", "4", "5")]
