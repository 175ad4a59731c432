"""``bldgassess demo``: the built-in sample house and its better variant, side by side."""

from __future__ import annotations

import time
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

import typer

from bldgassess.cli.border import check_language, command, folder, out, print_json
from bldgassess.cli.chain import assess_files, study_from
from bldgassess.cli.summary import print_summary
from bldgassess.pipeline.assess import load_data
from bldgassess.texts import translation

VARIANTS = ("base", "better")


@command
def demo_command(
    out_dir: Annotated[Path, typer.Option("--out", help="folder for the results")] = Path("out/demo"),
    lang: Annotated[str, typer.Option(help="language of the reports: en, zh, ru")] = "en",
    json_: Annotated[bool, typer.Option("--json", help="print the comparison as JSON")] = False,
) -> None:
    """Assess the built-in sample house and its better variant and compare them."""
    from reports.comparison import write_comparison
    from reports.results_json import results_dict
    from reports.write import write_outputs

    check_language(lang)
    start = time.perf_counter()
    data = load_data()
    named = []
    with as_file(files("bldgassess.sample").joinpath("data")) as samples:
        for key in VARIANTS:
            study = study_from(samples / f"{key}.yaml", [])
            result = assess_files([samples / f"hainan_house_{key}.ifc"], study, data=data)
            write_outputs(result, folder(out_dir / key), language=lang)
            named.append((key, result))
    write_comparison(named, folder(out_dir / "comparison"), language=lang)
    if json_:
        print_json({key: results_dict(result) for key, result in named})
        return
    print_summary(named, lang)
    text = translation(lang).gettext("Results, reports and the comparison are in {folder} ({seconds} s).")
    out.print(text.format(folder=out_dir, seconds=f"{time.perf_counter() - start:.1f}"), markup=False)
