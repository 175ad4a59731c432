"""The HTML page: whole in itself, safe with any name, in three languages; and findings in words."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from bldgassess.ifc.readiness import Finding, compute_readiness
from bldgassess.model import MaterialLayer
from reports.readiness_html import readiness_html
from reports.readiness_materials import material_rows
from reports.readiness_words import count_words, finding_words, points_words

NASTY = '<script>alert("1")</script><img src=x onerror=alert(2)> & \'"'
_VOID = {"meta", "br", "hr", "img", "link", "input"}


class _Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.open, self.attributes, self.text = [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


@pytest.fixture
def building(two_room_building):
    def changed(item):
        if item.guid == "w-inner":
            return replace(item, name=NASTY, materials=(MaterialLayer(0, NASTY, 0.12),))
        return replace(item, materials=()) if item.guid == "w-east" else item

    elements = tuple(changed(item) for item in two_room_building.elements)
    storeys = tuple(replace(item, name=NASTY) for item in two_room_building.storeys)
    return replace(two_room_building, name=NASTY, authoring_tool=NASTY, elements=elements, storeys=storeys)


def _read(text):
    page = _Page()
    page.feed(text)
    page.close()
    assert page.open == []
    return page


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_names_are_text_and_nothing_is_fetched(building, language):
    text = readiness_html(building, compute_readiness(building), material_rows(building), language=language)
    page = _read(text)
    assert not {"script", "img", "link", "iframe", "object", "a", "base", "form"} & set(page.tags)
    assert not {name for name, _ in page.attributes if name.startswith("on") or name in {"src", "href"}}
    assert "http:" not in text
    assert "https:" not in text
    assert "url(" not in text
    assert "@import" not in text
    joined = "".join(page.text)
    assert joined.count(NASTY) >= 4
    assert dict(page.attributes)["lang"] == {"en": "en", "zh": "zh-CN", "ru": "ru"}[language]


def test_page_says_score_findings_elements_and_materials(building):
    readiness = compute_readiness(building)
    text = "".join(_read(readiness_html(building, readiness, material_rows(building))).text)
    assert f"Readiness {round(readiness.score)} of 100" in text
    for finding in readiness.findings:
        words = finding_words(finding)
        assert words.title in text
        assert words.share in text
        assert words.mend in text
        assert f"− {words.severity}" not in text
    assert "w-east" in text
    assert "IfcWall" in text
    assert "no material name" in text
    assert "EPS board" in text


def test_light_dark_and_print_are_told_apart(building):
    text = readiness_html(building, compute_readiness(building), [])
    assert "@media screen and (prefers-color-scheme: dark)" in text
    assert "@media print" in text


def test_clean_model_says_so(two_room_building):
    readiness = replace(compute_readiness(two_room_building), findings=())
    assert "Nothing was found" in readiness_html(two_room_building, readiness, [])


def test_same_model_gives_the_same_page(building):
    once = readiness_html(building, compute_readiness(building), material_rows(building))
    assert once == readiness_html(building, compute_readiness(building), material_rows(building))


def _made(**changes):
    made = Finding("storeys", "storeys", "info", "readiness.storeys", {"count": 1}, ("a",), 0.25, "volume", 0.75)
    return replace(made, **changes)


def test_small_shares_and_points_are_not_rounded_to_nothing():
    assert finding_words(_made(effect_fraction=0.00001)).share == "< 0.1 % of the volume"
    assert finding_words(_made(), "ru").share.startswith("25")
    assert points_words(_made(points=0.01)) == "< 0.1"
    assert points_words(_made(points=13.74)) == "−13.7"
    assert points_words(_made(points=0.0)) == "0"
    assert count_words(_made()) == "1 element"
    assert count_words(_made(ids=("a", "b"), basis="rooms")) == "2 rooms"
    assert count_words(_made(ids=())) == ""


def test_hints_of_the_models_own_tool_only_and_memory_is_said():
    finding = _made(id="no_rooms", check="no_rooms", code="readiness.no_rooms", basis="building")
    every = finding_words(finding).hints
    assert [hint.tool for hint in every] == ["Archicad", "Bonsai", "Revit"]
    own = finding_words(finding, authoring_tool="Autodesk Revit 2024").hints
    assert [hint.tool for hint in own] == ["Revit"]
    assert own[0].text.endswith("(from memory, unverified)")
    sourced = finding_words(_made(check="qto_missing", code="readiness.qto_missing"), authoring_tool="Revit").hints
    assert sourced[0].quality == "B"
    assert "memory" not in sourced[0].text
    assert sourced[0].source.startswith("https://help.autodesk.com")
