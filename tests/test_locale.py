"""Every text is translated, with the same placeholders, and the compiled files are those of the catalogues."""

import importlib.util
import re
from pathlib import Path

import pytest

from bldgassess.texts import translation

TOOL = Path(__file__).resolve().parents[1] / "tools" / "update_locale.py"


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("update_locale", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("code", ["zh_CN", "ru"])
def test_catalogue_is_whole_and_compiled(tool, code):
    catalogue = tool.merged(code)
    messages = [message for message in catalogue if message.id]
    assert len(messages) > 400
    for message in messages:
        assert message.string, message.id
        assert sorted(re.findall(r"\{\w+\}", message.id)) == sorted(re.findall(r"\{\w+\}", message.string)), message.id
    assert tool.po_path(code).with_suffix(".mo").read_bytes() == tool.mo_bytes(catalogue)


def test_words_reach_the_reader():
    assert translation("zh").gettext("Carbon") == "碳"
    assert translation("ru").gettext("Roof") == "Крыша"
    assert translation("en").gettext("Roof") == "Roof"
