"""The public names load late, and the guide's example runs as it stands there."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import bldgassess

ROOT = Path(__file__).resolve().parents[1]


def test_public_names_load_and_are_typed():
    stub = ast.parse((ROOT / "bldgassess" / "__init__.pyi").read_text())
    typed = {alias.asname for node in ast.walk(stub) if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert typed | {"__version__"} == set(bldgassess.__all__)
    for name in bldgassess.__all__:
        assert getattr(bldgassess, name) is not None


def test_import_loads_none_of_it():
    code = "import sys, bldgassess; sys.exit(any(m in sys.modules for m in ('numpy', 'pydantic', 'pandas')))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_example_of_the_guide(tmp_path, monkeypatch, capsys):
    text = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
    example = re.search(r"## From Python\n.*?```python\n(.*?)```", text, re.DOTALL).group(1)
    assert len(example.strip().splitlines()) <= 12
    sample = ROOT / "bldgassess" / "sample" / "data" / "hainan_house_base.ifc"
    (tmp_path / "house.ifc").write_bytes(sample.read_bytes())
    monkeypatch.chdir(tmp_path)
    exec(compile(example, "guide.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "kgCO2e/m2" in printed
    assert "-" in printed.splitlines()[-1]
