"""Break the built-in sample in 200 ways and assess each: a result or one sentence, never a traceback or a hang.

    python benchmarks/fuzz.py [COUNT]

Prints how the files ended and the slowest; exit status 1 where one ended badly or took longer than a minute.
"""

from __future__ import annotations

import collections
import importlib.util
import sys
import tempfile
import time
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LONGEST_S = 60.0


def main(count: int) -> int:
    """Run the mutations; returns the exit status."""
    from bldgassess.cli.chain import assess_files
    from bldgassess.errors import UserError
    from bldgassess.study import Study
    from reports.results_json import results_dict

    spec = importlib.util.spec_from_file_location("mutations", ROOT / "tests" / "mutations.py")
    mutations = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(mutations)
    text = (ROOT / "bldgassess/sample/data/hainan_house_base.ifc").read_text(encoding="utf-8")
    ends: collections.Counter[str] = collections.Counter()
    slowest, bad = 0.0, 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(count):
            path = Path(folder) / f"{seed}.ifc"
            path.write_bytes(mutations.mutate(text, seed))
            start = time.perf_counter()
            try:
                results_dict(assess_files([path], Study()))
                ends["assessed"] += 1
            except UserError as error:
                ends[", ".join(issue.code for issue in error.issues)] += 1
            except Exception:
                bad += 1
                print(f"seed {seed}:")
                traceback.print_exc()
            seconds = time.perf_counter() - start
            slowest = max(slowest, seconds)
            bad += seconds > LONGEST_S
    for end, number in ends.most_common():
        print(f"{number:5d}  {end}")
    print(f"slowest {slowest:.1f} s, {bad} bad of {count}")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
