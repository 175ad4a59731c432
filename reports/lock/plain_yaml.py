"""YAML that is data and nothing else: no tags, anchors or aliases, so no code and no bombs."""

from __future__ import annotations

from typing import Any

import yaml

from bldgassess.errors import Issue, UserError

_LARGEST_BYTES = 2**21
_FORBIDDEN = (yaml.TagToken, yaml.AnchorToken, yaml.AliasToken, yaml.DirectiveToken)


def read_plain(content: bytes, name: str) -> dict[str, Any]:
    """Read a table.

    Raises
    ------
    UserError
        When it is anything else; it is not interpreted then.
    """
    try:
        if len(content) > _LARGEST_BYTES:
            raise ValueError("larger than 2 MB")
        text = content.decode("utf-8")
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            if isinstance(token, _FORBIDDEN):
                raise ValueError(f"line {token.start_mark.line + 1}: {type(token).__name__}")
        data = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = str(error).splitlines()[0][:80] if str(error) else type(error).__name__
        raise UserError(Issue("lock.unreadable", {"file": name, "reason": reason})) from error
    if not isinstance(data, dict):
        raise UserError(Issue("lock.unreadable", {"file": name, "reason": "no table"}))
    return data
