"""A corrected module is released after people have submitted: answers and marks stay, whatever comes or goes."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kith_exercises import KithError
from kith_exercises.envelope import newest
from kith_facilitator.course.model import load_course
from kith_facilitator.files import digest_of
from kith_facilitator.home import Home
from kith_facilitator.nbgrader_api import Nbgrader
from kith_facilitator.release import Released, release_module
from kith_facilitator.results import results
from tests.facilitator.steps import feedback, folder_of, grade, mark, submit
from tests.small_course import MODULE, NOTEBOOK, write_course

ADA, BOB = "sim-001", "sim-002"
HIGH = {"evidence": 2, "use": 3}
NEW_CRITERION = """
[[why.criteria]]
id = "doubt"
title = "Doubt"
asks = "What would speak against it?"
levels = [{ points = 0, label = "No", text = "Nothing." }, { points = 1, label = "Yes", text = "Something." }]
"""

Sources = Path
Change = Callable[[Sources], None]


def edit(sources: Sources, name: str, old: str, new: str) -> None:
    path = sources / MODULE / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def add_criterion(sources: Sources) -> None:
    path = sources / MODULE / "rubric.toml"
    path.write_text(path.read_text(encoding="utf-8") + NEW_CRITERION, encoding="utf-8")


def remove_criterion(sources: Sources) -> None:
    path = sources / MODULE / "rubric.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.rindex("[[why.criteria]]")], encoding="utf-8")


def rename_prompt(sources: Sources) -> None:
    edit(sources, "prompts.toml", "[why]", '[reason]\nformerly = ["why"]')
    edit(sources, "rubric.toml", "[[why.criteria]]", "[[reason.criteria]]")
    edit(sources, f"{NOTEBOOK}.md", '"why"', '"reason"')


def add_prompt(sources: Sources) -> None:
    path = sources / MODULE / "prompts.toml"
    more = '\n[next]\nkind = "text"\ntitle = "Next"\nreach = "facilitator"\nquestion = ["What next?"]\n'
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    page = sources / MODULE / f"{NOTEBOOK}.md"
    cells = '\n```{code-cell}\nkith.reflection("next")\n```\n\n```{code-cell}\nkith.complete("next")\n```\n'
    page.write_text(page.read_text(encoding="utf-8") + cells, encoding="utf-8")


def add_page(sources: Sources) -> None:
    edit(sources, "module.toml", '["page"]', '["page", "more"]')
    text = (sources / MODULE / f"{NOTEBOOK}.md").read_text(encoding="utf-8")
    head = text[: text.index("# A page")]
    more = '# More\n\n```{code-cell}\nkith.reflection("next")\n```\n\n```{code-cell}\nkith.complete("next")\n```\n'
    (sources / MODULE / "more.md").write_text(head + more, encoding="utf-8")
    path = sources / MODULE / "prompts.toml"
    asked = '\n[next]\nkind = "text"\ntitle = "Next"\nreach = "facilitator"\nquestion = ["What next?"]\n'
    path.write_text(path.read_text(encoding="utf-8") + asked, encoding="utf-8")


def mend_words(sources: Sources) -> None:
    edit(sources, f"{NOTEBOOK}.md", "# A page", "# A better page")
    edit(sources, "rubric.toml", "Who is better off?", "Who gains by it?")


def corrected(home: Home, folder: Path, *changes: Change) -> tuple[Home, Released]:
    """The home with sources that were changed, and what releasing them did."""
    sources = write_course(folder / "corrected")
    for change in changes:
        change(sources)
    load_course(sources)
    other = replace(home, sources=sources)
    return other, release_module(other, MODULE)


def points(home: Home, learner: str) -> dict[str, tuple[float | None, bool]]:
    with Nbgrader(home).gradebook() as gradebook:
        pages = gradebook.find_submission(MODULE, learner).notebooks
        return {cell.name: (cell.manual_score, bool(cell.needs_manual_grade)) for page in pages for cell in page.grades}


def total(home: Home, learner: str) -> tuple[float, float]:
    with Nbgrader(home).gradebook() as gradebook:
        submission = gradebook.find_submission(MODULE, learner)
        return submission.score, submission.max_score


@pytest.mark.parametrize(
    "change",
    [add_criterion, remove_criterion, rename_prompt, add_prompt, add_page, mend_words],
    ids=lambda c: c.__name__,
)
def test_a_correction_is_released_and_the_round_goes_on(graded: Home, tmp_path: Path, change: Change) -> None:
    mark(graded, ADA, HIGH)
    home, released = corrected(graded, tmp_path, change)
    assert released
    assert digest_of(home.course / "release" / MODULE) == digest_of(
        home.exchange / home.course_id / "outbound" / MODULE
    )
    assert grade(home).failed == ()
    rows = [row for row in results(home, load_course(home.sources or Path()), [MODULE]) if row.learner == ADA]
    kept = {row.criterion: row.points for row in rows if row.criterion in HIGH}
    assert {criterion: HIGH[criterion] for criterion in kept} == kept
    assert feedback(home).failed == ()
    assert not release_module(home, MODULE)


def test_a_new_criterion_waits_in_every_submission_and_the_old_marks_stand(graded: Home, tmp_path: Path) -> None:
    mark(graded, ADA, HIGH)
    home, released = corrected(graded, tmp_path, add_criterion)
    assert released.correction.added == ("why--doubt",)
    grade(home)
    assert points(home, ADA) == {
        "why--evidence": (2, False),
        "why--use": (3, False),
        "why--done": (None, False),
        "why--doubt": (None, True),
    }
    assert total(home, ADA) == (6, 7)
    assert feedback(home).unmarked == {ADA: 1, BOB: 3}
    mark(home, ADA, {"doubt": 1})
    assert feedback(home).new == (ADA,)


def test_marks_of_a_criterion_that_goes_are_written_down_first(graded: Home, tmp_path: Path) -> None:
    mark(graded, ADA, HIGH, "Mira was.")
    home, released = corrected(graded, tmp_path, remove_criterion)
    assert released.correction.removed == ("why--use",)
    archive = released.correction.archive
    assert archive is not None
    marks = json.loads(archive.read_text(encoding="utf-8"))["marks"]
    assert [(item["student"], item["cell"], item["manual_score"], item["comment"]) for item in marks] == [
        (ADA, "why--use", 3, "Mira was.")
    ]
    assert str(archive) in " ".join(released.sentences())
    grade(home)
    assert total(home, ADA) == (3, 3)


def test_a_renamed_prompt_keeps_answer_marks_feedback_and_asks_for_nothing_anew(graded: Home, tmp_path: Path) -> None:
    mark(graded, ADA, HIGH)
    feedback(graded)
    home, released = corrected(graded, tmp_path, rename_prompt)
    assert "why--use -> reason--use" in released.correction.renamed
    assert (released.correction.added, released.correction.removed) == ((), ())
    grade(home)
    assert points(home, ADA) == {
        "reason--evidence": (2, False),
        "reason--use": (3, False),
        "reason--done": (None, False),
    }
    assert total(home, ADA) == (6, 6)
    assert feedback(home).unchanged == (ADA,)
    Nbgrader(home, learner=ADA).fetch_feedback(MODULE)
    envelope = newest(folder_of(home, ADA), NOTEBOOK, ADA)
    assert envelope is not None
    assert list(envelope.feedback) == ["reason"]
    assert envelope.feedback["reason"].on == f"Words of {ADA}"


def test_a_page_more_has_its_marks_too(graded: Home, tmp_path: Path) -> None:
    mark(graded, ADA, HIGH)
    home, _ = corrected(graded, tmp_path, add_page)
    grade(home)
    assert total(home, ADA) == (6, 7)
    submit(home, ADA, "My newest words")
    assert grade(home).graded == (ADA,)
    back, released = corrected(home, tmp_path / "back")
    assert "next--done" in released.correction.removed
    grade(back)
    assert total(back, ADA)[1] == 6


def test_points_above_the_new_most_are_named(graded: Home, tmp_path: Path) -> None:
    mark(graded, ADA, HIGH)

    def lower(sources: Sources) -> None:
        edit(sources, "rubric.toml", "points = 3", "points = 2")

    _, released = corrected(graded, tmp_path, lower)
    assert released.correction.above == (f"{ADA}: why--use has 3 of 2",)


def test_one_that_fails_leaves_release_gradebook_and_marks_as_they_were(graded: Home, tmp_path: Path) -> None:
    mark(graded, ADA, HIGH)
    before, marks = digest_of(graded.course / "release" / MODULE), points(graded, ADA)

    def spoil(sources: Sources) -> None:
        add_criterion(sources)
        cell = '\n+++ {"nbgrader": {"grade_id": "open", "task": true, "points": 1, "locked": false}}\n\nAn open task\n'
        page = sources / MODULE / f"{NOTEBOOK}.md"
        page.write_text(page.read_text(encoding="utf-8") + cell, encoding="utf-8")

    with pytest.raises(KithError, match="stays as it was released"):
        corrected(graded, tmp_path, spoil)
    assert (digest_of(graded.course / "release" / MODULE), points(graded, ADA)) == (before, marks)
    assert MODULE in Nbgrader(graded).released()
