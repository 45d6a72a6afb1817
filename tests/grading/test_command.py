"""The command: whose work it takes up, what it refuses to run, and what it says."""

import os
import shutil
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from kith_facilitator.commands.grade import _next
from kith_facilitator.configure import configure_nbgrader
from kith_facilitator.grading.course import Course as Of
from kith_facilitator.grading.job import Job
from kith_facilitator.grading.rows import Rows
from kith_facilitator.grading.worker import grade
from kith_facilitator.home import Home, ensure_home
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
    said = kith("grade", MODULE, "--only-new", home=home.root)
    assert "2 graded, 0 unchanged, 1 changed and left out" in said
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
    assert "Failed: ada: What was submitted would run with nothing to hold it" in said
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

    assert "0 graded" in kith("grade", MODULE, "--no-execute", home=home.root)
    said = kith("grade", MODULE, "--unsafe", home=home.root)  # what was not run is
    assert "1 graded, 1 unchanged" in said
    assert "It was run all the same, as --unsafe says." in said
    assert ran(home, "ada")


def test_a_refusal_of_all_is_said_once_before_anything_is_done(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FORCED, Mode.none)
    for learner in ("ada", "ben"):
        put_in(home.course, learner, runs_code)
    said = kith("grade", MODULE, home=home.root, expect_code=2)
    assert said.startswith("What was submitted would run with nothing to hold it")
    assert not (home.course / "autograded").exists()


def test_under_the_configuration_of_a_home_nbgrader_too_runs_no_strangers_code_where_nothing_holds_it(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FORCED, Mode.none)
    for learner in ("ada", "sim-001"):
        put_in(home.course, learner, runs_code)
    config = Config()
    configure_nbgrader(config, str(home.root))
    nbgrader = NbGraderAPI(CourseDirectory(config=config), config=config)
    found = nbgrader.autograde(MODULE, "ada")
    assert not found["success"]
    assert "would run with nothing to hold it" in str(found["log"])
    assert nbgrader.autograde(MODULE, "sim-001")["success"]


def test_under_the_configuration_of_a_home_nbgrader_too_copies_nothing_that_a_link_leads_to(
    home: Home, capfd: pytest.CaptureFixture[str]
) -> None:
    secret = home.root / "secret.txt"
    secret.write_text("the gradebook's own")
    for learner in ("sim-001", "sim-002", "sim-003"):
        put_in(home.course, learner, lambda _: None)
    submitted = home.course / "submitted"
    folder = submitted / "sim-001" / MODULE
    (folder / "data").mkdir()
    (folder / "own [1].txt").write_text("my own")
    (folder / "data" / "link [1].txt").symlink_to(secret)
    (folder / "folder").symlink_to(home.root)
    os.mkfifo(folder / "pipe")  # which would be waited for
    (submitted / "sim-002" / MODULE / "page.ipynb").unlink()
    (submitted / "sim-002" / MODULE / "page.ipynb").symlink_to(home.course / "source" / MODULE / "page.ipynb")
    config = Config()
    configure_nbgrader(config, str(home.root))
    nbgrader = NbGraderAPI(CourseDirectory(config=config), config=config)
    found = {learner: nbgrader.autograde(MODULE, learner) for learner in ("sim-001", "sim-002", "sim-003")}
    assert [one["success"] for one in found.values()] == [True, False, True]
    assert "since these are no files: data/link [1].txt, folder, pipe" in str(found["sim-001"]["log"])
    graded = home.course / "autograded" / "sim-001" / MODULE
    assert (graded / "own [1].txt").read_text() == "my own"
    assert not any((graded / name).exists() for name in ("data/link [1].txt", "folder", "pipe"))
    assert not Course(home.course).graded("sim-002")


def test_who_has_not_submitted_is_said_with_who_has(home: Home) -> None:
    for learner in ("ada", "ben"):
        put_in(home.course, learner, lambda _: None)
    said = kith("grade", MODULE, "--learner", "nobody", home=home.root, expect_code=2)
    assert said == f"Nobody by the name of nobody has submitted {MODULE}. Who has: ada, ben."


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--only-nwe"], "There is no option --only-nwe. Did you mean --only-new?"),
        (["--timeout", "60"], "There is no option --timeout. Did you mean --Execute.timeout?"),
        (["--zzz=1"], "There is no option --zzz. “kith grade --help” lists"),
        (["--db", "sqlite:////tmp/other.db"], "A home has its own gradebook"),
    ],
)
def test_an_option_that_would_do_nothing_is_refused(home: Home, words: list[str], sentence: str) -> None:
    assert kith("grade", MODULE, *words, home=home.root, expect_code=2).startswith(sentence)


def test_protection_and_marking_are_spoken_of_where_something_was_graded(home: Home) -> None:
    put_in(home.course, "ada", lambda _: None)
    first, second = (kith("grade", MODULE, "--Execute.timeout=60", home=home.root) for _ in range(2))
    for words in ("Protection:", "Mark the reflections"):
        assert words in first
        assert words not in second


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


def test_the_folder_of_a_course_may_be_a_dot_and_must_be_there(
    course: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stock_course.put_in(course, "warns")
    monkeypatch.chdir(course)
    assert "1 graded" in kith("grade", ASSIGNMENT, "--course-dir", ".", home=course)
    said = kith("grade", ASSIGNMENT, "--course-dir", "nowhere", home=course, expect_code=2)
    assert said == "nowhere is no folder. Name the one in which the course's nbgrader_config.py lies."
    monkeypatch.chdir(course.parent)
    kith("grade", ASSIGNMENT, "--course-dir", "course", home=course)
    assert "No nbgrader_config.py file found" not in caplog.text


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        (
            "secret-word",
            "What --db names is no gradebook. Name a gradebook as sqlite:////path or postgresql+psycopg2://...",
        ),
        ("nodb://me:secret-word@there/book", "The gradebook at nodb://there/book can't be opened. Name a gradebook"),
        (
            "postgresql+pg8000://me:secret-word@there/book",
            "The gradebook at postgresql+pg8000://there/book needs pg8000,",
        ),
        ("sqlite:////nowhere/at/all.db?password=secret-word", "The gradebook at sqlite:////nowhere/at/all.db can't be"),
    ],
)
def test_a_gradebook_that_can_not_be_opened_is_said_once_and_without_its_password(
    course: Path, url: str, sentence: str
) -> None:
    for student in ("warns", "partly"):
        stock_course.put_in(course, student)
    said = kith("grade", ASSIGNMENT, "--course-dir", str(course), "--db", url, home=course, expect_code=2)
    assert said.startswith(sentence)
    assert "secret-word" not in said


def test_what_the_gradebook_does_not_know_is_said_once_with_what_to_do(course: Path) -> None:
    shutil.copytree(stock_course.put_in(course, "warns"), course / "submitted" / "warns" / "ps2")
    said = kith("grade", "ps2", "--course-dir", str(course), home=course, expect_code=1)
    assert "The gradebook knows no ps2. Run “nbgrader generate_assignment ps2” first." in said


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
    assert "1 graded" in kith("grade", ASSIGNMENT, "--course-dir", str(course), home=course)


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


def test_it_says_what_comes_next_by_whether_something_is_marked_by_hand(tmp_path: Path) -> None:
    own = ensure_home(tmp_path / "home", identity="claimed")
    assert "“kith desk”" in _next(own, "1-empathy")
    assert _next(own, "0-welcome").endswith("kith feedback 0-welcome")
