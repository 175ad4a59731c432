"""How many people a building is assessed for."""

from __future__ import annotations

import math
from typing import Any


def people_count(results: dict[str, Any]) -> float:
    """Return the people of the study, else of all rooms; 0.0 where neither says."""
    stated = results["study"]["building"].get("occupants")
    return float(stated or math.fsum(row["people"] or 0.0 for row in results["rooms"]))
