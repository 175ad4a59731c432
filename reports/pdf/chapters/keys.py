"""Keys and names of the chapters in their order, for whoever lists them without writing them."""

from __future__ import annotations

from bldgassess.texts import mark

#: Key of the bookmark -> title.
CHAPTER_NAMES: dict[str, str] = {
    "summary": mark("Summary"),
    "assessment": mark("Assessment and versions"),
    "object": mark("Object of the assessment"),
    "boundaries": mark("Boundaries"),
    "scenarios": mark("Scenarios and assumptions"),
    "inventory": mark("Inventory"),
    "quality": mark("Data quality"),
    "carbon": mark("Results"),
    "budget": mark("1.5 °C budget"),
    "energy": mark("Energy"),
    "compliance": mark("Building codes"),
    "health": mark("Indoor health"),
    "resilience": mark("Resilience"),
    "community": mark("Community"),
    "label": mark("Label"),
    "variants": mark("Variants"),
    "border": mark("Border adjustment (CBAM)"),
    "exclusions": mark("Deviations and exclusions"),
    "plausibility": mark("Plausibility checks"),
    "review": mark("Review and signature"),
    "glossary": mark("Glossary and sources"),
}
#: Chapters that no report is without: what was assessed, within which limits, how well, and who stands for it.
ALWAYS = frozenset({"summary", "assessment", "boundaries", "quality", "exclusions", "plausibility", "review"})
