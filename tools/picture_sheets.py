"""Make the sheets of docs/screens: every page in every language, light and dark, in two sizes, as the window draws it.

    xvfb-run -a -s "-screen 0 2560x1440x24" python tools/picture_sheets.py [docs/screens]

Each sheet holds all pages of one language, theme and size, reduced; the pictures themselves are those of
``bldgassess screenshots``.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "bldgassess" / "sample" / "data"
SIZES, LANGUAGES, THEMES = ("1280x800", "2560x1440@2"), ("en", "zh", "ru"), ("light", "dark")
#: Pages in their order, width of a picture on the sheet [px], pictures in a row.
ORDER = (
    "start",
    "model",
    "materials",
    "energy",
    "carbon",
    "health",
    "label",
    "improve",
    "compare",
    "report",
    "community",
)
WIDTH, COLUMNS, GAP = 640, 3, 8


def main(out: Path) -> None:
    """Take all pictures and put them together."""
    out.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "bldgassess", "screenshots", "--out", folder, "--size", size]
            command += [str(SAMPLE / f"hainan_house_{key}.ifc") for key in ("base", "better")]
            command += [f"--lang={key}" for key in LANGUAGES] + [f"--theme={key}" for key in THEMES]
            subprocess.run(command, check=True, cwd=ROOT)
            for language in LANGUAGES:
                for theme in THEMES:
                    name = f"{size.replace('@', '-at-')}-{language}-{theme}.png"
                    make_sheet(Path(folder) / f"{language}-{theme}", out / name)
                    print(name)


def make_sheet(folder: Path, path: Path) -> None:
    """Put the pictures of a folder onto one sheet."""
    pictures = [Image.open(folder / f"{key}.png").convert("RGB") for key in ORDER]
    small = [
        item.resize((WIDTH, round(item.height * WIDTH / item.width)), Image.Resampling.LANCZOS) for item in pictures
    ]
    rows, height = -(-len(small) // COLUMNS), small[0].height
    sheet = Image.new("RGB", (COLUMNS * (WIDTH + GAP) + GAP, rows * (height + GAP) + GAP), "#808890")
    for index, item in enumerate(small):
        sheet.paste(item, (GAP + index % COLUMNS * (WIDTH + GAP), GAP + index // COLUMNS * (height + GAP)))
    sheet.quantize(128).save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screens")
