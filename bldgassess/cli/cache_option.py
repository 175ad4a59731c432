"""``--no-cache`` for every verb that reads models."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

import typer

from bldgassess.ifc.cache import VARIABLE

_HELP = "read models anew and keep nothing of them"
_Flag = Annotated[bool, typer.Option("--no-cache", help=_HELP)]


def with_no_cache(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a command with the option added; processes that it starts know it by the environment."""

    @wraps(function)
    def inner(*args: Any, no_cache: bool = False, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever the command takes
        before = os.environ.get(VARIABLE)
        if no_cache:
            os.environ[VARIABLE] = "off"
        try:
            return function(*args, **kwargs)
        finally:
            if no_cache and before is None:
                os.environ.pop(VARIABLE, None)
            elif no_cache and before is not None:
                os.environ[VARIABLE] = before

    signature = inspect.signature(function, eval_str=True)
    option = inspect.Parameter("no_cache", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=_Flag)
    inner.__signature__ = signature.replace(parameters=[*signature.parameters.values(), option])  # type: ignore[attr-defined]
    inner.__annotations__ = {name: item.annotation for name, item in signature.parameters.items()} | {"no_cache": _Flag}
    return inner
