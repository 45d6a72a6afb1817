"""The command: whose work it takes up, what it refuses to run, and what it says."""

import os
import shutil
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook, MissingEntry

from kith_facilitator.grading.course import Course as Of
from kith_facilitator.grading.job import Job
from kith_facilitator.grading.rows import Rows
from kith_facilitator.grading.worker import grade
from kith_facilitator.home import Home
from kith_kernels import Mode
from kith_kernels.protection import FORCED
from tests.facilitator.steps import kith
from tests.facilitator.trap_courses import WORDS, Course, Score, notebook_of, put_in, shown
from tests.grading import stock_course
from tests.grading.stock_course import ASSIGNMENT, released
from tests.small_course import MODULE, copied, released_home, write_course

DONE = Score(1, None, waits=False)
MARK = "marked by what ran"


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("command")
    return released_home(folder / "home", write_course(folder / "sources"))


@pytest.fixture
def home(once: Home, tmp_path: Path) -> Home:
    return copied(once, tmp_path / "home")


def runs_code(notebook: nbformat.NotebookNode) -> None:
    notebook.cells.append(nbformat.v4.new_code_cell(f"print({MARK!r})"))


def ran(home: Home, learner: str) -> bool:
    return MARK in shown(notebook_of(home.course, learner))


def test_only_who_is_named_is_graded_and_only_new_leaves_out_what_was_graded_before(home: Home) -> None:
    for learner in ("ada", "ben", "cleo"):
        put_in(home.course, learner, lambda _: None)
    assert "1 graded, 0 unchanged" in kith("grade", MODULE, "--learner", "ben", home=home.root)
    put_in(home.course, "ben", lambda _: None, "Other words")
    assert "2 graded, 1 unchanged" in kith("grade", MODULE, "--only-new", home=home.root)
    assert "1 graded, 2 unchanged" in kith("grade", MODULE, home=home.root)
    assert "3 graded, 0 unchanged" in kith("grade", MODULE, "--force", "--workers", "3", home=home.root)


def test_where_nothing_holds_code_a_strangers_is_refused_and_the_report_says_what_did(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FORCED, Mode.none)
    for learner in ("ada", "sim-001"):
        put_in(home.course, learner, runs_code)
    said = kith("grade", MODULE, home=home.root, expect_code=1)
    assert "1 graded, 0 unchanged" in said
    assert "Failed: ada: Grading ada failed: what was submitted would run with nothing to hold it" in said
    assert "--unsafe" in said
    assert "Protection: Nothing confines kernels on this machine" in said
    assert not Course(home.course).graded("ada")
    assert ran(home, "sim-001")

    said = kith("grade", MODULE, "--no-execute", home=home.root)
    assert "Protection: No code was run." in said
    assert not ran(home, "ada")
    assert WORDS in shown(notebook_of(home.course, "ada"))
    assert Course(home.course).score("ada", "why--done") == DONE
    assert Course(home.course).score("ada", "why--evidence") == Score(None, None, waits=True)

    said = kith("grade", MODULE, "--unsafe", "--force", home=home.root)
    assert "It was run all the same, as --unsafe says." in said
    assert ran(home, "ada")


def test_a_protection_that_nobody_knows_is_said(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FORCED, "prayer")
    put_in(home.course, "ada", lambda _: None)
    assert "KITH_PROTECTION is 'prayer'" in kith("grade", MODULE, home=home.root, expect_code=2)


def test_code_is_not_run_where_less_holds_it_than_the_report_will_say(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in(home.course, "ada", runs_code)
    found = Of.of(home)
    rows = Rows(found.directory.db_url, found.directory.course_id)
    (tmp_path / "stage").mkdir()
    monkeypatch.setenv(FORCED, Mode.none)
    outcome = grade(Job("ada", MODULE, found.settings, rows.of("ada"), str(tmp_path / "stage"), Mode.landlock))
    assert "What holds its code (landlock) failed just now." in outcome.error
    assert not (tmp_path / "stage" / "graded").exists()


# ---- any nbgrader course ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return released(tmp_path_factory.mktemp("plain") / "course")


@pytest.fixture
def course(plain: Path, tmp_path: Path) -> Path:
    shutil.copytree(plain, tmp_path / "course")
    settings = tmp_path / "course" / "nbgrader_config.py"
    settings.write_text(settings.read_text().replace(str(plain), str(tmp_path / "course")))
    return tmp_path / "course"


def test_a_course_is_found_by_its_name_or_where_one_stands(
    course: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    stock_course.put_in(course, "warns")
    said = kith("grade", ASSIGNMENT, "--course-dir", str(course), home=home.root)
    assert "1 graded, 0 unchanged" in said
    assert (course / ".kith" / "logs" / "grade" / ASSIGNMENT / "warns.log").is_file()
    monkeypatch.chdir(course)
    stock_course.put_in(course, "partly")
    assert "1 graded, 1 unchanged" in kith("grade", "--assignment", ASSIGNMENT, home=home.root)
    assert "No notebook of ps7 was found" in kith("grade", "ps7", home=home.root, expect_code=1)
    assert "One module at a time: ps1, ps2" in kith("grade", "ps1", "ps2", home=home.root, expect_code=2)


def test_the_course_of_a_home_is_graded_as_such_also_by_its_folder(home: Home) -> None:
    put_in(home.course, "ada", lambda _: None)
    assert "1 graded" in kith("grade", MODULE, "--course-dir", str(home.course), home=home.root)
    assert Course(home.course).score("ada", "why--done") == DONE


def test_what_nbgrader_left_half_done_is_graded_and_what_it_finished_is_left_alone(course: Path) -> None:
    for student in ("warns", "partly"):
        stock_course.put_in(course, student)
        assert stock_course.autograded(course, student)
    page = course / "autograded" / "partly" / ASSIGNMENT / "p1.ipynb"
    page.chmod(0o644)  # as it is until nbgrader comes to its end
    said = kith("grade", ASSIGNMENT, "--course-dir", str(course), home=course)
    assert "1 graded, 1 unchanged" in said


def test_another_gradebook_may_be_named(course: Path) -> None:
    stock_course.put_in(course, "warns")
    other = course.parent / "other.db"
    shutil.copy(course / "gradebook.db", other)
    kith("grade", ASSIGNMENT, "--course-dir", str(course), "--db", f"sqlite:///{other}", home=course)
    with Gradebook(f"sqlite:///{other}") as gradebook:
        assert gradebook.find_submission(ASSIGNMENT, "warns").score > 0
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook, pytest.raises(MissingEntry):
        gradebook.find_submission(ASSIGNMENT, "warns")


def test_names_are_only_names_and_a_link_in_a_submission_leads_nowhere(course: Path) -> None:
    secret = course.parent / "secret.txt"
    secret.write_text("the gradebook's own")
    names = ("a[1]", "*", "new\nline", "😀 emoji", "-f", "linked")
    for name in names:
        shutil.move(stock_course.put_in(course, "warns").parent, course / "submitted" / name)
    folder = course / "submitted" / "linked" / ASSIGNMENT
    (folder / "link.txt").symlink_to(secret)
    shutil.copytree(course, course.parent / "control", symlinks=True)
    os.mkfifo(folder / "pipe")
    said = kith("grade", ASSIGNMENT, "--course-dir", str(course), home=course)
    assert f"{len(names)} graded" in said
    assert "linked: link.txt, pipe: no file but a link, and left out." in said
    assert not (course / "autograded" / "linked" / ASSIGNMENT / "link.txt").exists()
    assert stock_course.autograded(course.parent / "control", "linked")  # nbgrader follows it
    copied_by_stock = course.parent / "control" / "autograded" / "linked" / ASSIGNMENT / "link.txt"
    assert copied_by_stock.read_text() == "the gradebook's own"
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        for name in names:
            assert gradebook.find_submission(ASSIGNMENT, name).score > 0
