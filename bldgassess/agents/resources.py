"""What an agent may read besides: glossary, study fields, measures, label catalogues."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from bldgassess.glossary import QUANTITIES
from bldgassess.label.installed import list_catalogues
from bldgassess.study import Study, load_measures, study_yaml


def glossary() -> str:
    """Return the figures of results.json with meaning, unit and clause."""
    return _json([asdict(item) for item in QUANTITIES])


def study() -> str:
    """Return the default study, every field with unit, effect, choices and source."""
    return study_yaml(Study())


def measures() -> str:
    """Return the measures with their parameters, bounds and sources."""
    return _json([item.model_dump(mode="json") for item in load_measures()])


def catalogues() -> str:
    """Return the label catalogues at hand."""
    rows, _ = list_catalogues()
    return _json(
        [
            {
                "reference": row.catalogue.reference,
                "official": row.catalogue.header.official,
                "sha256": row.catalogue.sha256,
                "own": row.path is not None,
            }
            for row in rows
        ]
    )


def _json(value: Any) -> str:  # noqa: ANN401 - any JSON value
    return json.dumps(value, ensure_ascii=False, indent=1)


#: Address -> what it is, its kind, the function that makes it.
RESOURCES: dict[str, tuple[str, str, Callable[[], str]]] = {
    "bldgassess://glossary": ("Figures of results.json: name, unit, clause", "application/json", glossary),
    "bldgassess://study": ("The default study with units and sources", "application/yaml", study),
    "bldgassess://measures": ("Measures with parameters and bounds", "application/json", measures),
    "bldgassess://catalogues": ("Label catalogues at hand", "application/json", catalogues),
}
