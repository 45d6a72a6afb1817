"""From a collected submission to feedback in the learner's own notebook: one that is broken stops nobody."""

import copy
import json
import re
import time
from typing import Any

import nbformat
import pytest

from kith_exercises.envelope import newest
from kith_exercises.journal import Journal
from kith_exercises.notebook import Notebook as NotebookOfLearner
from kith_facilitator.home import Home
from kith_facilitator.nbgrader_api import Nbgrader
from kith_widgets import Reflection
from tests.facilitator.steps import feedback, grade, mark, submit
from tests.small_course import MODULE, NOTEBOOK, PROMPT

HOSTILE = "First line\nsecond  line <script>alert(1)</script> <img src=x onerror=alert(2)> שלום"


def edit(home: Home, learner: str, change: Any) -> None:
    """Change a collected notebook, as a learner's own editing might have."""
    path = home.course / "submitted" / learner / MODULE / f"{NOTEBOOK}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    change(notebook)
    nbformat.write(notebook, path)


def graded_page(home: Home, learner: str) -> Any:
    return nbformat.read(home.course / "autograded" / learner / MODULE / f"{NOTEBOOK}.ipynb", as_version=4)


def scores(home: Home, learner: str) -> dict[str, tuple[float, bool]]:
    with Nbgrader(home).gradebook() as gradebook:
        page = gradebook.find_submission_notebook(NOTEBOOK, MODULE, learner)
        return {item.name: (item.score, bool(item.needs_manual_grade)) for item in page.grades}


def answers_shown(notebook: Any) -> str:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return "\n".join(output["data"]["text/html"] for output in outputs if "text/html" in output.get("data", {}))


def test_a_marker_reads_the_answer_as_text_above_its_criteria(home: Home) -> None:
    submit(home, "sim-001", HOSTILE)
    assert grade(home).graded == ("sim-001",)
    notebook = graded_page(home, "sim-001")
    shown = answers_shown(notebook)
    assert "<div>First line</div><div>second" in shown
    assert "&lt;script&gt;" in shown
    assert "<img" not in shown
    assert "not part of the submission" in shown  # what is mine is named, and is not there
    views = [
        o for c in notebook.cells for o in c.get("outputs", []) if any("widget" in key for key in o.get("data", {}))
    ]
    assert views == []
    assert "widgets" not in notebook.metadata
    ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
    assert ids.index("why--evidence") == ids.index("why") + 1
    assert scores(home, "sim-001") == {"why--evidence": (0, True), "why--use": (0, True), "why--done": (1, False)}


def test_an_empty_submission_is_no_answer_and_no_point(home: Home) -> None:
    submit(home, "sim-001", None)
    grade(home)
    assert "No answer was written" in answers_shown(graded_page(home, "sim-001"))
    assert scores(home, "sim-001")["why--done"] == (0, False)


def cell_of(notebook: Any, grade_id: str) -> Any:
    return next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def duplicate(notebook: Any) -> None:
    notebook.cells.append(copy.deepcopy(cell_of(notebook, "why--evidence")))
    notebook.cells[-1]["id"] = "copied"


def delete_task(notebook: Any) -> None:
    notebook.cells.remove(cell_of(notebook, "why--use"))


def unknown_id(notebook: Any) -> None:
    notebook.cells[-1].metadata.nbgrader.grade_id = "of-an-older-version"


def strip_metadata(notebook: Any) -> None:
    for cell in notebook.cells:
        cell.metadata.pop("nbgrader", None)


def rewrite_locked(notebook: Any) -> None:
    cell_of(notebook, "why--done").source = "1.0"


@pytest.mark.parametrize("spoil", [duplicate, delete_task, unknown_id, strip_metadata, rewrite_locked])
def test_a_notebook_that_was_edited_is_graded_all_the_same(home: Home, spoil: Any) -> None:
    submit(home, "sim-001")
    edit(home, "sim-001", spoil)
    report = grade(home)
    assert report.failed == ()
    assert scores(home, "sim-001") == {"why--evidence": (0, True), "why--use": (0, True), "why--done": (1, False)}
    assert "My words" in answers_shown(graded_page(home, "sim-001"))


def test_one_that_cannot_be_read_is_reported_by_name_and_the_others_are_graded(home: Home) -> None:
    for learner in ("sim-001", "sim-002", "sim-003"):
        submit(home, learner)
    (home.course / "submitted" / "sim-002" / MODULE / f"{NOTEBOOK}.ipynb").write_text('{"cells": [')
    report = grade(home)
    assert report.graded == ("sim-001", "sim-003")
    assert [student for student, _ in report.failed] == ["sim-002"]
    assert report.failed[0][1].startswith("a notebook in it is damaged")


def test_what_is_unchanged_is_not_graded_again_and_what_changed_is(home: Home) -> None:
    submit(home, "sim-001")
    assert grade(home).graded == ("sim-001",)
    assert grade(home).unchanged == ("sim-001",)
    time.sleep(0.01)
    submit(home, "sim-001", "My better words")
    assert grade(home).graded == ("sim-001",)
    assert "My better words" in answers_shown(graded_page(home, "sim-001"))


def test_grading_that_was_cut_off_is_done_again(home: Home) -> None:
    submit(home, "sim-001")
    grade(home)
    stamp = home.course / ".kith" / "graded" / MODULE / "sim-001.json"
    stamp.write_text('{"dig')
    assert grade(home).graded == ("sim-001",)


def test_a_kernel_left_in_grading_mode_changes_nothing_for_the_learner(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """nbgrader may leave its variable behind in a server, which tells a kernel of somebody at a page its session."""
    folder = submit(home, "sim-001")
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    monkeypatch.setenv("JPY_SESSION_NAME", f"{MODULE}/{NOTEBOOK}.ipynb")
    editor = NotebookOfLearner(folder, MODULE, NOTEBOOK).reflection(PROMPT)
    assert isinstance(editor, Reflection)
    before = (folder / "responses" / f"{NOTEBOOK}.jsonl").read_bytes()
    assert editor._repr_mimebundle_() is not None
    assert (folder / "responses" / f"{NOTEBOOK}.jsonl").read_bytes() == before
    reply = editor.answer({"id": 1, "payload": json.dumps({"do": "save", "text": "still writing"})})
    assert reply is not None
    assert json.loads(reply["payload"])["ok"] is True
    assert Journal.open(folder, MODULE, NOTEBOOK).read().records[-1].value == "still writing"


def test_new_words_ask_for_new_marks_and_the_same_words_do_not(home: Home) -> None:
    submit(home, "sim-001", "first words")
    grade(home)
    mark(home, "sim-001", 2)
    assert feedback(home).given == ("sim-001",)
    time.sleep(0.01)
    submit(home, "sim-001", None)
    assert grade(home).graded == ("sim-001",)
    assert feedback(home).waiting == ()
    time.sleep(0.01)
    submit(home, "sim-001", "other words")
    grade(home)
    assert feedback(home).waiting == ("sim-001",)
    assert scores(home, "sim-001")["why--evidence"] == (2, True)  # the old mark stays in view


def test_giving_the_same_feedback_twice_is_no_news(home: Home) -> None:
    folder = submit(home, "sim-001")
    grade(home)
    mark(home, "sim-001")
    issued = []
    for _ in range(2):
        feedback(home)
        Nbgrader(home, learner="sim-001").fetch_feedback(MODULE)
        envelope = newest(folder, NOTEBOOK, "sim-001")
        assert envelope is not None
        issued.append(envelope.issued)
    assert issued[0] == issued[1]
    mark(home, "sim-001", 2)
    feedback(home)
    Nbgrader(home, learner="sim-001").fetch_feedback(MODULE)
    envelope = newest(folder, NOTEBOOK, "sim-001")
    assert envelope is not None
    assert envelope.issued > issued[0]


def test_feedback_waits_for_marks_and_then_reaches_the_learner_it_is_for(home: Home) -> None:
    folders = {learner: submit(home, learner, f"Words of {learner}") for learner in ("sim-001", "sim-002")}
    grade(home)
    mark(home, "sim-001", 1, "See *page 3* <script>alert(1)</script>")
    report = feedback(home)
    assert (report.given, report.waiting, report.failed) == (("sim-001",), ("sim-002",), ())
    assert feedback(home).given == ("sim-001",)

    Nbgrader(home, learner="sim-001").fetch_feedback(MODULE)
    envelope = newest(folders["sim-001"], NOTEBOOK, "sim-001")
    assert envelope is not None
    marks = envelope.feedback[PROMPT].criteria
    assert envelope.feedback[PROMPT].on == "Words of sim-001"
    assert [(item.id, item.points, item.level) for item in marks] == [
        ("evidence", 1, "between Nothing and Both"),
        ("use", 1, "between Nobody and Someone"),
    ]
    assert marks[0].comment == "See *page 3* <script>alert(1)</script>"
    page = next(folders["sim-001"].glob("feedback/*/*.html")).read_text(encoding="utf-8")
    assert "<script>alert(1)" not in page
    assert re.findall(r"""(?:src|href)=["']?https?:|url\(["']?https?:|@import""", page) == []
    assert newest(folders["sim-002"], NOTEBOOK, "sim-002") is None
