"""One at a time in a home: who is at work is named, nothing is lost by it, and whoever dies leaves the way free."""

import fcntl
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kith_exercises import KithError
from kith_facilitator.collect import collect_module
from kith_facilitator.desk.jobs import Jobs
from kith_facilitator.home import Home, ensure_home
from kith_facilitator.keeping.closing import close
from kith_facilitator.keeping.erase import erase
from kith_facilitator.keeping.reset import empty_demo
from kith_facilitator.working import LOCK, refuse_served, under_way, working
from kith_widgets import Refused
from tests.facilitator.steps import feedback, grade, kith, submit
from tests.small_course import MODULE

TODAY, NOW = date(2026, 11, 22), datetime(2026, 11, 22, tzinfo=UTC)

#: What works in a home until it is told to end, or to die.
OTHER = """
import sys
from pathlib import Path
from kith_facilitator.home import open_home
from kith_facilitator.working import working
with working(open_home(Path(sys.argv[1])), "“kith grade 9-other”"):
    print("at work", flush=True)
    sys.stdin.read()
"""


@contextmanager
def other(home: Home) -> Iterator["subprocess.Popen[str]"]:
    """Another process at work in the home."""
    words = [sys.executable, "-c", OTHER, str(home.root)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "at work\n"
        yield process
        process.kill()


@contextmanager
def jupyter(root: Path, base: str = "/") -> Iterator[None]:
    """A Jupyter server of this account, as its runtime folder lists one; its process is this one."""
    from jupyter_core.paths import jupyter_runtime_dir

    file = Path(jupyter_runtime_dir(), f"jpserver-{os.getpid()}.json")
    file.parent.mkdir(parents=True, exist_ok=True)
    url = f"http://127.0.0.1:1{base}"
    file.write_text(json.dumps({"pid": os.getpid(), "url": url, "base_url": base, "root_dir": str(root), "token": ""}))
    try:
        yield
    finally:
        file.unlink()


@pytest.fixture(autouse=True)
def _runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A runtime folder of the test's own: others may have servers running."""
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    monkeypatch.delenv("JUPYTERHUB_SERVICE_PREFIX", raising=False)


@pytest.mark.parametrize(
    "step",
    [
        lambda home: collect_module(home, MODULE),
        grade,
        feedback,
        lambda home: erase(home, "sim-001"),
        lambda home: close(home, today=TODAY, now=NOW, following=None),
        empty_demo,
    ],
    ids=["collect", "grade", "feedback", "erase", "close", "reset"],
)
def test_nothing_is_done_while_something_else_is_at_work(graded: Home, step: Callable[[Home], object]) -> None:
    before = sorted(path for path in graded.root.rglob("*") if path.suffix != ".lock")
    with other(graded) as process:
        with pytest.raises(KithError) as refused:
            step(graded)
        assert "“kith grade 9-other” (since " in str(refused.value)
        assert f"process {process.pid}) is at work in {graded.root}. Wait until it ends" in str(refused.value)
    assert sorted(path for path in graded.root.rglob("*") if path.suffix != ".lock") == before


def test_whoever_dies_leaves_the_way_free(graded: Home) -> None:
    with other(graded) as process:
        assert (under_way(graded) or {})["process"] == process.pid
        process.kill()
        process.wait()
        assert under_way(graded) is None
        assert grade(graded).unchanged == ("sim-001", "sim-002")


@pytest.mark.parametrize("said", [b'{"what": "\xe2\x80\x9ckith grade\xe2\x80\x9d"}', b""])
def test_who_looks_while_it_is_being_written_waits_for_the_words_or_the_end(tmp_path: Path, said: bytes) -> None:
    home = ensure_home(tmp_path / "home", identity="claimed")
    lock = os.open(home.root / LOCK, os.O_RDWR | os.O_CREAT)
    fcntl.flock(lock, fcntl.LOCK_EX)
    later = threading.Timer(0.02, lambda: os.pwrite(lock, said, 0) if said else fcntl.flock(lock, fcntl.LOCK_UN))
    later.start()
    assert under_way(home) == ({"what": "“kith grade”"} if said else None)
    later.join()
    os.close(lock)


def test_a_command_says_who_is_at_work(graded: Home) -> None:
    with other(graded):
        assert "is at work in" in kith("grade", MODULE, home=graded.root, expect_code=2)


def test_work_within_work_goes_on_and_other_threads_wait_their_turn(tmp_path: Path) -> None:
    home = ensure_home(tmp_path / "home", identity="claimed")
    refused: list[str] = []

    def beside() -> None:
        try:
            with working(home, "beside"):
                refused.append("")
        except KithError as error:
            refused.append(str(error))

    with working(home, "“kith reset”"):
        with working(home, "within"):
            thread = threading.Thread(target=beside)
            thread.start()
            thread.join()
        assert (under_way(home) or {})["what"] == "“kith reset”"
    assert refused[0].startswith("“kith reset” (since ")
    assert under_way(home) is None
    beside()
    assert refused[1] == ""


def test_a_desks_job_and_a_terminal_never_work_at_once(graded: Home) -> None:
    jobs = Jobs(graded)
    with other(graded), pytest.raises(Refused, match="running already"):
        jobs.start(MODULE, "grade")
    (graded.course / ".kith" / "graded" / MODULE / "sim-001.json").unlink()
    jobs.start(MODULE, "grade")
    with pytest.raises(KithError, match="from the marking desk"):
        erase(graded, "sim-001")
    (process,) = jobs._own.values()
    assert process.wait(120) == 0  # the lock that it was given does not stand in its own way
    found = {job.step: job for job in jobs.look(MODULE)}["grade"]
    assert found.report is not None
    assert found.report["graded"] == ["sim-001"]
    assert "sim-001" in grade(graded).unchanged
    jobs.stop()


def test_a_running_jupyter_server_is_named_before_anything_is_taken_away(home: Home) -> None:
    submit(home, "sim-001")
    with jupyter(home.root):
        for words in (("erase", "sim-001"), ("reset",)):
            said = kith(*words, "--yes", "--home", str(home.root), home=home.root, expect_code=2)
            assert f"A Jupyter server of {home.root} runs: http://127.0.0.1:1/ (process {os.getpid()})" in said
            assert f"run “kith {words[0]}" in said
    assert (home.course / "submitted" / "sim-001").is_dir()
    with jupyter(home.root.parent):
        assert refuse_served(home, "kith close") == ""


def test_a_cohort_is_not_closed_under_a_running_server(released: Home, tmp_path: Path) -> None:
    home = ensure_home(tmp_path / "real", sources=released.sources)
    with jupyter(home.learner):
        assert "A Jupyter server of" in kith("close", "--yes", home=home.root, expect_code=2)


def test_under_a_hub_it_is_said_what_to_see_to(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", "/user/ann/")
    with jupyter(home.root, "/user/ann/"):
        assert "JupyterHub runs the server that you are in" in refuse_served(home, "kith close")
        assert "Close the marking desk" in kith("erase", "sim-001", "--yes", home=home.root)
    with jupyter(home.root), pytest.raises(KithError, match="A Jupyter server"):
        refuse_served(home, "kith close")
