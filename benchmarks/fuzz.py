"""Break the built-in sample in 200 ways and assess each: a result or one sentence, never a traceback or a hang.

    python benchmarks/fuzz.py [COUNT]

Then come archives and paths that attack (bombs, lies about sizes, names that climb, locked and nested archives,
folders, pipes, devices). Prints how all ended and the slowest; exit status 1 where one ended badly or took longer
than a minute.
"""

from __future__ import annotations

import collections
import importlib.util
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # this checkout, whatever is installed
LONGEST_S = 60.0


def _module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tests" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cases(folder: Path, count: int) -> Iterator[tuple[str, str, Path]]:
    """Give kind, name and path of each attack, one at a time: the file is removed when the next is asked for."""
    mutations, attacks = _module("mutations"), _module("attacks")
    text = (ROOT / "bldgassess/sample/data/hainan_house_base.ifc").read_text(encoding="utf-8")
    for seed in range(count):
        path = folder / f"{seed}.ifc"
        path.write_bytes(mutations.mutate(text, seed))
        yield "mutation", f"seed {seed}", path
        path.unlink()
    for name, path in attacks.make_all(folder, text.encode()):
        yield "attack", name, path


def main(count: int) -> int:
    """Run the cases; returns the exit status."""
    from bldgassess.cli.chain import assess_files
    from bldgassess.errors import UserError
    from bldgassess.study import Study
    from reports.results_json import results_dict

    ends: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    times: list[tuple[float, str]] = []
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        for kind, name, path in cases(Path(folder), count):
            start = time.perf_counter()
            try:
                result = assess_files([path], Study())
                results_dict(result)
                lost = any(issue.code == "ifc.shape_lost" for issue in result.issues)
                ends[kind]["assessed, elements lost and named" if lost else "assessed"] += 1
            except UserError as error:
                ends[kind][", ".join(issue.code for issue in error.issues)] += 1
            except Exception:
                bad += 1
                print(f"{kind} {name}:")
                traceback.print_exc()
            times.append((time.perf_counter() - start, f"{kind} {name}"))
            if times[-1][0] > LONGEST_S:
                bad += 1
                print(f"{times[-1][1]}: {times[-1][0]:.0f} s", flush=True)
    for kind, counts in ends.items():
        print(f"{kind}: {sum(counts.values())}")
        for end, number in counts.most_common():
            print(f"{number:5d}  {end}")
    slowest = ", ".join(f"{seconds:.1f} s {name}" for seconds, name in sorted(times, reverse=True)[:3])
    print(f"slowest: {slowest}; {bad} bad of {len(times)}")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
