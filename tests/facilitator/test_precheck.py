"""What is said before a module is submitted: named, in time, and never in the way of who means it."""

import json
import shutil
from pathlib import Path

import pytest

from kith_exercises.journal import Journal
from kith_facilitator.assignments import Answer, Assignments
from kith_facilitator.configure import environment
from kith_facilitator.home import Home
from kith_facilitator.intake import Limits
from kith_facilitator.nbgrader_api import Nbgrader
from kith_facilitator.precheck import before_submitting
from tests.small_course import MODULE, NOTEBOOK

PAGE = f"{NOTEBOOK}.ipynb"


@pytest.fixture
def folder(home: Home) -> Path:
    """The module as a learner has just fetched it."""
    Nbgrader(home).fetch(MODULE)
    return home.learner / MODULE


def answered(folder: Path) -> None:
    journal = Journal.open(folder, MODULE, NOTEBOOK)
    journal.write("why", "text", "Because", reach="facilitator")
    journal.write("own", "text", "Mine", reach="mine")


def said(folder: Path, **limits: int) -> str:
    return "\n".join(before_submitting(folder, folder.parents[1] / "exchange/kith/outbound" / MODULE, Limits(**limits)))


def test_what_is_not_answered_is_named(folder: Path) -> None:
    assert said(folder) == "Not answered yet: “Why” and “For me alone”."
    answered(folder)
    assert said(folder) == ""


def test_a_sitting_that_is_not_begun_can_wait(folder: Path) -> None:
    page = json.loads((folder / PAGE).read_text())
    page["metadata"]["kith"]["notebook"] = f"{MODULE}/later"
    first = [cell for cell in page["cells"] if "why" in "".join(cell["source"])]
    (folder / "later.ipynb").write_text(json.dumps({**page, "cells": first}))
    assert said(folder) == "Not answered yet: “Why” and “For me alone”."
    Journal.open(folder, MODULE, NOTEBOOK).write("own", "note", "Begun", reach="mine")
    assert said(folder) == "Not answered yet: “For me alone”."
    Journal.open(folder, MODULE, "later").write("own", "note", "Begun, too", reach="mine")
    assert said(folder) == "Not answered yet: “Why” and “For me alone”."


def test_a_copy_that_would_hide_feedback_is_named_and_a_notebook_of_one_s_own_is_not(folder: Path) -> None:
    answered(folder)
    shutil.copy(folder / PAGE, folder / "page-Copy1.ipynb")
    (folder / "own.ipynb").write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    assert said(folder).startswith("Copies of pages lie here: “page-Copy1.ipynb”.")
    assert "own.ipynb" not in said(folder)


def test_a_page_that_was_renamed_is_missed_and_is_no_copy(folder: Path) -> None:
    answered(folder)
    (folder / PAGE).rename(folder / "mine.ipynb")
    assert said(folder).startswith("Missing in this folder: “page.ipynb”.")
    assert "Copies" not in said(folder)


def test_damaged_lines_of_the_journal_are_counted(folder: Path) -> None:
    answered(folder)
    journal = folder.parent / "mine" / MODULE / f"{NOTEBOOK}.jsonl"
    journal.write_bytes(journal.read_bytes() + b'{"torn\n')
    assert "1 line of your record on “page” can't be read." in said(folder)


def test_what_would_be_refused_on_the_way_is_said_before(folder: Path) -> None:
    answered(folder)
    (folder / "film.mp4").write_bytes(b"x" * 3_000_000)
    assert "holds 4 MB, and 2 MB is the most. The largest file is “film.mp4”" in said(folder, size=2_000_000)
    assert "more than 2 files and folders" in said(folder, entries=2)
    (folder / "a" / "b").mkdir(parents=True)
    assert "more than 1 deep" in said(folder, depth=1)
    assert said(folder) == ""
    (folder / "nowhere").symlink_to("/no/such/file")
    assert "leads nowhere, “nowhere”" in said(folder)


def test_submitting_asks_once_and_then_does_as_told(home: Home, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment(home).items():
        monkeypatch.setenv(name, value)
    inbound = home.exchange / home.course_id / "inbound"
    asked = {"course": home.course_id, "module": MODULE}
    first = Assignments(str(home.root)).answer("submit", asked)
    assert (first.ok, first.fresh) == (False, False)
    assert first.remarks == ("Not answered yet: “Why” and “For me alone”.",)
    assert list(inbound.iterdir()) == []
    assert Assignments(str(home.root)).answer("submit", {**asked, "sure": "yes"}).remarks
    done = Assignments(str(home.root)).answer("submit", {**asked, "sure": True})
    assert (done.ok, done.fresh, done.remarks) == (True, True, ())
    answered(folder)
    assert Assignments(str(home.root)).answer("submit", asked).ok
    assert len(list(inbound.iterdir())) == 2


def test_a_check_that_fails_stands_in_nobody_s_way(home: Home, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment(home).items():
        monkeypatch.setenv(name, value)
    (folder / "prompts.toml").write_text("not toml [")
    (folder / "odd.ipynb").write_bytes(b"\xff\xfe")
    answer: Answer = Assignments(str(home.root)).answer("submit", {"course": home.course_id, "module": MODULE})
    assert answer.ok, answer.sentence
