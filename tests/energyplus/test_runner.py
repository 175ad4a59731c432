"""The process that runs EnergyPlus, with a stand-in for it."""

import os
import sys
import textwrap

import pytest

from bldgassess.energyplus import runner
from bldgassess.energyplus.runner import find_engine, run_engine, severe_errors
from bldgassess.errors import Cancelled, UserError

ERRORS = """Program Version,EnergyPlus, Version 25.2.0
   ** Warning ** small matter
   **   ~~~   ** that goes on
   ** Severe  ** GetSurfaceData: wall upside down
   **   ~~~   ** in zone Z00000
   ************* Testing
   **  Fatal  ** cannot go on
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script with a shebang")


@pytest.fixture
def stand_in(tmp_path):
    def make(body):
        path = tmp_path / "engine"
        path.write_text(f"#!{sys.executable}\nimport os, signal, sys\n{textwrap.dedent(body)}")
        path.chmod(0o755)
        folder = tmp_path / "run"
        folder.mkdir()
        return path, folder

    return make


def test_success_needs_status_and_the_words(stand_in):
    engine, folder = stand_in("open('eplusout.end', 'w').write('EnergyPlus Completed Successfully-- 0 Warning')")
    seen = []
    assert run_engine(folder, engine=engine, progress=lambda stage, share: seen.append((stage, share))) == ()
    assert seen[0] == ("energyplus", 0.0)
    assert seen[-1] == ("energyplus", 1.0)


def test_engine_is_given_the_files_of_its_folder_and_no_other_variables(stand_in, monkeypatch):
    monkeypatch.setenv("ENERGYPLUS_SETTING", "x")
    engine, folder = stand_in("""
        open('seen', 'w').write(repr((sys.argv[1:], os.getcwd(), 'ENERGYPLUS_SETTING' in os.environ)))
        open('eplusout.end', 'w').write('EnergyPlus Completed Successfully')
    """)
    run_engine(folder, engine=engine)
    arguments = ["-w", "in.epw", "-d", ".", "in.epJSON"]
    assert (folder / "seen").read_text() == repr((arguments, str(folder.resolve()), False))


def test_each_severe_error_is_an_issue(stand_in):
    engine, folder = stand_in(f"open('eplusout.err', 'w').write({ERRORS!r}); sys.exit(1)")
    with pytest.raises(UserError) as caught:
        run_engine(folder, engine=engine)
    texts = [issue.params["text"] for issue in caught.value.issues]
    assert texts == ["GetSurfaceData: wall upside down in zone Z00000", "cannot go on"]


def test_run_that_says_nothing_has_failed(stand_in):
    engine, folder = stand_in("pass")
    with pytest.raises(UserError) as caught:
        run_engine(folder, engine=engine)
    assert [issue.code for issue in caught.value.issues] == ["energyplus.failed"]


def test_severe_errors_of_a_finished_run_are_warnings(stand_in):
    engine, folder = stand_in(f"""
        open('eplusout.err', 'w').write({ERRORS!r})
        open('eplusout.end', 'w').write('EnergyPlus Completed Successfully')
    """)
    assert {issue.severity for issue in run_engine(folder, engine=engine)} == {"warning"}


WAITS = """
    open('pid', 'w').write(str(os.getpid()))
    print('Continuing Simulation at 07/01/2018 for YEAR', flush=True)
    signal.pause()
"""


def _is_gone(folder):
    with pytest.raises(ProcessLookupError):
        os.kill(int((folder / "pid").read_text()), 0)


def test_cancel_ends_the_process(stand_in):
    engine, folder = stand_in(WAITS)
    shares = []

    def progress(stage, share):
        shares.append(share)
        if share > 0.0:
            raise Cancelled

    with pytest.raises(Cancelled):
        run_engine(folder, engine=engine, progress=progress)
    _is_gone(folder)
    assert shares[-1] == pytest.approx(182 / 366)


def test_run_that_takes_too_long_is_stopped(stand_in):
    engine, folder = stand_in(WAITS)
    with pytest.raises(UserError) as caught:
        run_engine(folder, engine=engine, timeout_s=0.0)
    assert [issue.code for issue in caught.value.issues] == ["energyplus.too_long"]


def test_missing_package_is_told_with_how_to_install_it(monkeypatch):
    from bldgassess.messages import sentence

    monkeypatch.setattr(runner, "find_spec", lambda name: None)
    with pytest.raises(UserError) as caught:
        find_engine()
    assert "bldgassess[energyplus]" in sentence(caught.value.issues[0])


def test_warnings_are_left_out():
    assert len(severe_errors(ERRORS)) == 2
    assert severe_errors("   ** Warning ** x\n   **   ~~~   ** y\n") == ()
