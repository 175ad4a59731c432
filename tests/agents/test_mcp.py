"""A real client session over standard input and output: the package's own client, one server process."""

import asyncio
import json
import subprocess
import sys
import threading

import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

from bldgassess.agents.export import inside
from bldgassess.agents.tools import TOOLS
from bldgassess.errors import UserError
from bldgassess.explain.results import explain_figure

SERVER = [sys.executable, "-m", "bldgassess", "mcp"]


class Session:
    """A session on a loop of its own, so that tests call it plainly."""

    def __init__(self, *more):
        self._loop = asyncio.new_event_loop()
        self._ready, self._closing = threading.Event(), None
        self._more, self.session, self.error = more, None, None
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._run(),), daemon=True)
        self._thread.start()
        assert self._ready.wait(60)
        assert self.session is not None, self.error

    async def _run(self):
        self._closing = asyncio.Event()
        parameters = StdioServerParameters(
            command=SERVER[0], args=[*SERVER[1:], *self._more], env={"BLDGASSESS_CACHE": "off"}
        )
        try:
            async with stdio_client(parameters) as (read, write), ClientSession(read, write) as session:
                self.about = await session.initialize()
                self.session = session
                self._ready.set()
                await self._closing.wait()
        except BaseException as error:
            self.error = error
            self._ready.set()
            raise

    def do(self, coroutine, timeout=120):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(timeout)

    def call(self, tool, progress=None, /, **arguments):
        return self.do(self.session.call_tool(tool, arguments, progress_callback=progress))

    def cancelled(self, tool, seconds, /, **arguments):
        async def run():
            task = asyncio.ensure_future(self.session.call_tool(tool, arguments))
            await asyncio.sleep(seconds)
            task.cancel()
            try:
                await task
            except asyncio.CancelledError:
                return True
            return False

        return self.do(run())

    def close(self):
        self._loop.call_soon_threadsafe(self._closing.set)
        self._thread.join(20)
        self._loop.close()


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return tmp_path_factory.mktemp("project")


@pytest.fixture(scope="module")
def session(project):
    made = Session("--project", str(project))
    yield made
    made.close()


@pytest.fixture(scope="module")
def model(session):
    made = session.call("open_model", files=["sample:base"])
    assert not made.is_error, made.content
    return made.structured_content


@pytest.fixture(scope="module")
def base(session, model):
    stages = []

    async def progress(done, total, message):
        stages.append((done, message))

    made = session.call("assess", progress, model=model["model"], name="base")
    assert not made.is_error, made.content
    shares = [done for done, _ in stages]
    assert shares == sorted(shares)
    assert {"year", "health"} <= {message for _, message in stages}
    return made.structured_content


@pytest.fixture(scope="module")
def warm(session, model, base):
    made = session.call(
        "assess", model=model["model"], name="cooler", settings={"operation.cooling_setpoint_c": 24.0},
        measures={"roof_insulation": {"thickness_mm": 100.0}}, quick=True,
    )  # fmt: skip
    assert not made.is_error, made.content
    return made.structured_content


def text(result):
    return "\n".join(item.text for item in result.content)


def test_tools_are_typed_and_say_what_they_do(session):
    tools = {tool.name: tool for tool in session.do(session.session.list_tools()).tools}
    assert set(tools) == {tool.name for tool in TOOLS}
    for tool in tools.values():
        assert tool.description
        assert tool.input_schema["additionalProperties"] is False
        assert tool.output_schema["type"] == "object"
        assert tool.annotations.read_only_hint is (tool.name != "export")
        for name, field in tool.input_schema["properties"].items():
            assert field.get("description"), (tool.name, name)
    assert "explain" in session.about.instructions


def test_model_is_open(model):
    assert model["name"]
    assert model["spaces"] > 3
    assert model["elements"] > 20


def test_every_figure_has_a_path_and_is_the_engines(session, base):
    """The same figures as a run without any agent, each explained under its path."""
    from importlib.resources import as_file, files

    from bldgassess.cli.chain import assess_files
    from bldgassess.study import read_study
    from reports.inventory_csv import inventory_rows
    from reports.results_json import results_dict

    with as_file(files("bldgassess.sample").joinpath("data")) as folder:
        made = assess_files([folder / "hainan_house_base.ifc"], read_study(folder / "base.yaml"))
    results = results_dict(made)
    assert len(base["figures"]) > 20
    for figure in base["figures"]:
        item = explain_figure(results, lambda: inventory_rows(made), figure["path"])
        assert figure["value"] == item.value or figure["value"] == pytest.approx(item.value, rel=1e-9), figure
    assert base["set_by_caller"] == []
    assert base["assumptions_total"] == len(results["assumptions"])


def test_caller_values_come_back_as_the_callers(warm):
    rows = {row["id"]: row for row in warm["set_by_caller"]}
    assert rows["operation.cooling_setpoint_c"] == {
        "id": "operation.cooling_setpoint_c", "value": 24.0, "unit": "degC", "source": "set by caller",
    }  # fmt: skip
    assert rows["measures.roof_insulation.thickness_mm"]["value"] == 100.0
    assert warm["quick"] is True


def test_explain(session, base):
    made = session.call("explain", result=base["result"], path="carbon.modules.A1-A3", most=3).structured_content
    assert len(made["rows"]) == 3
    assert made["rows"][0]["fields"]["record_id"]
    assert made["rows_sum_kgco2e"] == pytest.approx(made["value"], rel=1e-9)
    assert made["clause"].startswith("EN 15978")


def test_explain_refuses_in_the_words_of_the_command_line(session, base):
    made = session.call("explain", result=base["result"], path="carbon.modules.Z9")
    assert made.is_error
    assert "carbon.modules.A1-A3" in text(made)


def test_score(session, base):
    made = session.call("score", result=base["result"]).structured_content
    assert made["official"] is False
    assert made["disclaimer"]
    assert made["score"]["value"] == next(f["value"] for f in base["figures"] if f["path"] == "label.score")
    assert sum(row["points"] for row in made["criteria"]) == pytest.approx(made["score"]["value"], abs=0.01)


def test_compare(session, base, warm):
    made = session.call("compare", results=[base["result"], warm["result"]]).structured_content
    assert made["names"] == ["base", "cooler"]
    row = next(row for row in made["figures"] if row["path"] == "carbon.per_m2")
    assert row["differences"][1] == pytest.approx(row["values"][1] - row["values"][0])
    assert sum(step["difference"] for step in made["by_module"][0]) == pytest.approx(row["differences"][1])


def test_search(session):
    made = session.call("search_materials", names=["concrete C30/37", "xqzv"], most=2).structured_content
    assert [row["query"] for row in made["found"]] == ["concrete C30/37", "xqzv"]
    assert made["found"][0]["candidates"][0]["id"]
    assert made["found"][1]["decision"] == "unmappable"


def test_propose(session, model):
    made = session.call("propose_measures", model=model["model"], measures=["roof_insulation", "ceiling_fans"])
    rows = made.structured_content["proposals"]
    assert {row["measure"] for row in rows} == {"roof_insulation", "ceiling_fans"}
    saved = [row["carbon_saved_kgco2e"] for row in rows]
    assert saved == sorted(saved, reverse=True)
    base = {row["path"]: row["value"] for row in made.structured_content["base"]}
    for row in rows:
        own = {item["path"]: item["value"] for item in row["figures"]}
        assert row["carbon_saved_kgco2e"] == pytest.approx(base["carbon.total_kgco2e"] - own["carbon.total_kgco2e"])
    wrong = session.call("propose_measures", model=model["model"], measures=["magic"])
    assert wrong.is_error
    assert "roof_insulation" in text(wrong)


def test_resources(session):
    listed = {str(item.uri) for item in session.do(session.session.list_resources()).resources}
    assert listed == {f"bldgassess://{name}" for name in ("glossary", "study", "measures", "catalogues")}

    def read(name):
        return session.do(session.session.read_resource(f"bldgassess://{name}")).contents[0].text

    assert any(row["path"] == "carbon.modules.A1-A3" for row in json.loads(read("glossary")))
    assert json.loads(read("catalogues"))[0]["reference"]
    assert "cooling_setpoint_c" in read("study")
    assert any(row["id"] == "roof_insulation" for row in json.loads(read("measures")))


@pytest.mark.parametrize(
    ("name", "arguments", "word"),
    [
        ("assess", {}, "model"),
        ("assess", {"model": "m1", "colour": "red"}, "colour"),
        ("assess", {"model": 7, "settings": "all"}, "settings"),
        ("assess", {"model": "m99"}, "open_model"),
        ("assess", {"model": "m1", "settings": {"operation.heating": "magic"}}, "operation.heating"),
        ("assess", {"model": "m1", "settings": {"nothing.at_all": 1}}, "nothing"),
        ("assess", {"model": "m1", "measures": {"magic": {}}}, "magic"),
        ("assess", {"model": "m1", "weather": "nowhere.epw"}, "nowhere.epw"),
        ("open_model", {"files": ["nowhere.ifc"]}, "nowhere.ifc"),
        ("open_model", {"files": []}, "files"),
        ("compare", {"results": ["r1"]}, "results"),
        ("explain", {"result": "r77", "path": "carbon.per_m2"}, "r77"),
        ("export", {"result": "r1", "files": ["passwords.txt"]}, "files"),
        ("no_such_tool", {}, "no_such_tool"),
    ],
)
def test_malformed_calls_are_told(session, base, name, arguments, word):
    try:
        made = session.call(name, **arguments)
    except Exception as error:  # noqa: BLE001 - unknown tools may be errors of the protocol
        assert word in str(error)
        return
    assert made.is_error
    assert word in text(made)
    assert "Traceback" not in text(made)


def test_a_cancelled_call_stops_and_the_session_lives(session, model):
    assert session.cancelled("propose_measures", 0.7, model=model["model"])
    made = session.call("search_materials", names=["brick"])
    assert not made.is_error


def test_calls_side_by_side(session, model, base):
    """Two assessments take turns; a question about a result does not wait for them and gets its own answer."""

    async def run():
        call = session.session.call_tool
        long = [
            asyncio.ensure_future(call("assess", {"model": model["model"], "name": f"v{k}", "quick": True, "settings": {
                "operation.cooling_setpoint_c": 23.0 + k}})) for k in range(2)
        ]  # fmt: skip
        short = await call("score", {"result": base["result"]})
        return short, await asyncio.gather(*long)

    short, both = session.do(run())
    assert not short.is_error
    rows = [item.structured_content for item in both]
    assert [row["name"] for row in rows] == ["v0", "v1"]
    totals = [next(f["value"] for f in row["figures"] if f["path"] == "carbon.total_kgco2e") for row in rows]
    assert totals[0] > totals[1]
    assert rows[0]["result"] != rows[1]["result"]


def test_export_writes_inside_the_project_only(session, base, warm, project, tmp_path):
    made = session.call("export", result=base["result"], folder="out/base", files=["results.json", "study.yaml"])
    assert made.structured_content["files"] == ["out/base/results.json", "out/base/study.yaml"]
    assert json.loads((project / "out/base/results.json").read_text())["schema"] == 1
    again = session.call("export", result=base["result"], folder="out/base", files=["results.json"])
    assert again.is_error
    assert not session.call(
        "export", result=base["result"], folder="out/base", files=["results.json"], overwrite=True
    ).is_error
    assert session.call("export", result=warm["result"]).is_error
    (project / "way_out").symlink_to(tmp_path)
    for folder in (
        "../x",
        "a/../../x",
        str(tmp_path),
        "way_out",
        "way_out/x",
        "C:\\x",
        "..\\x",
        "out/base/results.json",
    ):
        made = session.call("export", result=base["result"], folder=folder, files=["study.yaml"])
        assert made.is_error, folder
        assert "Traceback" not in text(made)
    assert list(tmp_path.iterdir()) == []


def test_a_link_in_the_place_of_a_file_is_not_followed(session, base, project, tmp_path):
    target = tmp_path / "secret"
    target.write_text("kept")
    (project / "links").mkdir()
    (project / "links" / "study.yaml").symlink_to(target)
    made = session.call("export", result=base["result"], folder="links", files=["study.yaml"], overwrite=True)
    assert made.is_error
    assert target.read_text() == "kept"


@pytest.mark.parametrize("folder", ["..", "/etc", "a\0b", "a/..", "\\\\server\\share", "D:", "."])
def test_names_that_lead_out(folder, tmp_path):
    if folder == ".":
        assert inside(tmp_path.resolve(), folder) == tmp_path.resolve()
        return
    with pytest.raises(UserError):
        inside(tmp_path.resolve(), folder)


def raw(messages, *more, code=""):
    """Talk to a server by hand; returns what it wrote to its output and to its error stream."""
    run = [sys.executable, "-c", code] if code else [*SERVER, *more]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    lines = []
    with subprocess.Popen(run, text=True, **pipes) as process:
        for message in messages:
            process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
            process.stdin.flush()
            while "id" in message and (line := process.stdout.readline()):
                lines.append(line)
                if json.loads(line).get("id") == message["id"]:
                    break
        rest, errors = process.communicate(timeout=30)
    return [*lines, *rest.splitlines()], errors


HELLO = (
    {"id": 1, "method": "initialize", "params": {
        "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "raw", "version": "0"}}},
    {"method": "notifications/initialized"},
)  # fmt: skip
NOISY = """
import sys, os
import bldgassess.agents.desk as desk
old = desk.Desk.open
def loud(self, names, job):
    print("stray words")
    os.write(1, b"stray bytes\\n")
    return old(self, names, job)
desk.Desk.open = loud
sys.argv = ["bldgassess", "mcp"]
from bldgassess.cli.app import main
main()
"""


def test_nothing_but_messages_on_standard_output_and_no_writing_by_default():
    calls = [
        *HELLO,
        {"id": 2, "method": "tools/call", "params": {"name": "open_model", "arguments": {"files": ["nowhere.ifc"]}}},
        {"id": 3, "method": "tools/call", "params": {"name": "export", "arguments": {"result": "r1"}}},
        {"id": 4, "method": "no/such/method", "params": {}},
    ]
    lines, errors = raw(calls, code=NOISY)
    answers = {message["id"]: message for message in map(json.loads, lines) if "id" in message}
    assert set(answers) == {1, 2, 3, 4}
    assert all(message["jsonrpc"] == "2.0" for message in answers.values())
    assert "stray words" in errors
    assert "stray bytes" in errors
    assert "nowhere.ifc" in answers[2]["result"]["content"][0]["text"]
    assert answers[3]["result"]["isError"] is True
    assert "--project" in answers[3]["result"]["content"][0]["text"]
    assert "error" in answers[4]
