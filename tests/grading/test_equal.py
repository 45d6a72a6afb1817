"""What comes of grading is what nbgrader makes of it: the same gradebook, row by row, and the same files."""

import os
import shutil
from pathlib import Path

import pytest

from benchmarks._gradebook import dump
from kith_facilitator.grading.course import Course, Settings
from kith_facilitator.grading.grade import grade_course
from kith_facilitator.grading.report import GradeReport
from tests.grading.stock_course import ASSIGNMENT, SUBMISSIONS, autograded, put_in, released, revise


def files(root: Path) -> dict[str, int]:
    """Everything that was graded, and who may write to it."""
    base = root / "autograded"
    return {str(path.relative_to(base)): path.stat().st_mode for path in base.rglob("*") if path.is_file()}


def kith(root: Path, *words: str) -> GradeReport:
    return grade_course(Course(Settings(str(root), words)), ASSIGNMENT, track=list)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, GradeReport, GradeReport]:
    """The same course graded by nbgrader and by Kith: everybody once, and a revised submission once more."""
    folder = tmp_path_factory.mktemp("equal")
    stock, ours = released(folder / "stock" / "course"), folder / "kith" / "course"
    for student in SUBMISSIONS:
        put_in(stock, student)
    shutil.copytree(stock, ours)
    (ours / "nbgrader_config.py").write_text((ours / "nbgrader_config.py").read_text().replace(str(stock), str(ours)))
    before = Path.cwd()
    os.chdir(stock)
    try:
        for student in SUBMISSIONS:
            assert autograded(stock, student) == (student != "duplicated")
        revise(stock)
        assert autograded(stock, "revised")
    finally:
        os.chdir(before)
    first = kith(ours)
    revise(ours)
    return stock, ours, first, kith(ours)


def test_the_gradebook_is_the_same_but_for_what_was_made_up(two: tuple[Path, Path, GradeReport, GradeReport]) -> None:
    stock, ours, *_ = two
    mine, theirs = (dump(f"sqlite:///{root / 'gradebook.db'}") for root in (ours, stock))
    assert mine == theirs


def test_the_files_are_the_same(two: tuple[Path, Path, GradeReport, GradeReport]) -> None:
    stock, ours, *_ = two
    assert files(ours) == files(stock)


def test_one_that_fails_is_named_and_what_is_unchanged_is_not_graded_again(
    two: tuple[Path, Path, GradeReport, GradeReport],
) -> None:
    *_, first, second = two
    assert [student for student, _ in first.failed] == ["duplicated"]
    assert first.graded == tuple(sorted(set(SUBMISSIONS) - {"duplicated"}))
    assert second.graded == ("revised",)
    assert second.unchanged == tuple(sorted(set(SUBMISSIONS) - {"duplicated", "revised"}))
