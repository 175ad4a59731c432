"""Copies of the model with results: all that was there stays to the byte, all that is new is right and stands once."""

import hashlib
import math
import os
import shutil
import zipfile
from dataclasses import replace

import ifcopenshell
import ifcopenshell.validate
import pytest
from ifcdiff import IfcDiff
from ifcopenshell.util.element import get_psets
from ifcopenshell.util.pset import get_template

from bldgassess.carbon.result import TOTAL_MODULES
from bldgassess.cli.chain import assess_files
from bldgassess.errors import UserError
from bldgassess.messages import sentence
from bldgassess.study import Study
from reports.ifc_copy import write_copies
from reports.ifc_files import plan_targets
from reports.ifc_place import set_guid
from reports.ifc_sets import ASSESSMENT_SET, CARBON_SET, HEALTH_SET, INDICATORS_SET, STANDARD_SETS, VALUES_SET
from reports.step_text import Block, Derived, Enum, Ref, Typed, extended, statements, step_value, without

SCHEMAS = ("IFC2X3", "IFC4", "IFC4X3_ADD2")
OURS = {CARBON_SET, HEALTH_SET, ASSESSMENT_SET, *STANDARD_SETS}


def copy_of(assessment, model, out, **options):
    (copy,) = write_copies(assessment, [model], plan_targets([model], out), **options)
    return copy


def as_if_of(assessment, *models):
    """The assessment as if it had been made from these files, which hold the same elements: saves assessing again."""
    digests = tuple(hashlib.sha256(model.read_bytes()).hexdigest() for model in models)
    return replace(assessment, building=replace(assessment.building, digests=digests))


def texts(content):
    """The statements of a file by id, as they stand there."""
    return {identity: content[start:end] for identity, start, end in statements(content)}


def findings(file):
    logger = ifcopenshell.validate.json_logger()
    ifcopenshell.validate.validate(file, logger, express_rules=False)
    return sorted(str(item["message"]) for item in logger.statements)


def check_values(assessment, file):
    """Every figure in the copy is the assessment's, and no other element carries a set of ours."""
    lines = {}
    for line in assessment.inventory.lines:
        lines.setdefault(line.guid, []).append(line)
    rows = {row.line_id: row.kgco2e for row in assessment.carbon.rows if row.line_id}
    carrying = set()
    for element in file.by_type("IfcElement"):
        psets = get_psets(element, psets_only=True)
        if CARBON_SET not in psets:
            assert element.GlobalId not in lines
            continue
        carrying.add(element.GlobalId)
        own = lines[element.GlobalId]
        tables = [rows[line.id] for line in own]
        carbon = psets[CARBON_SET]
        for module in (*TOTAL_MODULES, "D"):
            declared = [table[module] for table in tables if module in table]
            assert (f"GWP_{module}" in carbon) == bool(declared)
            if declared:
                assert carbon[f"GWP_{module}"] == pytest.approx(math.fsum(declared), rel=1e-15, abs=0.0)
        if "GWP_A-C" in carbon:
            parts = [table[m] for table in tables for m in TOTAL_MODULES if m in table]
            assert carbon["GWP_A-C"] == math.fsum(parts)
        assert carbon["Records"] == [line.record.id if line.record else "-" for line in own]
        assert carbon["QuantityOrigins"] == [line.quantity_origin for line in own]
        assert carbon["Mass"] == math.fsum(line.mass_kg for line in own)
    assert carrying == set(lines)
    rooms = {}
    for indicator in assessment.health.indicators:
        for space in indicator.spaces:
            rooms.setdefault(space.guid, {})[indicator.id] = (space, indicator.unit)
    for space in file.by_type("IfcSpace"):
        health = get_psets(space, psets_only=True).get(HEALTH_SET)
        assert (health is not None) == (space.GlobalId in rooms)
        for identity, (result, unit) in rooms.get(space.GlobalId, {}).items():
            assert health.get(f"{identity}_Value") == result.value
            assert health[f"{identity}_Class"] == result.health_class
            assert health.get(f"{identity}_Score") == result.score
            assert health.get(f"{identity}_Unit") == (None if result.value is None else unit)
    whole = get_psets(file.by_type("IfcBuilding")[0], psets_only=True)[ASSESSMENT_SET]
    assert whole["GWP_A-C"] == assessment.carbon.total_kgco2e
    assert whole["GWP_A-C_kgCO2e_m2"] == assessment.carbon.per_m2
    assert {key: whole[f"GWP_{key}"] for key in assessment.carbon.modules} == assessment.carbon.modules
    assert whole["FactorTableSha256"] == assessment.factors.sha256
    assert whole["CatalogueSha256"] == assessment.label.catalogue_sha256
    assert whole["LabelIsOfficial"] is False
    assert "not the official" in whole["LabelLevel"]


def check_only_sets_added(before, after):
    """ifcdiff finds sets of ours and nothing else; of the file as text, every old byte stands in its place."""
    old, new = ifcopenshell.open(str(before)), ifcopenshell.open(str(after))
    diff = IfcDiff(
        old,
        new,
        relationships=["geometry", "attributes", "type", "property", "container", "aggregate", "classification"],
        is_shallow=False,
    )
    diff.diff()
    assert not diff.added_elements
    assert not diff.deleted_elements
    assert diff.change_register
    for changes in diff.change_register.values():
        assert set(changes) == {"properties_changed"}
        found = changes["properties_changed"]
        assert set(found) <= {"dictionary_item_added", "values_changed"}
        for path in found.get("dictionary_item_added", ()):
            assert any(path == f"root['{name}']" for name in OURS), path
        for path, change in found.get("values_changed", {}).items():  # few sets in common: told as one change
            assert path == "root"
            assert {name: values for name, values in change["new_value"].items() if name not in OURS} == change[
                "old_value"
            ]
    first, second = before.read_bytes(), after.read_bytes()
    end = first.rindex(b"ENDSEC")
    assert second.startswith(first[:end])
    assert second.endswith(first[end:])
    ids = sorted(set(texts(second)) - set(texts(first)))
    highest = max(texts(first))
    assert ids == list(range(highest + 1, highest + 1 + len(ids)))
    return new


@pytest.fixture(scope="module", params=SCHEMAS)
def hut_copy(request, hut_text, tmp_path_factory):
    folder = tmp_path_factory.mktemp("hut")
    model = folder / "hut.ifc"
    model.write_bytes(hut_text(request.param).encode("ascii"))
    assessment = assess_files([model], Study())
    return model, assessment, copy_of(assessment, model, folder / "out" / "hut_results.ifc")


@pytest.fixture(scope="module")
def sample_copy(sample_dir, sample_assessments, tmp_path_factory):
    model = sample_dir / "hainan_house_base.ifc"
    copy = copy_of(sample_assessments["base"], model, tmp_path_factory.mktemp("sample") / "copy.ifc")
    return model, sample_assessments["base"], copy


def test_hut_in_every_schema(hut_copy):
    model, assessment, copy = hut_copy
    new = check_only_sets_added(model, copy.path)
    check_values(assessment, new)
    assert findings(new) == findings(ifcopenshell.open(str(model))) == []
    assert (copy.elements, copy.spaces, copy.replaced, copy.issues) == (6, 1, 0, ())


def test_sample(sample_copy):
    model, assessment, copy = sample_copy
    new = check_only_sets_added(model, copy.path)
    check_values(assessment, new)
    assert findings(new) == findings(ifcopenshell.open(str(model)))


def test_measures_carry_their_own_units(hut_copy):
    """The hut's mass unit is the gram: without a unit of its own, 1 kg would read as 1 g."""
    _, _, copy = hut_copy
    file = ifcopenshell.open(str(copy.path))
    masses = [p for p in file.by_type("IfcPropertySingleValue") if p.NominalValue.is_a("IfcMassMeasure")]
    assert len(masses) > 40
    assert {(p.Unit.Prefix, p.Unit.Name) for p in masses} == {("KILO", "GRAM")}
    years = [p for p in file.by_type("IfcPropertySingleValue") if p.NominalValue.is_a("IfcTimeMeasure")]
    assert all(p.Unit.ConversionFactor.ValueComponent.wrappedValue == 365 * 86400 for p in years)
    assert (len(years) > 0) == (file.schema != "IFC2X3")


def test_standard_sets_hold_what_their_definition_says(hut_copy):
    """Per year of service life, cradle to site: A1-A3 and A4 of each layer over its life; names, types by template."""
    _, assessment, copy = hut_copy
    file = ifcopenshell.open(str(copy.path))
    if file.schema == "IFC2X3":
        assert not {pset.Name for pset in file.by_type("IfcPropertySet")} & set(STANDARD_SETS)
        return
    rows = {row.line_id: row.kgco2e for row in assessment.carbon.rows}
    for element in file.by_type("IfcElement"):
        psets = get_psets(element, psets_only=True)
        lines = [line for line in assessment.inventory.lines if line.guid == element.GlobalId]
        yearly = math.fsum(
            (rows[line.id]["A1-A3"] + rows[line.id]["A4"]) / (line.service_life_a or assessment.carbon.study_period_a)
            for line in lines
        )
        assert psets[VALUES_SET]["ClimateChange"] == pytest.approx(yearly, rel=1e-12)
        assert psets[INDICATORS_SET]["ClimateChangePerUnit"] == psets[VALUES_SET]["ClimateChange"]
        assert psets[INDICATORS_SET]["LifeCyclePhase"] == ["CRADLETOSITE"]
    templates = get_template(file.schema)
    for pset in file.by_type("IfcPropertySet"):
        if pset.Name in STANDARD_SETS:
            types = {p.Name: p.PrimaryMeasureType for p in templates.get_by_name(pset.Name).HasPropertyTemplates}
            for prop in pset.HasProperties:
                value = prop.EnumerationValues[0] if prop.is_a("IfcPropertyEnumeratedValue") else prop.NominalValue
                assert value.is_a() == types[prop.Name]


def test_same_input_same_bytes_and_the_second_run_replaces(hut_copy, tmp_path):
    model, assessment, copy = hut_copy
    again = copy_of(assessment, model, tmp_path / "again.ifc")
    assert again.path.read_bytes() == copy.path.read_bytes()
    # the copy as input: the same figures, our sets do not stand in the way, and none is doubled
    second = assess_files([copy.path], Study())
    assert second.carbon == assessment.carbon
    assert second.health == assessment.health
    twice = copy_of(second, copy.path, tmp_path / "twice.ifc")
    assert twice.replaced == copy.sets
    assert twice.path.read_bytes() == copy.path.read_bytes()


def test_copy_saved_by_other_software_is_replaced_too(hut_copy, tmp_path):
    """ifcopenshell sorts the instances: the sets are found by name and GlobalId, wherever they stand."""
    _, assessment, copy = hut_copy
    path = tmp_path / "saved.ifc"
    ifcopenshell.open(str(copy.path)).write(str(path))
    assert path.read_bytes() != copy.path.read_bytes()
    other = as_if_of(assessment, path)
    twice = copy_of(other, path, tmp_path / "twice.ifc")
    assert twice.replaced == copy.sets
    new = ifcopenshell.open(str(twice.path))
    check_values(other, new)
    names = [(relation.RelatedObjects[0].id(), relation.RelatingPropertyDefinition.Name)
             for relation in new.by_type("IfcRelDefinesByProperties")]  # fmt: skip
    assert len(names) == len(set(names))
    assert len(list(new)) == len(list(ifcopenshell.open(str(copy.path))))


def test_results_that_are_gone_leave_no_set(sample_copy, sample_assessments, tmp_path):
    """A run without health results takes the earlier ones away instead of leaving them stale."""
    _, assessment, copy = sample_copy
    bare = replace(as_if_of(assessment, copy.path), health=replace(assessment.health, indicators=()))
    again = copy_of(bare, copy.path, tmp_path / "bare.ifc")
    file = ifcopenshell.open(str(again.path))
    assert not [pset for pset in file.by_type("IfcPropertySet") if pset.Name == HEALTH_SET]
    assert again.spaces == 0


@pytest.fixture(scope="module")
def hut_assessment(hut_text, tmp_path_factory):
    model = tmp_path_factory.mktemp("ifc4") / "hut.ifc"
    model.write_text(hut_text("IFC4"), encoding="ascii")
    return assess_files([model], Study())


def test_set_of_somebody_else_is_kept(hut_text, hut_assessment, tmp_path):
    """A manufacturer's own Pset_EnvironmentalImpactValues stays, and ours is not put beside it."""
    text = hut_text("IFC4")
    wall = next(i for i, t in texts(text.encode()).items() if b"'East'" in t)
    more = (
        "#9001=IFCPROPERTYSINGLEVALUE('ClimateChange',$,IFCMASSMEASURE(1.5),$);\n"
        f"#9002=IFCPROPERTYSET('{'0' * 21}A',$,'{VALUES_SET}',$,(#9001));\n"
        f"#9003=IFCRELDEFINESBYPROPERTIES('{'0' * 21}B',$,$,$,(#{wall}),#9002);\n"
    )
    model = tmp_path / "own.ifc"
    model.write_text(text.replace("DATA;\n", "DATA;\n" + more), encoding="ascii")
    assessment = as_if_of(hut_assessment, model)
    copy = copy_of(assessment, model, tmp_path / "copy.ifc")
    file = ifcopenshell.open(str(copy.path))
    psets = get_psets(file.by_id(wall))
    assert psets[VALUES_SET]["ClimateChange"] == 1.5
    assert INDICATORS_SET not in psets
    assert CARBON_SET in psets
    (issue,) = copy.issues
    assert (issue.code, issue.ids) == ("writeback.kept_set", (file.by_id(wall).GlobalId,))
    again = copy_of(as_if_of(assessment, copy.path), copy.path, tmp_path / "again.ifc")
    assert again.path.read_bytes() == copy.path.read_bytes()


def test_doubled_guids_reach_the_right_wall(hut_text, tmp_path):
    """East is 3.06 m3, South 4.5 m3; with one GlobalId for both, each still gets its own figures."""
    text = hut_text("IFC4")
    named = {
        name: next(i for i, t in texts(text.encode()).items() if f"'{name}'".encode() in t)
        for name in ("East", "South")
    }
    guids = {name: text.split(f"#{identity}= IFCWALL('")[1][:22] for name, identity in named.items()}
    model = tmp_path / "doubled.ifc"
    model.write_text(text.replace(guids["East"], guids["South"]), encoding="ascii")
    assessment = assess_files([model], Study())
    copy = copy_of(assessment, model, tmp_path / "copy.ifc")
    assert copy.issues == ()
    file = ifcopenshell.open(str(copy.path))
    mass = {name: get_psets(file.by_id(identity))[CARBON_SET]["Mass"] for name, identity in named.items()}
    lines = {}
    for line in assessment.inventory.lines:
        lines.setdefault(line.element_name, []).append(line.mass_kg)
    assert mass == {name: math.fsum(lines[name]) for name in named}
    assert mass["South"] / mass["East"] == pytest.approx(4.5 / 3.06)
    roots = [item.GlobalId for item in file.by_type("IfcPropertySet")]
    assert len(roots) == len(set(roots))
    again = copy_of(as_if_of(assessment, copy.path), copy.path, tmp_path / "again.ifc")
    assert again.path.read_bytes() == copy.path.read_bytes()


def test_one_guid_in_two_files_is_written_to_neither(hut_text, hut_assessment, tmp_path):
    """Two files of one building hold the same walls: which one a figure belongs to is not known, so it is said."""
    models = []
    for name in ("a", "b"):
        models.append(tmp_path / f"{name}.ifc")
        models[-1].write_text(hut_text("IFC4").replace("hut.ifc #7", name), encoding="ascii")
    assessment = as_if_of(hut_assessment, *models)
    copies = write_copies(assessment, models, plan_targets(models, tmp_path / "out"))
    assert [copy.path.name for copy in copies] == ["a.ifc", "b.ifc"]
    assert [copy.elements for copy in copies] == [0, 0]
    (issue,) = copies[0].issues
    assert issue.code == "writeback.unplaced"
    assert len(issue.ids) == 7
    assert "7 elements" in sentence(issue)


def test_federated_files_each_get_their_own(hut_text, tmp_path):
    """Walls in an IFC4 file, all else in an IFC2X3 one."""
    models = [tmp_path / "shell.ifc", tmp_path / "rest.ifc"]
    keep = {"shell": lambda t: "IFCSLAB(" not in t and "IFCSPACE(" not in t, "rest": lambda t: "IFCWALL(" not in t}
    for model in models:
        content = hut_text("IFC4" if model.stem == "shell" else "IFC2X3").encode()
        gone = {i for i, t in texts(content).items() if not keep[model.stem](t.decode())}
        text = without(content, gone).decode()
        for identity in gone:
            text = text.replace(f"(#{identity},", "(").replace(f",#{identity}", "").replace(f"(#{identity})", "()")
        model.write_text(text, encoding="ascii")
    assessment = assess_files(models, Study())
    copies = write_copies(assessment, models, plan_targets(models, tmp_path / "out"))
    assert [(copy.elements, copy.spaces) for copy in copies] == [(4, 0), (2, 1)]
    shell, rest = (ifcopenshell.open(str(copy.path)) for copy in copies)
    assert all(INDICATORS_SET in get_psets(wall) for wall in shell.by_type("IfcWall"))
    assert all(INDICATORS_SET not in get_psets(slab) for slab in rest.by_type("IfcSlab"))
    assert all(ASSESSMENT_SET in get_psets(file.by_type("IfcBuilding")[0]) for file in (shell, rest))


def test_windows_line_ends_stay(hut_text, hut_assessment, tmp_path):
    model = tmp_path / "crlf.ifc"
    model.write_bytes(hut_text("IFC4", "\r\n").encode())
    content = copy_of(as_if_of(hut_assessment, model), model, tmp_path / "copy.ifc").path.read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n")


def test_packed_in_and_out(sample_copy, tmp_path):
    model, assessment, copy = sample_copy
    packed = copy_of(assessment, model, tmp_path / "copy.ifczip")
    with zipfile.ZipFile(packed.path) as archive:
        assert archive.namelist() == ["copy.ifc"]
        assert archive.read("copy.ifc") == copy.path.read_bytes()
    again = copy_of(assessment, model, tmp_path / "b" / "copy.ifczip")
    assert again.path.read_bytes() == packed.path.read_bytes()
    source = tmp_path / "model.ifczip"
    with zipfile.ZipFile(source, "w") as archive:
        archive.write(model, "inside.ifc")
    plain = copy_of(as_if_of(assessment, source), source, tmp_path / "plain.ifc")
    assert plain.path.read_bytes().startswith(model.read_bytes()[: model.read_bytes().rindex(b"ENDSEC")])


def refused(models, out, **options):
    with pytest.raises(UserError) as error:
        plan_targets(models, out, **options)
    return [issue.code for issue in error.value.issues]


def test_input_is_never_the_output(sample_dir, tmp_path):
    model = tmp_path / "model.ifc"
    shutil.copy(sample_dir / "hainan_house_base.ifc", model)
    link, hard, study = tmp_path / "link.ifc", tmp_path / "hard.ifc", tmp_path / "study.ifc"
    link.symlink_to(model)
    os.link(model, hard)
    study.write_text("operation: {}\n", encoding="utf-8")
    linked = tmp_path / "folder"
    linked.symlink_to(tmp_path, target_is_directory=True)
    for out in (model, link, hard, tmp_path, linked, linked / "model.ifc", tmp_path / "x" / ".." / "model.ifc"):
        assert refused([model], out) == ["writeback.same_file"], out
    assert refused([link], model) == ["writeback.same_file"]
    assert refused([model], study, others=[study]) == ["writeback.same_file"]
    # the second model's copy would replace the first model
    second = tmp_path / "b" / "model.ifc"
    second.parent.mkdir()
    shutil.copy(model, second)
    assert refused([model, second], tmp_path / "out") == ["writeback.same_name"]
    assert refused([second], tmp_path, others=[model]) == ["writeback.same_file"]
    assert refused([model, hard], tmp_path / "out.ifc") == ["writeback.one_for_many"]


def test_writer_itself_refuses_its_input(sample_copy, tmp_path):
    model, assessment, _ = sample_copy
    link = tmp_path / "link.ifc"
    link.symlink_to(model)
    with pytest.raises(UserError) as error:
        write_copies(assessment, [model], [link])
    assert error.value.issues[0].code == "writeback.same_file"


def test_unwritable_places_are_told_before_the_work(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("x", encoding="utf-8")
    model = tmp_path / "model.ifc"
    assert refused([model], blocked / "deeper" / "out.ifc") == ["results.cannot_write"]
    (tmp_path / "folder" / "model.ifc").mkdir(parents=True)
    assert refused([model], tmp_path / "folder") == ["results.cannot_write"]


def test_full_disk_leaves_what_was_there(sample_copy, tmp_path, monkeypatch):
    model, assessment, _ = sample_copy
    out = tmp_path / "copy.ifc"
    out.write_text("earlier", encoding="utf-8")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("reports.files.os.fsync", full)
    with pytest.raises(UserError) as error:
        copy_of(assessment, model, out)
    assert error.value.issues[0].code == "results.cannot_write"
    assert out.read_text(encoding="utf-8") == "earlier"
    assert [path.name for path in tmp_path.iterdir()] == ["copy.ifc"]


def test_model_that_changed_meanwhile_is_refused(sample_copy, tmp_path):
    model, assessment, _ = sample_copy
    other = tmp_path / "model.ifc"
    other.write_bytes(model.read_bytes() + b"\n")
    with pytest.raises(UserError) as error:
        copy_of(assessment, other, tmp_path / "copy.ifc")
    assert error.value.issues[0].code == "writeback.changed"
    assert not (tmp_path / "copy.ifc").exists()


def test_earlier_set_that_others_refer_to_is_told(hut_copy, tmp_path):
    """Another tool hung a classification on our set: taking the set away would break that, so nothing is written."""
    _, assessment, copy = hut_copy
    content = copy.path.read_bytes()
    file = ifcopenshell.open(str(copy.path))
    pset = next(item for item in file.by_type("IfcPropertySet") if item.Name == CARBON_SET)
    block = Block(max(texts(content)) + 1)
    source = block.add(
        "IfcClassificationReference", None, None, "x", None, *([] if file.schema == "IFC2X3" else [None] * 2)
    )
    history = Ref(file.by_type("IfcOwnerHistory")[0].id())
    block.add("IfcRelAssociatesClassification", set_guid("x", "y"), history, None, None, (Ref(pset.id()),), source)
    model = tmp_path / "tied.ifc"
    model.write_bytes(extended(content, block.lines))
    with pytest.raises(UserError) as error:
        copy_of(as_if_of(assessment, model), model, tmp_path / "copy.ifc")
    (issue,) = error.value.issues
    assert issue.code == "writeback.entangled"
    assert CARBON_SET in sentence(issue)


@pytest.mark.parametrize("language", ["zh", "ru"])
def test_words_follow_the_language_and_names_do_not(sample_copy, tmp_path, language):
    model, assessment, copy = sample_copy
    other = copy_of(assessment, model, tmp_path / "copy.ifc", language=language)
    file, english = ifcopenshell.open(str(other.path)), ifcopenshell.open(str(copy.path))
    whole, base = (get_psets(item.by_type("IfcBuilding")[0])[ASSESSMENT_SET] for item in (file, english))
    assert whole["LabelNote"] == assessment.label.disclaimer[language] != base["LabelNote"]
    assert set(whole) == set(base)
    assert whole["GWP_A-C"] == base["GWP_A-C"]


def test_text_of_values_comes_back(tmp_path):
    """Whatever a name holds, and every digit of a number, is read back by ifcopenshell."""
    words = ['墙\'s \\ "x" ¼', "🏠 Дом", "a\nb\t", "", "\\X2\\00E9\\X0\\", "; #1=X('"]
    numbers = [0.1, 1e-05, 1e22, -0.0, 5e-324, 1.7976931348623157e308, 123456789.123456789, 3.0]
    block = Block(1)
    for word in words:
        block.add("IfcPropertySingleValue", "a", None, Typed("IfcText", word), None)
    for number in numbers:
        block.add("IfcPropertySingleValue", "a", None, Typed("IfcReal", number), None)
    kilo = block.share("IfcSIUnit", Derived(), Enum("MASSUNIT"), Enum("KILO"), Enum("GRAM"))
    assert kilo == block.share("IfcSIUnit", Derived(), Enum("MASSUNIT"), Enum("KILO"), Enum("GRAM"))
    head = (
        b"ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION((''),'2;1');\nFILE_NAME('','',(''),(''),'','','');\n"
        b"FILE_SCHEMA(('IFC4'));\nENDSEC;\nDATA;\nENDSEC;\nEND-ISO-10303-21;\n"
    )
    content = extended(head, block.lines)
    file = ifcopenshell.file.from_string(content.decode("ascii"))
    values = [item.NominalValue.wrappedValue for item in file.by_type("IfcPropertySingleValue")]
    assert values == words + numbers
    assert len(texts(content)) == len(list(file)) == len(words) + len(numbers) + 1
    assert without(content, set(texts(content))) == head
    with pytest.raises(ValueError, match="NaN"):
        step_value(float("nan"))
    with pytest.raises(ValueError, match="not there once"):
        without(content, {999})
    with pytest.raises(ValueError, match="no end"):
        extended(b"ISO-10303-21; DATA; END-ISO-10303-21;", ["#1=A();"])


def test_text_that_cannot_be_added_to_is_refused(hut_text, hut_assessment, tmp_path):
    """A string that never ends swallows what stands behind it: parsers stop there, and our sets would be lost."""
    model = tmp_path / "model.ifc"
    model.write_text(
        hut_text("IFC4").replace("ENDSEC;\n/* the end */", "#9=IFCLABEL('open;\nENDSEC;"), encoding="ascii"
    )
    with pytest.raises(UserError) as error:
        copy_of(as_if_of(hut_assessment, model), model, tmp_path / "copy.ifc")
    assert error.value.issues[0].code == "writeback.not_editable"
    assert not (tmp_path / "copy.ifc").exists()


@pytest.mark.shared
@pytest.mark.parametrize(
    "names",
    [
        ("AC20-FZK-Haus.ifc",),
        ("Duplex_A_20110907_georeferenced.ifc",),
        ("PCERT_Building-Architecture.ifc", "PCERT_Building-Structural.ifc"),
    ],
    ids=lambda names: names[0][:6],
)
def test_shared_models(shared_dir, tmp_path, names):
    models = [shared_dir / "data" / "models" / name for name in names]
    assessment = assess_files(models, Study())
    copies = write_copies(assessment, models, plan_targets(models, tmp_path))
    lost = {
        guid for copy in copies for issue in copy.issues if issue.code == "writeback.unplaced" for guid in issue.ids
    }
    assert not lost
    files = [check_only_sets_added(model, copy.path) for model, copy in zip(models, copies, strict=True)]
    if len(files) == 1:
        check_values(assessment, files[0])
    carrying = {item.GlobalId for file in files for item in file.by_type("IfcElement") if CARBON_SET in get_psets(item)}
    assert carrying == {line.guid for line in assessment.inventory.lines}
