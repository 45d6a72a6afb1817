"""A corrected module is released after people have submitted: answers and marks stay, whatever comes or goes."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from nbgrader.apps.api import NbGraderAPI

from kith_exercises import KithError
from kith_exercises.envelope import newest
from kith_facilitator.correction import archived
from kith_facilitator.course.model import load_course
from kith_facilitator.files import digest_of
from kith_facilitator.home import Home, ensure_home
from kith_facilitator.nbgrader_api import Nbgrader
from kith_facilitator.release import Released, release_module
from kith_facilitator.results import results
from kith_facilitator.start import prepare
from kith_facilitator.stopping import Stopped
from kith_facilitator.working import take
from tests.facilitator.corrections import (
    Change,
    Sources,
    add_criterion,
    add_page,
    add_prompt,
    edit,
    mend_words,
    move_question,
    other_pages,
    remove_criterion,
    rename_page,
    rename_prompt,
)
from tests.facilitator.steps import feedback, folder_of, grade, kith, mark, submit
from tests.small_course import MODULE, NOTEBOOK, write_course

ADA, BOB = "sim-001", "sim-002"
HIGH = {"evidence": 2, "use": 3}


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


def comments(home: Home, learner: str) -> dict[str, str | None]:
    with Nbgrader(home).gradebook() as gradebook:
        pages = gradebook.find_submission(MODULE, learner).notebooks
        return {note.name: note.manual_comment for page in pages for note in page.comments if "--" in note.name}


def files_of(home: Home) -> list[str]:
    places = (home.course / "source", home.course / "release", home.exchange / home.course_id / "outbound")
    return [digest_of(place) for place in places]


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


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (rename_page, "“why--use” from page to better"),
        (move_question, "“why--use” from page to more"),
        (other_pages, "keep none of its pages"),
    ],
)
def test_a_question_that_would_stand_on_another_page_is_refused_before_anything_is_touched(
    graded: Home, tmp_path: Path, change: Change, says: str
) -> None:
    mark(graded, ADA, HIGH)
    before, marks = files_of(graded), points(graded, ADA)
    with pytest.raises(KithError, match=r"people have submitted.*Nothing was changed") as refused:
        corrected(graded, tmp_path, change)
    assert says in str(refused.value)
    assert (files_of(graded), points(graded, ADA)) == (before, marks)
    assert not release_module(graded, MODULE)


@pytest.mark.parametrize("collected", [True, False])
def test_a_submission_that_is_not_graded_yet_holds_its_pages_too(home: Home, tmp_path: Path, collected: bool) -> None:
    if collected:
        submit(home, ADA)
    else:
        folder_of(home, ADA)
        Nbgrader(home, learner=ADA).submit(MODULE)
    with pytest.raises(KithError, match="people have submitted"):
        corrected(home, tmp_path, rename_page)


def test_before_anybody_submitted_a_page_may_have_another_name(home: Home, tmp_path: Path) -> None:
    other, released = corrected(home, tmp_path, rename_page)
    assert released
    assert [path.name for path in (other.course / "release" / MODULE).glob("*.ipynb")] == ["better.ipynb"]


def test_marks_come_back_once_with_their_criterion(graded: Home, tmp_path: Path) -> None:
    mark(graded, ADA, HIGH, "Mira was.")
    without, _ = corrected(graded, tmp_path / "without", remove_criterion)
    assert archived(graded.course, MODULE)[0] == 1
    home, released = corrected(without, tmp_path / "back")
    assert "1 marks came back with their cells" in " ".join(released.sentences())
    grade(home)
    assert points(home, ADA)["why--use"] == (3, False)
    assert points(home, BOB)["why--use"] == (None, True)
    assert comments(home, ADA)["why--use"] == "Mira was."
    assert total(home, ADA) == (6, 6)
    assert archived(graded.course, MODULE)[0] == 0


def test_a_mark_that_comes_back_to_other_words_waits_to_be_looked_at(graded: Home, tmp_path: Path) -> None:
    mark(graded, ADA, HIGH)
    without, _ = corrected(graded, tmp_path / "without", remove_criterion)
    submit(without, ADA, "Other words")
    grade(without)
    home, _ = corrected(without, tmp_path / "back")
    grade(home)
    assert points(home, ADA)["why--use"] == (3, True)


def test_marks_come_back_to_a_question_that_has_another_name_by_then(graded: Home, tmp_path: Path) -> None:
    mark(graded, ADA, HIGH)
    without, _ = corrected(graded, tmp_path / "without", remove_criterion)
    home, _ = corrected(without, tmp_path / "back", rename_prompt)
    assert points(home, ADA)["reason--use"] == (3, False)


@pytest.mark.parametrize("change", [remove_criterion, rename_prompt, add_page], ids=lambda c: c.__name__)
def test_one_that_is_broken_off_is_undone_and_a_mark_set_meanwhile_stays(
    graded: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Change
) -> None:
    mark(graded, ADA, {"use": 3}, "Mira was.")
    before, marks, notes = digest_of(graded.course / "release" / MODULE), points(graded, ADA), comments(graded, ADA)

    def interrupted(_api: object, _module: str) -> None:
        mark(graded, BOB, {"evidence": 2}, "Meanwhile")
        raise Stopped

    with monkeypatch.context() as patch:
        patch.setattr(NbGraderAPI, "generate_assignment", interrupted)
        with pytest.raises(Stopped):
            corrected(graded, tmp_path, change)
    assert digest_of(graded.course / "release" / MODULE) == before
    assert (points(graded, ADA), comments(graded, ADA)) == (marks, notes)
    assert points(graded, BOB)["why--evidence"] == (2, False)
    assert archived(graded.course, MODULE)[0] == 0
    assert grade(graded).failed == ()
    _, released = corrected(graded, tmp_path / "again", change)
    assert released


def test_nothing_is_released_while_something_else_works_in_the_home(graded: Home, tmp_path: Path) -> None:
    lock = take(graded, "“kith grade 1-small”")
    try:
        with pytest.raises(KithError, match=r"“kith grade 1-small”.* is at work"):
            corrected(graded, tmp_path, add_criterion)
    finally:
        os.close(lock)


def test_starting_kith_takes_no_marks_out_and_says_what_would(
    graded: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mark(graded, ADA, HIGH)
    before = digest_of(graded.course / "release" / MODULE)
    sources = write_course(tmp_path / "without")
    remove_criterion(sources)
    prepare(ensure_home(graded.root, sources=sources, role="facilitator"), demo=False)
    said = capsys.readouterr().out
    assert "1 marks would go with why--use" in said
    assert f"run “kith release {MODULE}”" in said
    assert digest_of(graded.course / "release" / MODULE) == before
    assert points(graded, ADA)["why--use"] == (3, False)
    assert "1 marks went with it" in kith("release", MODULE, home=graded.root)


def test_starting_kith_says_what_a_correction_did(
    graded: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sources = write_course(tmp_path / "more")
    add_criterion(sources)
    prepare(ensure_home(graded.root, sources=sources, role="facilitator"), demo=False)
    assert f"{MODULE}: New, to be marked for everybody who submitted: why--doubt" in capsys.readouterr().out
