"""Grading may be killed at any moment: what lies in the course is the old or the new, and the next run goes on."""

import json
import pickle
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from benchmarks._gradebook import dump
from kith_facilitator.grading.course import Course, Settings
from kith_facilitator.grading.grade import grade_course
from kith_facilitator.grading.job import Job
from kith_facilitator.grading.rows import Rows
from kith_facilitator.grading.stamps import Stamps
from kith_facilitator.grading.worker import grade
from tests.grading.stock_course import ASSIGNMENT, RIGHT, put_in, released, wrong

STUDENT = "broken"


def course_at(root: Path) -> Course:
    return Course(Settings(str(root)))


def stamp(root: Path) -> str:
    return (root / ".kith" / "graded" / ASSIGNMENT / f"{STUDENT}.json").read_text()


def score(root: Path) -> float:
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        return float(gradebook.find_submission(ASSIGNMENT, STUDENT).score)


@pytest.fixture(scope="module")
def deaths(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[dict[str, object]], Path]:
    """Graded once, and then another submission, whose writing is killed at each step."""
    folder = tmp_path_factory.mktemp("cut")
    root = released(folder / "course")
    settings = (root / "nbgrader_config.py").read_text().replace(f"c.CourseDirectory.root = {str(root)!r}\n", "")
    (root / "nbgrader_config.py").write_text(settings)  # it is the folder that it is read in
    put_in(root, STUDENT)
    course = course_at(root)
    assert grade_course(course, ASSIGNMENT, track=list).graded == (STUDENT,)
    page = root / "submitted" / STUDENT / ASSIGNMENT / "p1.ipynb"
    notebook = nbformat.read(page, as_version=4)
    wrong(RIGHT)(notebook)
    nbformat.write(notebook, page)
    stage = root / ".kith" / "grading" / "it"
    stage.mkdir(parents=True)
    rows = Rows(course.directory.db_url, course.directory.course_id)
    outcome = grade(Job(STUDENT, ASSIGNMENT, course.settings, rows.of(STUDENT), str(stage)))
    rows.close()
    assert not outcome.error
    stamps = Stamps(course.kept, course.place("release", ".", ASSIGNMENT), ASSIGNMENT)
    digest = stamps.digest(course.place("submitted", STUDENT, ASSIGNMENT))
    saved = folder / "outcome.pickle"
    saved.write_bytes(pickle.dumps((ASSIGNMENT, outcome, digest)))
    words = [sys.executable, str(Path(__file__).with_name("dying.py")), str(root), str(saved)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()], root


def test_at_whatever_step_it_dies_folder_and_gradebook_are_each_the_old_or_the_new(
    deaths: tuple[list[dict[str, object]], Path],
) -> None:
    found, root = deaths
    new = Path(str(found[-1]["root"]))
    assert not found[-1]["killed"]
    assert sum(bool(one["killed"]) for one in found) >= 5
    books = [dump(f"sqlite:///{course / 'gradebook.db'}") for course in (root, new)]
    pages = [(course / "autograded" / STUDENT / ASSIGNMENT / "p1.ipynb").read_bytes() for course in (root, new)]
    assert books[0] != books[1]
    stamps = [stamp(course) for course in (root, new)]
    assert stamps[0] != stamps[1]
    for one in found:
        course = Path(str(one["root"]))
        book = books.index(dump(f"sqlite:///{course / 'gradebook.db'}"))
        page = pages.index((course / "autograded" / STUDENT / ASSIGNMENT / "p1.ipynb").read_bytes())
        if stamp(course) in stamps:  # what is said to be graded to the end, is
            assert (book, page) == (stamps.index(stamp(course)),) * 2


def test_the_next_run_does_again_just_what_was_cut_off(deaths: tuple[list[dict[str, object]], Path]) -> None:
    found, _ = deaths
    killed = [Path(str(one["root"])) for one in found if one["killed"]]
    for course in (killed[0], killed[-1]):
        again = grade_course(course_at(course), ASSIGNMENT, track=list)
        assert again.graded == (STUDENT,)
        assert score(course) == 7
        assert grade_course(course_at(course), ASSIGNMENT, track=list).unchanged == (STUDENT,)
