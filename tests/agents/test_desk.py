"""Handles, turns and cancel, without a process."""

import threading
import time

import anyio
import pytest

from bldgassess.agents.desk import Desk, Handles, Job
from bldgassess.agents.export import check_project
from bldgassess.agents.schemas import ResultIn, SearchIn, SearchOut
from bldgassess.agents.server import _caller
from bldgassess.agents.tools import TOOLS, Tool
from bldgassess.agents.values import caller_study, caller_values
from bldgassess.errors import Cancelled, UserError
from bldgassess.messages import sentence
from bldgassess.study import Study


def test_oldest_handle_goes_first():
    handles = Handles("r", 2, "agents.no_result")
    first, second = handles.add("a"), handles.add("b")
    assert handles.find(first) == "a"
    third = handles.add("c")
    with pytest.raises(UserError) as error:
        handles.find(second)
    assert second in sentence(error.value.issues[0])
    assert (handles.find(first), handles.find(third)) == ("a", "c")


def test_a_cancelled_call_stops_its_work_and_gives_its_turn_back():
    desk, seen = Desk(), threading.Event()
    begun = threading.Event()

    def endless(desk, asked, job):
        begun.set()
        try:
            while True:
                job.progress("work", 0.0)
                time.sleep(0.005)
        except Cancelled:
            seen.set()
            raise

    class Context:
        async def report_progress(self, *values):
            pass

    call = _caller(desk, Tool("endless", "", SearchIn, SearchOut, endless, computes=True))

    async def run():
        async with anyio.create_task_group() as group:
            group.start_soon(lambda: call(Context(), names=["x"]))
            await anyio.to_thread.run_sync(begun.wait, 5.0)
            assert desk.turn.locked()
            group.cancel_scope.cancel()

    anyio.run(run)
    assert seen.wait(5.0)
    assert desk.turn.acquire(timeout=5.0)


def test_progress_of_a_stopped_job_raises():
    job = Job(lambda stage, fraction: None)
    job.progress("year", 0.5)
    job.stop.set()
    with pytest.raises(Cancelled):
        job.progress("year", 0.6)


def test_only_export_writes_and_inputs_are_closed():
    assert [tool.name for tool in TOOLS if tool.writes] == ["export"]
    for tool in TOOLS:
        assert tool.takes.model_config["extra"] == "forbid"
        assert tool.gives.model_config["extra"] == "forbid"
    with pytest.raises(ValueError, match="extra"):
        ResultIn(result="r1", path="x")


def test_values_of_a_caller_are_checked_and_marked():
    settings = {"operation.heating_setpoint_c": 21.5, "health.climates": ["2050"]}
    study = caller_study(Study(), "", settings, {"ceiling_fans": {}})
    assert study.operation.heating_setpoint_c == 21.5
    rows = caller_values(settings, {"ceiling_fans": {}})
    assert {row.source for row in rows} == {"set by caller"}
    assert rows[0].unit == "degC"
    for bad in ({"operation.heating_setpoint_c": 99}, {"operation": 1}, {"x.y": 1}, {"": 1}, {"measures.magic": {}}):
        with pytest.raises(UserError):
            caller_study(Study(), "", bad, {})


def test_project_must_be_a_folder(tmp_path):
    file = tmp_path / "house.bap"
    file.write_bytes(b"x")
    for path in (file, tmp_path / "nowhere"):
        with pytest.raises(UserError) as error:
            check_project(path)
        assert path.name in sentence(error.value.issues[0])
