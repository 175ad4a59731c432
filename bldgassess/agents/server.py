"""The tools over the Model Context Protocol: arguments checked, work on a thread, progress, cancel, plain errors."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import Any

import anyio
import anyio.from_thread
import anyio.to_thread
from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.resources import FunctionResource
from mcp.server.mcpserver.tools.base import Tool as McpTool
from mcp.server.mcpserver.utilities.func_metadata import FuncMetadata
from mcp_types import CallToolResult, TextContent, ToolAnnotations
from pydantic import BaseModel

from bldgassess import __version__
from bldgassess.agents.desk import Desk, Job
from bldgassess.agents.resources import RESOURCES
from bldgassess.agents.tools import TOOLS, Tool
from bldgassess.errors import Cancelled, Issue, UserError
from bldgassess.messages import sentence
from bldgassess.pipeline.assess import STAGES
from materials_db.errors import DataError, InputError

INSTRUCTIONS = (
    "Whole-life carbon, energy, indoor health and label of a building from its IFC model. Open a model, assess it, "
    "then explain, score and compare. Every figure is computed by the engine and has a path for the tool explain: "
    "quote figures with their paths and never compute new ones. Values that you set are assumptions of yours and come "
    "back as such. Nothing is written unless the server was started with a project folder."
)
#: Stages of a model that is read and assessed, in order, for one line of progress.
_STAGES = ("open", "shapes", "daylight", *STAGES)
_STEP = 0.01
_WAIT_S = 0.1


def make_server(desk: Desk) -> MCPServer[Any]:
    """Make the server of one session."""
    server: MCPServer[Any] = MCPServer(
        "bldgassess",
        title="bldgassess",
        version=__version__,
        instructions=INSTRUCTIONS,
        log_level="WARNING",
        tools=[_bound(desk, tool) for tool in TOOLS],
    )
    for uri, (words, kind, make) in RESOURCES.items():
        name = uri.rsplit("/", 1)[-1]
        server.add_resource(FunctionResource(uri=uri, name=name, description=words, mime_type=kind, fn=make))
    return server


def _bound(desk: Desk, tool: Tool) -> McpTool:
    return McpTool(
        fn=_caller(desk, tool),
        name=tool.name,
        title=None,
        description=tool.description,
        parameters=tool.takes.model_json_schema(),
        fn_metadata=FuncMetadata(arg_model=tool.takes, output_model=tool.gives),
        is_async=True,
        context_kwarg="context",
        annotations=ToolAnnotations(
            read_only_hint=not tool.writes, destructive_hint=tool.writes, idempotent_hint=True, open_world_hint=False
        ),
    )


def _caller(desk: Desk, tool: Tool) -> Callable[..., Awaitable[CallToolResult]]:
    async def call(context: Context[Any, Any], **values: Any) -> CallToolResult:  # noqa: ANN401 - as the schema says
        shown = -1.0

        def tell(stage: str, fraction: float) -> None:
            nonlocal shown
            done = _share(stage, fraction)
            if done >= shown + _STEP:
                shown = done
                anyio.from_thread.run(partial(context.report_progress, done, 1.0, stage))

        job = Job(tell)
        asked = tool.takes.model_validate(values)
        try:
            return await anyio.to_thread.run_sync(partial(_work, desk, tool, asked, job), abandon_on_cancel=True)
        except anyio.get_cancelled_exc_class():
            job.stop.set()
            raise

    return call


def _share(stage: str, fraction: float) -> float:
    """Return the share of the whole that is done; stages of other tools count for themselves."""
    if stage in _STAGES:
        return min((_STAGES.index(stage) + fraction) / len(_STAGES), 1.0)
    return fraction


def _work(desk: Desk, tool: Tool, asked: BaseModel, job: Job) -> CallToolResult:
    """Run a tool; what a person can mend comes back in the words of the command line."""
    try:
        with _turn(desk, job) if tool.computes else nullcontext():
            made = tool.run(desk, asked, job)
    except UserError as error:
        return _refused([sentence(issue) for issue in error.issues])
    except InputError as error:
        return _refused([sentence(Issue(error.code, error.params))])
    except Cancelled:
        return _refused(["Cancelled."])
    except DataError as error:
        return _refused([f"Our own data is wrong: {error}"])
    return CallToolResult(
        content=[TextContent(type="text", text=made.model_dump_json(indent=1))],
        structured_content=made.model_dump(mode="json"),
    )


@contextmanager
def _turn(desk: Desk, job: Job) -> Iterator[None]:
    """Wait for the desk's turn, unless the call is cancelled meanwhile."""
    while not desk.turn.acquire(timeout=_WAIT_S):
        if job.stop.is_set():
            raise Cancelled
    try:
        yield
    finally:
        desk.turn.release()


def _refused(sentences: list[str]) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=text) for text in sentences], is_error=True)
