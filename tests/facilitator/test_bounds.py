"""What it takes to read and check a submission has a limit, which neither honest ones nor code that may run meets."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from kith_facilitator.feedback import give_feedback
from kith_facilitator.grading.bound import Bound
from kith_facilitator.grading.course import Course
from kith_facilitator.grading.grade import grade_course
from kith_facilitator.grading.plan import Wishes
from kith_facilitator.grading.protecting import bound_of
from kith_facilitator.home import Home
from kith_kernels.protection import FORCED
from tests.facilitator.steps import mark
from tests.facilitator.trap_courses import Course as Graded
from tests.facilitator.trap_courses import Score, put_in
from tests.small_course import MODULE, NOTEBOOK

DONE = Score(1, None, waits=False)
LITTLE = ("--BoundedExecute.max_memory=200", "--BoundedExecute.max_reading=3")
MIB = 1024 * 1024


def written(folder: Path, change: Callable[[Any], None]) -> None:
    path = folder / f"{NOTEBOOK}.ipynb"
    notebook = json.loads(path.read_text())
    change(notebook)
    path.write_text(json.dumps(notebook))


def large(notebook: Any) -> None:
    """Less than half a megabyte, which takes hundreds when it is checked."""
    notebook["metadata"]["parts"] = [{} for _ in range(100_000)]


def slow(notebook: Any) -> None:
    cell = {"cell_type": "markdown", "metadata": {}, "source": ""}
    notebook["cells"] += [{**cell, "id": f"c{number}"} for number in range(20_000)]


def test_a_notebook_that_takes_gigabytes_or_hours_to_read_fails_and_the_others_are_graded(home: Home) -> None:
    for learner, change in {"ada": large, "ben": slow, "zoe": lambda _: None}.items():
        written(put_in(home.course, learner, lambda _: None), change)
    words = (*LITTLE, "--no-execute")  # with nothing that its code puts out to be read
    report = grade_course(Course.of(home, words), MODULE, track=list, wishes=Wishes(workers=1))
    said = dict(report.failed)
    assert "it took more memory than a submission may" in said["ada"]
    assert said["ben"].startswith("to read and check it took longer than a submission may")
    assert report.graded == ("zoe",)
    assert Graded(home.course).score("zoe", "why--done") == DONE


def test_what_reading_may_take_is_not_what_code_may(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def hungry(notebook: nbformat.NotebookNode) -> None:
        notebook.cells.insert(1, nbformat.v4.new_code_cell("len(bytearray(500 * 2**20)) or exit()"))

    monkeypatch.setenv(FORCED, "none")  # elsewhere a kernel gets limits of its own in any case
    put_in(home.course, "sim-001", hungry)
    report = grade_course(Course.of(home, LITTLE), MODULE, track=list)
    assert (report.graded, report.noted) == (("sim-001",), ())
    shown = json.dumps(Graded(home.course).notebook("sim-001"))
    assert str(500 * MIB) in shown


def test_a_file_of_gigabytes_that_takes_no_room_is_neither_read_nor_copied(home: Home) -> None:
    for learner in ("ada", "zoe"):
        put_in(home.course, learner, lambda _: None)
    with (home.course / "submitted" / "ada" / MODULE / "data.bin").open("wb") as file:
        file.truncate(1 << 42)  # to read it would take longer than anybody waits
    report = grade_course(Course.of(home), MODULE, track=list)
    assert report.graded == ("zoe",)
    assert dict(report.failed)["ada"].startswith("with all its files it is larger than 210 MB. Ask for it")
    assert not (home.course / "autograded" / "ada").exists()


def test_it_follows_from_what_is_configured_and_from_how_many_notebooks_there_are(home: Home) -> None:
    def bound(*words: str, pages: int = 1, graded: bool = True) -> Bound:
        return bound_of(Course.of(home, words), pages, graded=graded)

    assert bound() == Bound(seconds=1200, busy=270, memory=1024 * MIB)
    assert bound(pages=3) == Bound(seconds=3600, busy=810, memory=1024 * MIB)
    assert bound("--Execute.timeout=7200").seconds == 7200 + 300 + 600
    assert bound("--no-execute") == bound(graded=False) == Bound(seconds=600, busy=120, memory=1024 * MIB)
    assert bound("--BoundedExecute.max_memory=2048").memory == 2048 * MIB


def test_feedback_on_a_page_that_takes_too_much_fails_by_name(graded: Home) -> None:
    for learner in ("sim-001", "sim-002"):
        mark(graded, learner)
    page = graded.course / "autograded" / "sim-001" / MODULE
    page.chmod(0o755)
    (page / f"{NOTEBOOK}.ipynb").chmod(0o644)
    written(page, lambda notebook: notebook["metadata"].update(parts=[{} for _ in range(700_000)]))
    report = give_feedback(graded, MODULE, track=list, workers=1)
    assert report.new == ("sim-002",)
    ((learner, reason),) = report.failed
    assert learner == "sim-001"
    assert "more memory than" in reason
