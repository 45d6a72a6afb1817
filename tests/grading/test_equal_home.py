"""Under Kith's configuration, too, “kith grade” and “kith feedback” make what nbgrader's own do under the same."""

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from benchmarks._gradebook import dump
from kith_facilitator.configure import configure_nbgrader, environment
from kith_facilitator.feedback import FeedbackReport, give_feedback
from kith_facilitator.grading.course import Course as Of
from kith_facilitator.grading.grade import grade_course
from kith_facilitator.grading.late import apply_penalties
from kith_facilitator.grading.missing import put_missing_back
from kith_facilitator.grading.report import GradeReport
from kith_facilitator.home import Home
from tests.facilitator.steps import penalty
from tests.facilitator.trap_courses import CELLS, SPOILS, Course, cell_of, put_in
from tests.grading.made import made, points, unlike
from tests.small_course import MODULE, NOTEBOOK, copied, released_home, write_course

#: A second page: an answer in code, and a test of it, the half of which nobody sees.
ANOTHER = """---
kernelspec:
  display_name: Python 3
  name: python3
---

# Another page

```{code-cell}
---
nbgrader: {grade_id: half, solution: true}
---
def half(x):
    ### BEGIN SOLUTION
    return x / 2
    ### END SOLUTION
```

```{code-cell}
---
nbgrader: {grade_id: halved, grade: true, points: 2}
---
assert half(4) == 2
### BEGIN HIDDEN TESTS
assert half(-3) == -1.5
### END HIDDEN TESTS
```
"""
HALF = "def half(x):\n    return x / 2"
PATIENCE = 3  # seconds for a cell


def endless(notebook: Any) -> None:
    notebook.cells.insert(4, nbformat.v4.new_code_cell("while True:\n    pass"))


#: Each learner and what was done to the first page; ben's answer on the second is wrong where nobody sees it.
LEARNERS = {**SPOILS, "endless": endless, "missing": lambda _: None, "käthe é": lambda _: None}
ANSWERS = {"ben": "def half(x):\n    return x // 2", "cleo": "def half(x)\n    return"}

#: What the cells of ``trap_courses`` come to by themselves. The rest waits for somebody: words, points that no test
#: should give, and the two criteria of what was written.
RIGHT: Mapping[str, float | None] = {
    **dict.fromkeys(("essay", "why--evidence", "why--use", "worded")),
    "counted": 2.0,
    "warns": 1.0,
    "why--done": 1.0,
}
AUTO: Mapping[str, Mapping[str, float | None]] = {"dora": {**RIGHT, "counted": None}}
HALVED = {"ben": 0.0, "cleo": 0.0, "missing": 0.0}

#: In the envelope at the end of a feedback page, when it was first said.
ISSUED = re.compile(rb'("issued": )"[-0-9T:.]+Z"')


def sources(folder: Path) -> Path:
    """The small course, with an author's own cells on its page, and another page."""
    module = write_course(folder) / MODULE
    page, facts = module / f"{NOTEBOOK}.md", module / "module.toml"
    page.write_text(page.read_text() + CELLS)
    (module / "another.md").write_text(ANOTHER)
    facts.write_text(facts.read_text().replace(f'["{NOTEBOOK}"]', f'["{NOTEBOOK}", "another"]'))
    return folder


@contextmanager
def under(home: Home) -> Iterator[None]:
    """The variables under which nbgrader's commands find what a home configures."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment(home).items():
            patch.setenv(name, value)
        yield


def nbgrader(home: Home) -> NbGraderAPI:
    """nbgrader as its commands are under the configuration of the home, but for its patience."""
    config = Config()
    configure_nbgrader(config, str(home.root))
    config.Execute.timeout = PATIENCE
    return NbGraderAPI(CourseDirectory(config=config), config=config)


def autograde(home: Home, student: str) -> bool:
    return bool(nbgrader(home).autograde(MODULE, student)["success"])


def grade(home: Home) -> GradeReport:
    return grade_course(Of.of(home, (f"--Execute.timeout={PATIENCE}",)), MODULE, track=list)


def submitted(course: Path, learner: str, *words: str) -> Path:
    folder = put_in(course, learner, LEARNERS[learner], *words)
    path = folder / "another.ipynb"
    page = nbformat.read(path, as_version=4)
    cell_of(page, "half").source = ANSWERS.get(learner, HALF)
    nbformat.write(page, path)
    if learner == "missing":
        path.unlink()
    (folder / "submission_secret.txt").write_text(f"of {learner}")
    if learner == "käthe é":
        (folder / "bilder").mkdir()
        (folder / "bilder" / "größe.txt").write_text("angehängt ☃", encoding="utf-8")
        (folder / "cache.pyc").write_text("left out")
    return folder


def revised(course: Path, place: Path) -> Path:
    """What cleo submits later, too late: other words. It is kept beside, so that it is the same for both."""
    before = shutil.move(course / "submitted/cleo", place.with_name("before"))
    shutil.move(submitted(course, "cleo", "other words"), place)
    (place / "timestamp.txt").write_text("2026-03-09 09:00:00.000000 UTC")
    shutil.rmtree(course / "submitted/cleo")
    shutil.move(before, course / "submitted/cleo")
    return place


def revise(home: Home, later: Path) -> None:
    """Everything of somebody is marked, and then other words come."""
    Course(home.course).mark("cleo", "Look here")
    shutil.rmtree(home.course / "submitted/cleo" / MODULE)
    shutil.copytree(later, home.course / "submitted/cleo" / MODULE)


def mark_all(home: Home) -> None:
    """Whatever waits for somebody gets a point, and a comment in Markdown."""
    with Gradebook(f"sqlite:///{home.course / 'gradebook.db'}") as book:
        for submission in book.assignment_submissions(MODULE):
            for page in submission.notebooks:
                for one in page.grades:
                    if one.needs_manual_grade:
                        one.manual_score, one.needs_manual_grade = 1, False
                for note in page.comments:
                    note.manual_comment = "Whose *größe* is it? <b>Say</b>."
        book.db.commit()


@dataclass(frozen=True)
class Two:
    """One home by nbgrader and the same by Kith: where they are, and both gradebooks before all were marked."""

    theirs: Home
    ours: Home
    books: tuple[list[str], list[str]]
    report: GradeReport
    told: FeedbackReport

    @property
    def courses(self) -> tuple[Path, Path]:
        return self.theirs.course, self.ours.course


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Two:
    """All are graded, one submission is revised, all are marked and told."""
    folder = tmp_path_factory.mktemp("equal")
    stock = released_home(folder / "stock", sources(folder / "sources"))
    (stock.root / "cohort.toml").write_text(
        'version = 1\n[late]\npolicy = "per_day"\npoints = 0.5\n[due]\n"1-small" = 2026-03-05T12:00:00+00:00\n'
    )
    for learner in LEARNERS:
        submitted(stock.course, learner)
    later = revised(stock.course, folder / "later")
    ours = copied(stock, folder / "ours")
    with under(stock):
        # The one thing that Kith does before nbgrader: a page that lacks is put back, and its answers are read.
        put_missing_back(stock.course / "submitted/missing" / MODULE, stock.course / "release" / MODULE)
        assert [learner for learner in LEARNERS if not autograde(stock, learner)] == []
        revise(stock, later)
        assert autograde(stock, "cleo")
    report = grade(ours)
    revise(ours, later)
    assert grade(ours).graded == ("cleo",)
    books = dump(f"sqlite:///{stock.course / 'gradebook.db'}"), dump(f"sqlite:///{ours.course / 'gradebook.db'}")
    for home in (stock, ours):
        mark_all(home)
    told = give_feedback(ours, MODULE, track=list)
    with under(stock):
        apply_penalties(stock, MODULE)  # of what is marked now; nbgrader does so when it grades, and Kith here, too
        assert nbgrader(stock).generate_feedback(MODULE)["success"]
    return Two(stock, ours, books, report, told)


def test_the_gradebook_is_the_same_but_for_what_was_made_up(two: Two) -> None:
    theirs, mine = two.books
    assert mine == theirs
    assert any("'manual_score': 1.0" in row for row in mine)


@pytest.mark.parametrize("learner", LEARNERS)
def test_each_point_is_the_one_that_the_work_deserves(two: Two, learner: str) -> None:
    for course in two.courses:
        found = {cell: auto for cell, (auto, *_) in points(course, MODULE, learner, NOTEBOOK).items()}
        assert found == AUTO.get(learner, RIGHT)
        (halved,) = points(course, MODULE, learner, "another").values()
        assert halved[0] == HALVED.get(learner, 2.0)


def test_being_late_costs_so_much_for_each_day_that_has_begun(two: Two) -> None:
    for home in (two.theirs, two.ours):
        assert {learner: cost for learner in LEARNERS if (cost := penalty(home, learner))} == {"cleo": 4 * 0.5}


@pytest.mark.parametrize("what", ["autograded", ".kith/answers"])
def test_what_was_graded_is_the_same_in_every_byte_but_for_when_cells_ran(two: Two, what: str) -> None:
    theirs, mine = (made(course / what) for course in two.courses)
    assert unlike(mine, theirs) == []
    assert {learner for name in mine for learner in name.split("/") if learner in LEARNERS} == set(LEARNERS)


def test_feedback_is_the_same_in_every_byte_but_for_when_it_was_said(two: Two) -> None:
    theirs, mine = (made(course / "feedback", ISSUED) for course in two.courses)
    assert unlike(mine, theirs) == []
    assert {name.split("/")[0] for name in mine} == set(LEARNERS)


def test_all_are_graded_and_told_and_what_was_odd_is_said(two: Two) -> None:
    assert two.report.graded == two.told.new == tuple(sorted(LEARNERS))
    assert two.report.failed == two.told.failed == ()
    assert [learner for learner, _ in two.report.noted] == ["endless", "missing"]
