"""What comes of grading is what nbgrader makes of it: the same gradebook, the same graded pages, the same feedback."""

import shutil
from collections.abc import Mapping
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory

from benchmarks._gradebook import dump
from kith_facilitator.course_pages import PagesReport, write_pages
from kith_facilitator.grading.course import Course, Settings
from kith_facilitator.grading.grade import grade_course
from kith_facilitator.grading.report import GradeReport
from tests.grading.made import Points, made, points, unlike
from tests.grading.stock_course import ASSIGNMENT, SUBMISSIONS, autograded, config_of, put_in, released, revise

GRADED = tuple(sorted(set(SUBMISSIONS) - {"duplicated"}))

#: What a right answer gets by itself; its words and its drawing wait for somebody to look.
RIGHT = {"hidden": 2.0, "partly": 3.0, "quiet": 1.0, "data": 1.0}
NO_WORDS = {"essay": 0.0}

#: By student, from the cells of ``stock_course`` alone: what else than that comes of the work.
AUTO: Mapping[str, Mapping[str, float | None]] = {
    "attached": RIGHT,
    "broken": {**RIGHT, **NO_WORDS, "hidden": 0.0, "partly": 0.0},  # nothing is defined
    "duplicated": {},  # nbgrader refuses it
    "endless": RIGHT,  # the cell that is stopped comes after what is asked for
    "hard-coded": {**RIGHT, **NO_WORDS, "hidden": 0.0, "partly": 1.5},  # right for 0 and 3, of 0, 1, 2 and 3
    "known": {**RIGHT, **NO_WORDS, "hidden": 0.0, "partly": 0.0},  # nothing was answered
    "late": RIGHT,
    "missing": {**RIGHT, "data": 0.0},
    "no-task": RIGHT,
    "partly": {**RIGHT, **NO_WORDS, "partly": 2.25},  # right for -4, 0, 1 and 3, not for 2
    "revised": RIGHT,
    "warns": {**RIGHT, "quiet": 0.0},  # a test that writes to stderr gets nothing
    "zoë ångström": RIGHT,
}
#: What somebody gave before newer words came: these are to be looked at again, the drawing is as it was.
BY_HAND = {("revised", "essay"): (2.0, True), ("revised", "draw"): (2.0, False)}
#: Out of 16; half a point more for each of what was marked. Being late costs all that there is.
SCORES: Mapping[str, float] = {
    "attached": 7, "broken": 2, "duplicated": 0, "endless": 7, "hard-coded": 3.5, "known": 2, "late": 7, "missing": 6,
    "no-task": 7, "partly": 6.25, "revised": 12, "warns": 6, "zoë ångström": 7,
}  # fmt: skip


@dataclass(frozen=True)
class Two:
    """The same course by nbgrader and by Kith, and what Kith said of it."""

    theirs: Path
    ours: Path
    first: GradeReport
    second: GradeReport
    pages: PagesReport


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Two:
    """Everybody once, a revised submission once more, and feedback for all who were graded."""
    folder = tmp_path_factory.mktemp("equal")
    stock, ours = released(folder / "stock" / "course"), folder / "kith" / "course"
    for student in SUBMISSIONS:
        put_in(stock, student)
    shutil.copytree(stock, ours)
    (ours / "nbgrader_config.py").write_text((ours / "nbgrader_config.py").read_text().replace(str(stock), str(ours)))
    with chdir(stock):
        for student in SUBMISSIONS:
            assert autograded(stock, student) == (student != "duplicated")
        revise(stock)
        assert autograded(stock, "revised")
        config = config_of(stock)
        assert NbGraderAPI(CourseDirectory(config=config), config=config).generate_feedback(ASSIGNMENT)["success"]
    course = Course(Settings(str(ours)))
    first = grade_course(course, ASSIGNMENT, track=list)
    revise(ours)
    return Two(
        stock, ours, first, grade_course(course, ASSIGNMENT, track=list), write_pages(course, ASSIGNMENT, track=list)
    )


def test_the_gradebook_is_the_same_but_for_what_was_made_up(two: Two) -> None:
    mine, theirs = (dump(f"sqlite:///{root / 'gradebook.db'}") for root in (two.ours, two.theirs))
    assert mine == theirs


def deserved(student: str, *cells: str) -> Points:
    """What a student is to have for these cells; what nothing was given for waits for somebody."""
    found = {}
    for cell in cells:
        auto = AUTO[student].get(cell)
        found[cell] = (auto, *BY_HAND.get((student, cell), (None, auto is None)))
    return found


@pytest.mark.parametrize("student", SUBMISSIONS)
def test_each_point_is_the_one_that_the_work_deserves(two: Two, student: str) -> None:
    for root in (two.ours, two.theirs):
        first, second = (points(root, ASSIGNMENT, student, page) for page in ("p1", "zwei wörter"))
        assert first == deserved(student, "hidden", "partly", "quiet", "essay", "draw")
        assert second == deserved(student, "data")


def test_each_score_and_what_being_late_costs_is_the_one_that_is_due(two: Two) -> None:
    for root in (two.ours, two.theirs):
        with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "stock") as book:
            submissions = book.assignment_submissions(ASSIGNMENT)
            assert {one.student_id: one.score for one in submissions} == SCORES
            assert {one.max_score for one in submissions} == {16}
            late = {one.student_id: one.late_submission_penalty for one in submissions if one.late_submission_penalty}
            assert late == {"late": SCORES["late"]}


def test_what_was_graded_is_the_same_in_every_byte_but_for_when_cells_ran(two: Two) -> None:
    mine, theirs = (made(root / "autograded") for root in (two.ours, two.theirs))
    assert unlike(mine, theirs) == []
    assert {name.split("/")[0] for name in mine} == set(GRADED)
    assert f"attached/{ASSIGNMENT}/pictures/ähre.txt" in mine


def test_feedback_is_the_same_in_every_byte(two: Two) -> None:
    mine, theirs = (made(root / "feedback") for root in (two.ours, two.theirs))
    assert unlike(mine, theirs) == []
    assert {name.split("/")[0] for name in mine} == set(GRADED)
    assert two.pages == PagesReport(made=GRADED, failed=())


def test_one_that_fails_is_named_and_what_is_unchanged_is_not_graded_again(two: Two) -> None:
    assert [student for student, _ in two.first.failed] == ["duplicated"]
    assert two.first.graded == GRADED
    assert two.second.graded == ("revised",)
    assert two.second.unchanged == tuple(student for student in GRADED if student != "revised")
