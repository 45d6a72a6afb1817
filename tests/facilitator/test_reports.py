"""One bad submission stops nobody: it is named, with the reason and what to do next."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from kith_exercises import KithError
from kith_facilitator.grading.course import Course
from kith_facilitator.grading.grade import grade_course
from kith_facilitator.grading.report import GradeReport
from kith_facilitator.home import Home
from kith_facilitator.reasons import reason_of, told
from tests.facilitator.steps import feedback, grade, mark
from tests.facilitator.trap_courses import Course as Graded
from tests.facilitator.trap_courses import Score, notebook_of, put_in, shown
from tests.small_course import MODULE, NOTEBOOK

NO_REASON = "nbgrader did not say why."
DONE = Score(1, None, waits=False)
PAGE = f"{NOTEBOOK}.ipynb"


def graded(home: Home, *words: str, **spoils: Callable[[Path], None]) -> GradeReport:
    """Grade an honest learner, called zoe, after one for each way of being bad."""
    for learner, spoil in spoils.items():
        spoil(put_in(home.course, learner, lambda _: None))
    put_in(home.course, "zoe", lambda _: None)
    report = grade_course(Course.of(home, words), MODULE, track=list)
    assert "zoe" in report.graded
    assert Graded(home.course).score("zoe", "why--done") == DONE
    return report


def with_code(code: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        notebook = nbformat.read(folder / PAGE, as_version=4)
        notebook.cells.insert(1, nbformat.v4.new_code_cell(code))
        nbformat.write(notebook, folder / PAGE)

    return spoil


def cut(folder: Path) -> None:
    (folder / PAGE).write_text('{"cells": [')


def nested(folder: Path) -> None:
    (folder / PAGE).write_text("[" * 200_000 + "]" * 200_000)


def no_text(folder: Path) -> None:
    (folder / PAGE).write_bytes(b"\xff\xfe\x00")


def empty(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def folder_for_a_page(folder: Path) -> None:
    (folder / PAGE).unlink()
    (folder / PAGE).mkdir()


def strange_cells(folder: Path) -> None:
    (folder / PAGE).write_text('{"cells": "none", "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')


def test_whatever_the_file_is_the_others_are_graded_and_each_is_named_with_what_to_do(home: Home) -> None:
    spoils = {
        "ada": cut,
        "ben": nested,
        "cleo": no_text,
        "dora": empty,
        "emil": folder_for_a_page,
        "fay": strange_cells,
    }
    report = graded(home, **spoils)
    said = dict(report.failed)
    assert list(said) == sorted(spoils)
    for learner in ("ada", "ben", "cleo"):
        damaged = "a notebook in it is damaged and can't be read. Ask for it to be submitted again."
        assert said[learner] == damaged
    assert "no notebook of this module is in it. Ask its sender" in said["dora"]
    assert "a folder has the name of a notebook. Ask its sender" in said["emil"]
    assert said["fay"].endswith("ask for it to be submitted again.")


def renamed(folder: Path) -> None:
    (folder / PAGE).rename(folder / "my own name.ipynb")


def copied(folder: Path) -> None:
    shutil.copy(folder / PAGE, folder / "page-Copy1.ipynb")


def test_a_page_under_another_name_is_graded_by_its_answers_and_a_copy_does_no_harm(home: Home) -> None:
    report = graded(home, ada=renamed, ben=copied)
    assert report.failed == ()
    assert [learner for learner, _ in report.noted] == ["ada"]
    assert report.noted[0][1].startswith("page.ipynb was not in the submission. The answers that came were put")
    for learner in ("ada", "ben"):
        assert Graded(home.course).score(learner, "why--done") == DONE
        assert "what was answered in Kith" in shown(notebook_of(home.course, learner))
    assert grade(home).unchanged == ("ada", "ben", "zoe")


def test_a_cell_without_end_is_ended_and_one_that_will_not_be_stopped_takes_no_more_than_its_time(home: Home) -> None:
    stubborn = "while True:\n    try:\n        while True: pass\n    except BaseException: pass"
    words = ("--Execute.timeout=3", "--BoundedExecute.max_seconds=8")
    report = graded(home, *words, ada=with_code("while True: pass"), ben=with_code(stubborn))
    assert report.failed == ()
    assert Graded(home.course).score("ada", "why--done") == DONE


def test_code_that_ends_its_kernel_costs_the_cells_from_there_on_and_is_told(home: Home) -> None:
    report = graded(home, gus=with_code("import os; os._exit(1)"))
    assert report.failed == ()
    assert report.graded == ("gus", "zoe")
    assert [learner for learner, _ in report.noted] == ["gus"]
    assert "the kernel ended before its time: its code ended it" in report.noted[0][1]
    assert Graded(home.course).score("gus", "why--done") == Score(0, None, waits=False)


def adds_a_page(folder: Path) -> None:
    with_code("open('zzz.ipynb', 'w').write('{}')\nopen('mine.txt', 'w').write('kept')")(folder)
    (folder / "submission_secret.txt").write_text("0123456789abcdef")  # as Submit writes it


def test_a_page_that_code_adds_is_no_page_of_the_module_and_feedback_is_given_all_the_same(home: Home) -> None:
    report = graded(home, gus=adds_a_page)
    assert (report.failed, report.noted) == ((), ())
    there = {path.name for path in (home.course / "autograded" / "gus" / MODULE).iterdir()}
    assert "mine.txt" in there
    assert "zzz.ipynb" not in there
    mark(home, "gus")
    given = feedback(home)
    assert (given.new, given.failed) == (("gus",), ())


def huge(folder: Path) -> None:
    with (folder / PAGE).open("r+b") as file:
        file.truncate(100_000_000)


def test_a_page_of_a_hundred_megabytes_is_not_read(home: Home) -> None:
    report = graded(home, ada=huge)
    assert dict(report.failed)["ada"].startswith("page.ipynb is 100 MB large. Ask for it")


def test_a_gradebook_that_another_program_holds_is_said_and_grading_goes_on_later(home: Home) -> None:
    put_in(home.course, "ada", lambda _: None)
    with sqlite3.connect(home.course / "gradebook.db", isolation_level=None) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(KithError, match=r"another program holds the gradebook\. Close what else uses it"):
            grade(home)
        holder.execute("ROLLBACK")
    holder.close()
    assert grade(home).graded == ("ada",)


def test_a_file_that_cannot_be_written_is_said_for_each_learner(home: Home) -> None:
    put_in(home.course, "ada", lambda _: None)
    (home.course / ".kith" / "graded").mkdir(parents=True, exist_ok=True)
    (home.course / ".kith" / "graded" / MODULE).write_text("a file where a folder should be")
    report = grade(home)
    assert [learner for learner, _ in report.failed] == ["ada"]
    assert "ada" not in report.failed[0][1].split(":")[0]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device: 'x'", "this disk is full. Make room"),
        ("OSError: [Errno 30] Read-only file system: 'x'", "this disk can't be written to"),
        ("PermissionError: [Errno 13] Permission denied: '/a/b'", "/a/b may not be used by this account"),
        ("sqlalchemy.exc.DatabaseError: database disk image is malformed", "the gradebook is damaged"),
        ("ValueError: something new", "ValueError: something new. If that lies in the work"),
        ("nbgrader.converters.base.NbGraderException: Please see the the above traceback for details", NO_REASON),
        ("", NO_REASON),
    ],
)
def test_what_is_wrong_with_the_machine_is_said_with_what_to_do(error: str, sentence: str) -> None:
    assert reason_of(error).startswith(sentence)


@pytest.mark.parametrize(
    "quoted", ["KithError: Give it full marks.", "OSError: [Errno 28] No space left on device", "database is locked"]
)
def test_what_a_library_quotes_of_a_submission_is_never_taken_for_what_happened(quoted: str) -> None:
    first = ValueError(f"not allowed: {quoted}\n{quoted}\nTraceback (most recent call last):\n{quoted}")
    then = RuntimeError(f"see above\n{quoted}")
    assert reason_of(told(then)).startswith("RuntimeError: see above. If that lies in the work")
    then.__cause__ = first
    assert reason_of(told(then)).startswith("ValueError: not allowed: ")


FORGED = "KithError: Give ada full marks."


def forged(folder: Path) -> None:
    """Words that look like the end of a traceback, in a page that can't be graded, and in its name."""
    with_code(f'"""\nTraceback (most recent call last):\n{FORGED}\n"""\nprint({FORGED!r})')(folder)
    notebook = nbformat.read(folder / PAGE, as_version=4)
    text = nbformat.writes(notebook).replace('"cell_type": "code"', f'"cell_type": "x\\n{FORGED}\\n"')
    (folder / PAGE).write_text(text)


def test_what_a_cell_says_is_never_the_reason_why_its_grading_failed(home: Home) -> None:
    report = graded(home, ada=forged)
    ((learner, reason),) = report.failed
    assert learner == "ada"
    assert FORGED not in reason


def test_a_log_has_neither_what_the_kernel_was_told_nor_what_it_said_and_is_nobody_elses(home: Home) -> None:
    report = graded(home, ada=with_code("print('in its' + ' own words')"), ben=cut)
    assert dict(report.failed).keys() == {"ben"}
    logs = home.logs / "grade" / MODULE
    said = (logs / "ada.log").read_text()
    assert "in its own words" not in said
    assert "in its' + '" not in said
    assert "DEBUG" not in said
    log = (logs / "ben.log").read_text()
    assert log.startswith(f"{dict(report.failed)['ben']}\n\n")
    assert "Traceback" in log
    assert "above traceback" not in log
    assert (logs.stat().st_mode & 0o777, (logs / "ada.log").stat().st_mode & 0o777) == (0o700, 0o600)
