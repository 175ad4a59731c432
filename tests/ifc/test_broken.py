"""Broken models: a result or one sentence; a dying geometry process costs nothing, or only what it held."""

import importlib.util
import os
import signal
import sys
import time
from collections import deque
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from bldgassess.cli.chain import assess_files
from bldgassess.errors import Cancelled, UserError
from bldgassess.ifc import geometry, shape_process
from bldgassess.ifc.elements import list_elements
from bldgassess.ifc.open import open_model
from bldgassess.ifc.read import read_model
from bldgassess.ifc.shape_process import Held, Request
from bldgassess.ifc.spaces import list_spaces
from bldgassess.messages import templates
from bldgassess.model import Mesh
from bldgassess.study import Study
from reports.results_json import results_dict

spec = importlib.util.spec_from_file_location("mutations", Path(__file__).parents[1] / "mutations.py")
MESH = Mesh(np.zeros((3, 3)), np.zeros((1, 3), dtype=np.int64))
mutations = importlib.util.module_from_spec(spec)
spec.loader.exec_module(mutations)


@pytest.mark.parametrize("seed", range(20))
def test_mutations_give_a_result_or_one_sentence(sample_dir, tmp_path, monkeypatch, seed):
    monkeypatch.setattr(geometry, "FAST_PATIENCE_S", 8.0)
    monkeypatch.setattr(geometry, "CAREFUL_PATIENCE_S", 4.0)
    text = (sample_dir / "hainan_house_base.ifc").read_text(encoding="utf-8")
    path = tmp_path / "broken.ifc"
    path.write_bytes(mutations.mutate(text, seed))
    try:
        results = results_dict(assess_files([path], Study()))
    except UserError as error:
        assert error.issues
        assert all(issue.code in templates() for issue in error.issues)
    else:
        assert results["carbon"]["gia_m2"] if "gia_m2" in results["carbon"] else results["building"]["gia_m2"] > 0.0


@pytest.fixture
def bad_element(sample_dir, monkeypatch):
    """Make one element of the sample kill or stall the process that makes its shape; returns its GlobalId."""

    def choose(manner, kernels="01"):
        file = open_model(sample_dir / "hainan_house_base.ifc").file
        wall = sorted(file.by_type("IfcWall"), key=lambda item: item.id())[3]
        for name, value in (("BAD_ID", str(wall.id())), ("BAD_MANNER", manner), ("BAD_KERNELS", kernels)):
            monkeypatch.setenv(name, value)
        script = str(Path(__file__).with_name("bad_worker.py"))
        monkeypatch.setattr(shape_process, "COMMAND", (sys.executable, script))
        return wall.GlobalId

    return choose


@pytest.mark.parametrize("processes", [1, 2])
def test_killed_worker_loses_nothing(sample_dir, sample_models, processes):
    """A process that makes shapes is killed in mid-run; what it held is made by another."""
    path = sample_dir / "hainan_house_base.ifc"
    file = open_model(path).file
    wanted = {item.id(): item.GlobalId for item in (*list_elements(file), *list_spaces(file))}
    found = {}
    killed = []
    lost = []
    with geometry.Shapes(path, processes=processes) as shapes:
        for batch in shapes.stream({identity: identity for identity in wanted}):
            found |= batch.meshes
            lost += batch.lost
            if not killed and found and len(found) < len(wanted):
                killed = shapes.pids
                for pid in killed:
                    os.kill(pid, signal.SIGKILL)
    assert len(killed) == processes
    assert lost == []
    assert {wanted[identity] for identity in found} == set(sample_models["base"].meshes)


def test_element_that_always_kills_is_named_and_all_others_read(sample_dir, sample_models, bad_element):
    guid = bad_element("kill")
    model = read_model([sample_dir / "hainan_house_base.ifc"])
    issue = next(issue for issue in model.building.issues if issue.code == "ifc.shape_lost")
    assert issue.ids == (guid,)
    assert set(model.meshes) == set(sample_models["base"].meshes) - {guid}
    assert {item.guid for item in model.building.elements} == {e.guid for e in sample_models["base"].building.elements}
    assert not any(issue.code == "ifc.no_shape" for issue in model.building.issues)


def test_element_that_kills_one_kernel_is_made_by_the_other(sample_dir, sample_models, bad_element):
    guid = bad_element("kill", kernels="0")
    model = read_model([sample_dir / "hainan_house_base.ifc"])
    assert set(model.meshes) == set(sample_models["base"].meshes)
    volume = {item.guid: item.volume_m3 for item in model.building.elements}[guid]
    expected = {item.guid: item.volume_m3 for item in sample_models["base"].building.elements}[guid]
    assert volume == pytest.approx(expected, rel=1e-6)
    assert [issue.code for issue in model.building.issues] == [i.code for i in sample_models["base"].building.issues]


def test_element_that_never_ends_is_given_up(sample_dir, sample_models, bad_element, monkeypatch):
    monkeypatch.setattr(geometry, "FAST_PATIENCE_S", 2.0)
    monkeypatch.setattr(geometry, "CAREFUL_PATIENCE_S", 1.0)
    guid = bad_element("stall")
    model = read_model([sample_dir / "hainan_house_base.ifc"])
    assert next(issue for issue in model.building.issues if issue.code == "ifc.shape_lost").ids == (guid,)
    assert set(model.meshes) == set(sample_models["base"].meshes) - {guid}


def test_cancel_is_heard_within_a_second_in_a_slow_element(sample_dir, bad_element):
    """The caller's progress callback is asked while an element takes for ever; cancelling ends the processes."""
    bad_element("stall")
    calls = []

    def progress(stage, fraction):
        calls.append((time.monotonic(), fraction))
        is_stuck = len(calls) > 25 and calls[-1][1] == calls[-20][1] > 0.0
        if is_stuck:
            raise Cancelled

    with pytest.raises(Cancelled):
        read_model([sample_dir / "hainan_house_base.ifc"], progress=progress)
    done = time.monotonic()
    gaps = [later - earlier for (earlier, _), (later, _) in pairwise(calls[-20:])]
    assert max(gaps) < 0.9
    assert done - calls[-1][0] < 1.0
    assert not _children()


def _children():
    """Return shape workers of this process that still run (Linux)."""
    task = Path("/proc/self/task")
    found = "".join((item / "children").read_text() for item in task.iterdir()) if task.is_dir() else ""
    commands = [Path(f"/proc/{pid}/cmdline") for pid in found.split()]
    return [path for path in commands if path.exists() and b"worker" in path.read_bytes()]


def test_suspects_are_tried_apart_and_the_rest_goes_on():
    waiting = deque()
    held = Held(Request(list(range(1, 31))))
    for identity in (1, 2, 3):
        held.bodies[identity] = [MESH]
        held.last = identity
    batch = geometry._salvage(held, waiting)
    assert batch.ids == [1, 2]  # the third may lack a body
    assert [(request.mode, request.ids[0], len(request.ids)) for request in waiting] == [
        ("careful", 3, 8),
        ("fast", 11, 20),
    ]
    assert sorted(batch.ids + [item for request in waiting for item in request.ids]) == held.request.ids


def test_element_that_kills_the_kernel_is_named(sample_dir, tmp_path, sample_models):
    """Crossed references bring the kernel down on some bodies (seed 11): those are named, the others are read."""
    text = (sample_dir / "hainan_house_base.ifc").read_text(encoding="utf-8")
    path = tmp_path / "crossed.ifc"
    path.write_bytes(mutations.mutate(text, 11))
    model = read_model([path])
    named = {
        guid
        for issue in model.building.issues
        if issue.code.startswith(("ifc.shape", "ifc.no_s"))
        for guid in issue.ids
    }
    assert named == {element.guid for element in model.building.elements} - set(model.meshes)
    assert named
    assert len(model.meshes) > 0.5 * len(sample_models["base"].meshes)


def test_doubled_guid_loses_no_element(sample_dir, sample_models, tmp_path):
    text = (sample_dir / "hainan_house_base.ifc").read_text(encoding="utf-8")
    walls = [e for e in sample_models["base"].building.elements if e.ifc_class == "IfcWall"]
    path = tmp_path / "doubled.ifc"
    path.write_text(text.replace(walls[0].guid, walls[1].guid), encoding="utf-8")
    building = read_model([path]).building
    assert len(building.elements) == len(sample_models["base"].building.elements)
    issue = next(issue for issue in building.issues if issue.code == "ifc.bad_guid")
    assert issue.params["count"] == 1
    total = sum(element.volume_m3 for element in building.elements)
    assert total == pytest.approx(sum(e.volume_m3 for e in sample_models["base"].building.elements), rel=1e-9)
