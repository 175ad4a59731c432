"""Rows of the tables that lie beside a package's code."""

from __future__ import annotations

import csv
from importlib.resources import files


def data_rows(package: str, name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file in a package's ``data`` folder, each cell as text by its column.

    >>> data_rows("bldgassess.border", "goods.csv")[0]["product"]
    'rebar'
    """
    text = files(package).joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
