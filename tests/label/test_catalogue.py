"""Catalogues from anybody: every slip is refused with its line and reason, and none runs code or eats memory."""

from pathlib import Path

import pytest

from bldgassess.errors import UserError
from bldgassess.label.catalogue import SHIPPED, check_catalogue, read_catalogue
from bldgassess.label.installed import catalogue_folder, find_catalogue, install_catalogue, list_catalogues
from bldgassess.messages import sentence

TEXT = Path(__file__).parents[2].joinpath("bldgassess/label/data", SHIPPED).read_text(encoding="utf-8")


def _changed(old: str, new: str) -> tuple[bytes, int]:
    """Change the first place where ``old`` stands; return the file and the line of the change."""
    assert old in TEXT
    return TEXT.replace(old, new, 1).encode(), TEXT[: TEXT.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "code", "further"),
    [
        ("[1.0, 80], [1.5, 50]", "[1.6, 80], [1.5, 50]", "label.values_rise", 0),
        ("[1.0, 80], [1.5, 50]", "[1.0, 40], [1.5, 50]", "label.against_direction", 0),
        ("[0.8, 100]", "[0.8, 101]", "label.bad_field", 0),
        (
            "score_curve: [[70, 0], [80, 40], [90, 70], [97, 100]]",
            "score_curve: [[70, 5], [80, 5]]",
            "label.flat_curve",
            0,
        ),
        ("- id: C02", "- id: C01", "label.id_twice", 0),
        ("  points: 40", "  points: 41", "label.category_points", 0),
        ("max_points: 9", "max_points: 8", "label.category_points", None),
        ("confidence: memory}", "confidence: hearsay}", "label.no_confidence", 0),
        ("    levels: [all]", "    levels: [brass]", "label.no_level", 0),
        ("metric: carbon.wlc_budget_ratio, op", "metric: carbon.wlc_budget_rate, op", "label.no_metric", 0),
        ("measured_required: [H03, H04, C05]", "measured_required: [H03, H99]", "label.names_no_criterion", 0),
        ("min_points: 60", "min_points: 40", "label.levels_rise", 0),
        ("min_category_pct: {C: 45, H: 45}", "min_category_pct: {C: 30, H: 45}", "label.shares_fall", 0),
        ("min_category_pct: {C: 45, H: 45}", "min_category_pct: {C: 45, H: 45, X: 1}", "label.no_category", 0),
        ("  category: C\n", "  category: Q\n", "label.no_category", 0),
        ("  direction: lower", "  direction: down", "label.bad_field", 0),
        ("  direction: lower", "  directoin: lower", "label.bad_field", 0),
        ("  max_points: 9", "  max_points: nine", "label.bad_field", 0),
        ("  max_points: 9", "  max_points: yes", "label.bad_field", 0),
        ("  max_points: 9", "  max_points: 1:30", "label.not_decimal", 0),
        ("  max_points: 9", "  max_points: .inf", "label.not_decimal", 0),
        ("  max_points: 9", "  max_points: 9\n  max_points: 9", "label.key_twice", 1),
        ("  max_points: 9", "  max_points: !!python/object/apply:os.system [echo]", "label.tag", 0),
        ("  max_points: 9", "  max_points: &a 9", "label.anchor", 0),
        ("  max_points: 9", "  max_points: 9\n  <<: {unit: x}", "label.tag", 1),
        ("    design: [computed]", "    sketch: [computed]", "label.bad_field", 0),
        ("    inuse: [measured, computed]", "    inuse: [measured, guessed]", "label.bad_field", 0),
        ("    house: [[190, 100]", "    castle: [[190, 100]", "label.bad_field", 0),
        ("    op: calculated\n", "    op: calculated\n    value: 3\n", "label.prerequisite_value", None),
        ("  sources:\n", "  sources: []\n  nothing:\n", "label.bad_field", 0),
        ("interpolation: piecewise_linear", "interpolation: step", "label.bad_field", 0),
        ("catalogue:\n", "catalogue: [\n", "label.not_yaml", None),
    ],
)
def test_every_slip_is_refused_with_its_line_and_reason(old, new, code, further):
    content, line = _changed(old, new)
    with pytest.raises(UserError) as error:
        check_catalogue(content, "mine.yaml")
    found = [issue for issue in error.value.issues if issue.code == code]
    assert found, error.value.issues
    if further is not None:
        assert line + further in {issue.params["line"] for issue in found}
    words = sentence(found[0])
    assert words.startswith("mine.yaml, line ")
    assert "{" not in words


def test_all_breaches_are_told_at_once():
    text = TEXT.replace("max_points: 9", "max_points: 8", 1).replace("- id: H02", "- id: H01", 1)
    with pytest.raises(UserError) as error:
        check_catalogue(text.encode(), "mine.yaml")
    assert {"label.category_points", "label.id_twice"} <= {issue.code for issue in error.value.issues}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "label.empty"),
        (b"a: \xff\xfe", "label.not_yaml"),
        (b"[" * 50 + b"]" * 50, "label.too_deep"),
        (b"[" * 5000, "label.not_yaml"),
        (b"# " + b"x" * 1_000_001, "label.too_large"),
        (b"a: &a [x]\nb: [*a, *a]", "label.anchor"),
        (b"a: \x00", "label.not_yaml"),
        (b"{a: {[1]: 2}}", "label.key_no_text"),
        (b"1: 2", "label.key_no_text"),
        (b"- 1", "label.bad_field"),
        (b"a: 1\n---\nb: 1", "label.two_documents"),
    ],
)
def test_what_is_no_catalogue_is_refused(content, code):
    with pytest.raises(UserError) as error:
        check_catalogue(content, "mine.yaml")
    assert error.value.issues[0].code == code
    assert sentence(error.value.issues[0])


def test_the_hash_is_of_the_content_not_of_the_layout():
    plain = read_catalogue()
    assert check_catalogue(b"# a word\n" + TEXT.encode(), "a.yaml").sha256 == plain.sha256
    assert (
        check_catalogue(TEXT.replace("max_points: 9", "max_points: 9.0", 1).encode(), "a.yaml").sha256 == plain.sha256
    )
    other = check_catalogue(TEXT.replace("[0.8, 100]", "[0.7, 100]", 1).encode(), "a.yaml")
    assert other.sha256 != plain.sha256


def _file(folder: Path, version: str, *changes: tuple[str, str]) -> Path:
    text = TEXT.replace("version: 0.1.0", f"version: {version}", 1)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_installed_catalogues_win_by_id_and_version(tmp_path):
    folder = tmp_path / "folder"
    assert [row.catalogue.reference for row in list_catalogues(folder)[0]] == ["ce15hc-ref@0.1.0"]
    installed = install_catalogue(_file(tmp_path, "0.10.0"), folder)
    install_catalogue(_file(tmp_path, "0.9.0"), folder)
    assert find_catalogue("ce15hc-ref", folder).catalogue.reference == "ce15hc-ref@0.10.0"
    assert find_catalogue("ce15hc-ref@0.9.0", folder).catalogue.header.version == "0.9.0"
    shipped = find_catalogue("ce15hc-ref@0.1.0", folder)
    assert (shipped.path, shipped.replaces) == (None, False)
    own = _file(tmp_path, "0.1.0", ("official: false", "official: true"))
    install_catalogue(own, folder)
    found = find_catalogue("ce15hc-ref@0.1.0", folder)
    assert (found.catalogue.header.official, found.replaces) == (True, True)
    assert installed.path is not None
    assert find_catalogue(str(installed.path)).catalogue.sha256 == installed.catalogue.sha256


def test_another_file_of_the_same_version_is_not_overwritten_unasked(tmp_path):
    folder = tmp_path / "folder"
    first = install_catalogue(_file(tmp_path, "0.2.0"), folder)
    assert install_catalogue(_file(tmp_path, "0.2.0"), folder).path == first.path
    other = _file(tmp_path, "0.2.0", ("[0.8, 100]", "[0.7, 100]"))
    with pytest.raises(UserError) as error:
        install_catalogue(other, folder)
    assert error.value.issues[0].code == "label.installed_differs"
    assert find_catalogue("ce15hc-ref@0.2.0", folder).catalogue.sha256 == first.catalogue.sha256
    assert install_catalogue(other, folder, replace=True).catalogue.sha256 != first.catalogue.sha256
    assert [path.name for path in folder.iterdir()] == ["ce15hc-ref-0.2.0.yaml"]


def test_a_broken_file_in_the_folder_is_told_and_hides_nothing(tmp_path):
    (tmp_path / "bad.yaml").write_text("catalogue: {id: other}", encoding="utf-8")
    rows, problems = list_catalogues(tmp_path)
    assert len(rows) == 1
    assert {issue.params["file"] for issue in problems} == {"bad.yaml"}
    with pytest.raises(UserError) as error:
        find_catalogue("other", tmp_path)
    assert [issue.code for issue in error.value.issues][:2] == ["label.not_found", "label.bad_field"]


def test_two_files_of_one_version_are_refused(tmp_path):
    _file(tmp_path, "0.2.0").rename(tmp_path / "a.yaml")
    _file(tmp_path, "0.2.0").rename(tmp_path / "b.yaml")
    with pytest.raises(UserError) as error:
        list_catalogues(tmp_path)
    assert error.value.issues[0].code == "label.installed_twice"


def test_the_folder_is_the_one_that_the_environment_names(monkeypatch, tmp_path):
    monkeypatch.setenv("BLDGASSESS_CATALOGUES", str(tmp_path))
    assert catalogue_folder() == tmp_path
