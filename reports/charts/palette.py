"""All colours of charts and pages, in a light and a dark variant.

Categories are Okabe and Ito's set (2008), told apart under simulated red-, green- and blue-blind sight; classes carry
their numeral as well, so that no meaning hangs on colour alone. The PDF is always light.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

#: Module -> colour, the same on light and dark ground; stages share one, D is drawn hollow.
MODULE_COLOURS: MappingProxyType[str, str] = MappingProxyType(
    {
        "A0": "#0072B2",
        "A1-A3": "#0072B2",
        "A4": "#56B4E9",
        "A5": "#56B4E9",
        "B1": "#E69F00",
        "B2": "#E69F00",
        "B3": "#E69F00",
        "B4": "#E69F00",
        "B5": "#E69F00",
        "B6": "#D55E00",
        "B7": "#F0E442",
        "B8": "#F0E442",
        "C1": "#CC79A7",
        "C2": "#CC79A7",
        "C3": "#CC79A7",
        "C4": "#CC79A7",
        "D": "#009E73",
        "D2": "#009E73",
    }
)

#: Use of energy -> colour.
USE_COLOURS: MappingProxyType[str, str] = MappingProxyType(
    {
        "heating": "#D55E00",
        "cooling": "#0072B2",
        "ventilation": "#56B4E9",
        "lighting": "#F0E442",
        "appliances": "#CC79A7",
        "hot_water": "#E69F00",
        "auxiliary": "#009E73",
        "lifts": "#7A7A7A",
    }
)

#: Label category -> colour.
CATEGORY_COLOURS: MappingProxyType[str, str] = MappingProxyType(
    {"C": "#0072B2", "H": "#D55E00", "R": "#E69F00", "N": "#009E73", "D": "#CC79A7", "G": "#56B4E9"}
)

#: Class -> (fill, text on it); contrast of the text is at least 5.3 to 1.
CLASS_COLOURS: MappingProxyType[str, tuple[str, str]] = MappingProxyType(
    {
        "I": ("#1A6FB0", "#FFFFFF"),
        "II": ("#8CC3E6", "#1B1F24"),
        "III": ("#F2B04A", "#1B1F24"),
        "IV": ("#B5431E", "#FFFFFF"),
        "outside": ("#5C1A0B", "#FFFFFF"),
    }
)

#: Variants side by side, in their order.
SERIES_COLOURS: tuple[str, ...] = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")


@dataclass(frozen=True, slots=True)
class Palette:
    """Ground, panel, text, muted text, lines, accent and the three signal colours."""

    name: str
    ground: str
    panel: str
    text: str
    muted: str
    line: str
    grid: str
    accent: str
    warn: str
    error: str
    good: str


LIGHT = Palette(
    "light",
    ground="#FFFFFF",
    panel="#F4F5F7",
    text="#1B1F24",
    muted="#5A6470",
    line="#7F8893",
    grid="#DDE1E6",
    accent="#0B5CAD",
    warn="#8A4B00",
    error="#A3122B",
    good="#1B6B3A",
)
DARK = Palette(
    "dark",
    ground="#16191D",
    panel="#1F2429",
    text="#E6E9ED",
    muted="#A3ADB8",
    line="#76808B",
    grid="#333A42",
    accent="#6FB3FF",
    warn="#F0B35A",
    error="#FF8A94",
    good="#7FD39B",
)
PALETTES: MappingProxyType[str, Palette] = MappingProxyType({"light": LIGHT, "dark": DARK})

#: Cividis (Nunez, Anderton, Renslow 2018, doi 10.1371/journal.pone.0199239), ten steps from low to high.
CIVIDIS: tuple[str, ...] = (
    *("#00204D", "#00336F", "#39486B", "#575C6D", "#707173"),
    *("#8A8779", "#A69D75", "#C4B56C", "#E4CF5B", "#FFEA46"),
)

#: Viridis (van der Walt, Smith, Firing 2015, CC0), ten steps from low to high: U-values.
VIRIDIS: tuple[str, ...] = (
    *("#440154", "#482878", "#3E4989", "#31688E", "#26828E"),
    *("#1F9E89", "#35B779", "#6ECE58", "#B5DE2B", "#FDE725"),
)

#: RdBu (ColorBrewer, Harrower and Brewer 2003, doi 10.1179/000870403235002042), cold to hot about a neutral middle.
BLUE_RED: tuple[str, ...] = (
    *("#053061", "#2166AC", "#4393C3", "#92C5DE", "#D1E5F0", "#F7F7F7"),
    *("#FDDBC7", "#F4A582", "#D6604D", "#B2182B", "#67001F"),
)

#: Severity of a finding -> colour (Okabe and Ito); "none" where nothing was found.
SEVERITY_COLOURS: MappingProxyType[str, str] = MappingProxyType(
    {"error": "#D55E00", "warning": "#E69F00", "info": "#56B4E9", "none": "#DADDE1"}
)

#: How far a material is known -> colour (Okabe and Ito).
MATCH_COLOURS: MappingProxyType[str, str] = MappingProxyType(
    {"person": "#0072B2", "match": "#009E73", "ask": "#F0E442", "unmapped": "#D55E00"}
)

#: Building part -> colour; the rest share the last.
PART_COLOURS: MappingProxyType[str, str] = MappingProxyType(
    {
        "external_wall": "#D55E00",
        "internal_wall": "#E69F00",
        "roof": "#CC79A7",
        "floor_slab": "#56B4E9",
        "ground_slab": "#0072B2",
        "window": "#009E73",
        "other": "#9AA3AD",
    }
)
