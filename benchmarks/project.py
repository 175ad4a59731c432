"""A program killed 100 times while it saves and autosaves, and the time to open a project of 20 assessed variants.

    python benchmarks/project.py [KILLS]

Each kill is a SIGKILL to a process that edits without pause; half of them save after every edit (a model of 8 MB goes
with it), half autosave alone (results of 1 MB each time). After each: the project's file must open without an error
and hold a whole edit, and the working copy must hold every edit that was acknowledged, so that at most the one in
hand is lost. The next process goes on from there, so damage would add up.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import zlib
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from bldgassess.project import (
    ProjectState,
    SavedResults,
    VariantState,
    WorkingCopy,
    check_project,
    data_in_use,
    edit_entry,
    find_recoverable,
    new_key,
    read_project,
    read_summary,
    resume,
    study_sha256,
)
from bldgassess.study import Study, make_study

NOW = "2026-11-25T12:00:00Z"
SAMPLE = Path(__file__).resolve().parents[1] / "bldgassess" / "sample" / "data"
#: Least noise that the study takes [dB]: an edit's number is written there.
_MOST = 120


@dataclass
class Crashes:
    """What became of the kills."""

    kills: int = 0
    opened: int = 0
    edits_kept: int = 0
    in_save: int = 0
    half_written: int = 0
    faults: list[str] | None = None


def edited(number: int) -> Study:
    """Return the study of an edit: its number in two settings, which must always fit together."""
    return make_study({"site": {"noise_day_db": number % _MOST}, "building": {"name": str(number)}})


def number_of(state: ProjectState) -> int:
    """Return which edit a state is of, -1 where it is none as a whole."""
    study = state.variants[0].study
    number = int(study.building.name)
    return number if study.site.noise_day_db == number % _MOST and state.notes == str(number) else -1


def start_project(folder: Path, path: Path, model_bytes: int) -> None:
    """Make the project that the processes edit."""
    model = folder / "model.ifc"
    model.parent.mkdir(parents=True, exist_ok=True)
    model.write_bytes(random.Random(1).randbytes(model_bytes))
    working = WorkingCopy.start(folder, None)
    sha256 = working.add_model(model).sha256
    working.autosave(ProjectState("House", (VariantState(new_key(), "Base", edited(0), (sha256,)),), notes="0"))
    working.publish(path, recorded=NOW)
    working.close()
    model.unlink()


def work(folder: Path, path: Path, saves: bool) -> None:
    """Edit without end: recover or open, then one edit after another, each told on the output when it is safe."""
    found = find_recoverable(folder)
    working = resume(found[0]) if found else WorkingCopy.start(folder, path)
    results = SavedResults("x", zlib.compress(b'{"a": 1}'), os.urandom(10**6))
    while True:
        variant = working.state.variants[0]
        number = number_of(working.state) + 1
        study = edited(number)
        row = edit_entry(variant.study, study, variant=variant.key, words=str(number), person="", recorded=NOW)
        kept = None if saves else replace(results, study_sha256=study_sha256(study), packed_inventory=os.urandom(10**6))
        changed = replace(variant, study=study, results=kept)
        working.autosave(replace(working.state.with_variant(changed), notes=str(number)), [row])
        print(number, "autosaved", flush=True)
        if saves:
            working.publish(path, recorded=NOW)
            print(number, "saved", flush=True)


def crash(kills: int, seed: int, model_bytes: int = 8 * 10**6) -> Crashes:
    """Kill ``kills`` processes at random moments and look at what each leaves."""
    chance, told = random.Random(seed), Crashes(faults=[])
    with tempfile.TemporaryDirectory() as place:
        folder, path = Path(place) / "state", Path(place) / "House.bldg"
        start_project(folder, path, model_bytes)
        for kill in range(kills):
            saves = kill % 2 == 0
            safe, published = _run_and_kill(folder, path, saves, chance)
            told.kills += 1
            told.half_written += bool(list(path.parent.glob(".*.saving")))
            told.in_save += saves and safe > published
            _look(folder, path, safe, published, told)
    return told


def _run_and_kill(folder: Path, path: Path, saves: bool, chance: random.Random) -> tuple[int, int]:
    """Return the last edit that was told to be autosaved, and to be saved, before the kill."""
    arguments = [sys.executable, __file__, "--work", str(folder), str(path), "saves" if saves else ""]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as process:
        lines = [process.stdout.readline() for _ in range(chance.randint(1, 4))]
        time.sleep(chance.uniform(0.0, 0.15))
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.read().splitlines()
    heard = [line.split() for line in lines if len(line.split()) == 2]
    safe = max((int(number) for number, act in heard if act == "autosaved"), default=-1)
    return safe, max((int(number) for number, act in heard if act == "saved"), default=-1)


def _look(folder: Path, path: Path, safe: int, published: int, told: Crashes) -> None:
    """Hold file and working copy against what was acknowledged."""
    try:
        problems = check_project(path)
        number = number_of(read_project(path).state)
    except Exception as error:
        told.faults.append(repr(error))
        return
    if problems or number < max(published, 0):
        told.faults.append(f"file: {problems} {number} < {published}")
    else:
        told.opened += 1
    found = find_recoverable(folder)
    if not found:  # the kill came behind a save and before the next edit
        told.edits_kept += number >= safe
        return
    working = resume(found[0])
    rows = [int(row.entry.words) for row in working.audit() if row.entry.kind == "do"]
    kept = number_of(working.state)
    if kept >= safe and rows == list(range(1, kept + 1)):
        told.edits_kept += 1
    else:
        told.faults.append(f"working copy: {kept} < {safe}, {rows[-3:]}")
    working._leave()


def assessed_project(folder: Path, path: Path, count: int) -> None:
    """Make a project of real results: the sample house at ``count`` set-points."""
    from bldgassess.ifc.read import read_model
    from bldgassess.pipeline.assess import assess, load_data
    from reports.inventory_csv import inventory_bytes
    from reports.results_json import results_bytes

    working = WorkingCopy.start(folder)
    file = SAMPLE / "hainan_house_base.ifc"
    model, data = read_model([file]), load_data()
    sha256 = working.add_model(file).sha256
    state = ProjectState("Hainan house")
    for k in range(count):
        study = make_study({"operation": {"cooling_setpoint_c": 22.0 + 0.25 * k}})
        done = assess(model.building, study, data)
        results = SavedResults.pack(study_sha256(study), results_bytes(done), inventory_bytes(done))
        state = state.with_variant(VariantState(new_key(), f"Variant {k + 1}", study, (sha256,), results=results))
    working.autosave(replace(state, data=data_in_use(state)))
    working.publish(path, recorded=NOW)
    working.close()


def time_opening(folder: Path, path: Path) -> dict[str, float]:
    """Return seconds: the whole start of a process that opens it and reads all figures, and its parts."""
    found = {}
    start, spent = time.perf_counter(), os.times()
    subprocess.run([sys.executable, __file__, "--open", str(folder), str(path)], check=True)
    found["a fresh process, all results parsed"] = time.perf_counter() - start
    now = os.times()
    found["of that on the processor"] = sum(now[2:4]) - sum(spent[2:4])
    start = time.perf_counter()
    read_summary(path)
    found["summary for the start page"] = time.perf_counter() - start
    start = time.perf_counter()
    working = WorkingCopy.start(folder, path)
    found["open"] = time.perf_counter() - start
    start = time.perf_counter()
    size = sum(len(variant.results.results_bytes()) for variant in working.state.variants)
    for variant in working.state.variants:
        variant.results.results()
    found[f"parse results ({size / 1e6:.0f} MB)"] = time.perf_counter() - start
    variant = working.state.variants[0]
    study = make_study({"operation": {"heating": "gas_boiler"}})
    row = edit_entry(variant.study, study, variant=variant.key, words="Heating", person="", recorded=NOW)
    start = time.perf_counter()
    working.autosave(working.state.with_variant(replace(variant, study=study)), [row])
    found["autosave of an edit"] = time.perf_counter() - start
    start = time.perf_counter()
    working.publish(path, recorded=NOW)
    found["save"] = time.perf_counter() - start
    working.close()
    return found


def main() -> None:
    """Print both tables."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    told = crash(kills, seed=1)
    print(f"killed {told.kills} times: {told.in_save} while saving, {told.half_written} with a file half-written")
    print(f"opened without error {told.opened}/{told.kills}")
    print(f"at most the edit in hand lost {told.edits_kept}/{told.kills}")
    for fault, count in Counter(told.faults).items():
        print(f"  {count} x {fault}")
    with tempfile.TemporaryDirectory() as place:
        folder, path = Path(place) / "state", Path(place) / "Twenty.bldg"
        assessed_project(folder, path, 20)
        print(f"project of 20 variants with results, {path.stat().st_size / 1e6:.1f} MB")
        for name, seconds in time_opening(folder, path).items():
            print(f"  {name:<40} {seconds:6.3f} s")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--work"]:
        work(Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4] == "saves")
    elif sys.argv[1:2] == ["--open"]:
        opened = WorkingCopy.start(Path(sys.argv[2]), Path(sys.argv[3]))
        _ = [variant.results.results()["carbon"] for variant in opened.state.variants]
        opened.close()
    else:
        main()
