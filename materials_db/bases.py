"""What the figures of a record count: gases, biogenic carbon, module D, by basis."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from materials_db.tables import read_sourced


@dataclass(frozen=True, slots=True)
class Basis:
    """Rules behind a table's figures. ``biogenic``: "in total (-1/+1)" or "not counted"."""

    id: str
    name: str
    gases: str
    biogenic: str
    has_module_d: bool
    blocks: tuple[str, ...]

    @property
    def counts_biogenic(self) -> bool:
        """Whether uptake and release of biogenic carbon are part of the total."""
        return self.biogenic.startswith("in total")


@cache
def load_bases() -> dict[str, Basis]:
    """Return all bases by id."""
    return {
        row["id"]: Basis(
            row["id"],
            row["name"],
            row["gases"],
            row["biogenic"],
            row["module_d"] == "yes",
            tuple(row["blocks"].split()),
        )
        for row in read_sourced("bases.csv")
    }


@cache
def basis_of_block(block: str) -> str:
    """Return the basis id of a shipped block, empty where none is known."""
    return next((basis.id for basis in load_bases().values() if block in basis.blocks), "")
