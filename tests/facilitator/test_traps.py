"""nbgrader's traps, each one twice: it is there in nbgrader as it comes, and it is closed under Kith's configuration.

Everybody of `SPOILS` is graded once under each; the tests read what came of it.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbgrader.auth import Authenticator
from nbgrader.exchange import ExchangeFactory

from kith_exercises.journal import Journal
from kith_facilitator.configure import environment, write_configuration
from kith_facilitator.feedback import give_feedback
from kith_facilitator.home import Home, ensure_home
from kith_facilitator.nbgrader_api import Nbgrader, StepFailed
from kith_facilitator.release import release_module
from tests.facilitator.steps import grade
from tests.facilitator.trap_courses import (
    CELLS,
    SPOILS,
    TYPED,
    WORDS,
    Course,
    Score,
    Stock,
    put_in,
    shown,
    stock_config,
)
from tests.small_course import MODULE, NOTEBOOK, PROMPT, released_home, write_course

COMMENT = "Look here <script>window.fired = 'comment'</script> <img src=x onerror=alert(1)>"
WAITS = Score(None, None, waits=True)


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_course(tmp_path_factory.mktemp("sources"))
    page = folder / MODULE / f"{NOTEBOOK}.md"
    page.write_text(page.read_text() + CELLS)
    return folder


@pytest.fixture(scope="module")
def kith_home(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    return released_home(tmp_path_factory.mktemp("kith") / "home", sources)


@pytest.fixture(scope="module")
def kith(kith_home: Home) -> Course:
    """Everybody graded by Kith; feedback for ada; bert, who can't be graded, among them."""
    for learner, spoil in SPOILS.items():
        put_in(kith_home.course, learner, spoil)
    broken = put_in(kith_home.course, "bert", SPOILS["ada"])
    (broken / f"{NOTEBOOK}.ipynb").write_text('{"cells": [')
    report = grade(kith_home)
    course = Course(kith_home.course, dict(report.failed))
    course.mark("ada", COMMENT)
    give_feedback(kith_home, MODULE, track=list)
    return course


@pytest.fixture(scope="module")
def stock(kith_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Everybody graded by nbgrader as it comes, in one run; then, without ben, in another; feedback for ada."""
    root = tmp_path_factory.mktemp("stock") / "course"
    shutil.copytree(kith_home.course / "source", root / "source")
    nbgrader = Stock(root)
    assert nbgrader.step("generate_assignment", MODULE)[0]
    for learner, spoil in SPOILS.items():
        put_in(root, learner, spoil)
    course = Course(root)
    course.failed["batch"] = nbgrader.step("autograde", MODULE, "*")[1]
    course.failed["left out"] = " ".join(learner for learner in SPOILS if not course.graded(learner))
    shutil.move(root / "submitted" / "ben", root / "ben")
    course.failed["batch without ben"] = nbgrader.step("autograde", MODULE, "*", force=False)[1]
    course.mark("ada", COMMENT)
    assert nbgrader.step("generate_feedback", MODULE, "ada")[0]
    return course


Check = Callable[[Course], bool]

#: What is so in nbgrader as it comes, and what is so under Kith.
TRAPS: dict[str, tuple[Check, Check]] = {
    "what was typed into a widget is lost when grading": (
        lambda stock: TYPED not in json.dumps(stock.notebook("ada")),
        lambda kith: WORDS in shown(kith.notebook("ada")),
    ),
    "an unchanged answer cell gets 0 points and nobody sees it": (
        lambda stock: stock.score("cleo", "essay") == Score(0, None, waits=False),
        lambda kith: kith.score("cleo", "essay") == WAITS,
    ),
    "one copied cell stops everybody after this learner, with a false message": (
        lambda stock: (
            "use an old version" in stock.failed["batch"]
            and stock.failed["left out"].split() == [learner for learner in SPOILS if learner != "ada"]
        ),
        lambda kith: all(kith.graded(learner) for learner in SPOILS) and kith.score("ben", "why--done").auto == 1,
    ),
    "an id of an older course version fails": (
        lambda stock: not stock.graded("hal"),
        lambda kith: kith.graded("hal") and kith.score("hal", "why--done").auto == 1,
    ),
    "a deleted cell can't be marked": (
        lambda stock: not has(stock, "cleo", "why--use"),
        lambda kith: has(kith, "cleo", "why--use"),
    ),
    "without metadata there is nothing to mark and no point": (
        lambda stock: stock.score("gus", "why--done") == WAITS and not has(stock, "gus", "why--done"),
        lambda kith: kith.score("gus", "why--done") == Score(1, None, waits=False) and has(kith, "gus", "why--use"),
    ),
    "points that are no number fail": (
        lambda stock: not stock.graded("fay") and "could not convert" in stock.failed["batch without ben"],
        lambda kith: kith.score("fay", "counted") == Score(2, None, waits=False),
    ),
    "any warning costs all points": (
        lambda stock: stock.score("ada", "warns").auto == 0,
        lambda kith: kith.score("cleo", "warns").auto == 1 and "about to check" in shown(kith.notebook("cleo")),
    ),
    "a last value that is no number gives all points": (
        lambda stock: stock.score("cleo", "worded") == Score(2, None, waits=False),
        lambda kith: kith.score("cleo", "worded") == WAITS,
    ),
    "more points than there are fail": (
        lambda stock: (
            not stock.graded("dora") and "cannot be greater than maximum" in stock.failed["batch without ben"]
        ),
        lambda kith: kith.score("dora", "counted") == WAITS and kith.score("dora", "why--done").auto == 1,
    ),
    "what was printed is kept however much it is": (
        lambda stock: len(shown(stock.notebook("ada"))) > 3_000_000,
        lambda kith: len(shown(kith.notebook("ada"))) < 300_000,
    ),
    "a script in a learner's Markdown is in the page": (
        lambda stock: '<script>window.fired = "script"</script>' in stock.feedback("ada"),
        lambda kith: 'window.fired = "script"</script>' not in kith.feedback("ada"),
    ),
    "a handler in a learner's Markdown is in the page": (
        lambda stock: "onerror=\"window.fired = 'onerror'\"" in stock.feedback("ada"),
        lambda kith: '<img src="x" onerror=' not in kith.feedback("ada"),
    ),
    "an SVG in a learner's Markdown is in the page": (
        lambda stock: "<svg onload=\"window.fired = 'svg'\">" in stock.feedback("ada"),
        lambda kith: "<svg onload" not in kith.feedback("ada"),
    ),
    "a script in a marker's comment is in the page": (
        lambda stock: "<script>window.fired = 'comment'</script>" in stock.feedback("ada"),
        lambda kith: "<script>window.fired = 'comment'</script>" not in kith.feedback("ada"),
    ),
}


def has(course: Course, learner: str, grade_id: str) -> bool:
    cells = course.notebook(learner).cells
    return any(cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id for cell in cells)


@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_is_there_in_nbgrader_and_closed_in_kith(trap: str, stock: Course, kith: Course) -> None:
    there, closed = TRAPS[trap]
    assert there(stock), f"nbgrader as it comes has this no more: {trap}"
    assert closed(kith), trap


def test_a_cell_of_another_type_is_graded_as_what_it_was(kith: Course) -> None:
    """No trap in nbgrader 0.9.6 any more; it stays so."""
    assert kith.score("emil", "why--use") == WAITS
    assert has(kith, "emil", "why--use")


def test_who_cannot_be_graded_is_named_with_reason_and_remedy(kith: Course) -> None:
    assert kith.failed == {"bert": "a notebook in it is damaged and can't be read. Ask for it to be submitted again."}


def regraded(course: Path, again: Callable[[], object]) -> Score:
    """Everything marked, then other words come and are graded."""
    Course(course).mark("cleo")
    folder = put_in(course, "cleo", SPOILS["ada"], "other words")
    (folder / "timestamp.txt").write_text("2026-03-09 09:00:00.000000 UTC")
    again()
    return Course(course).score("cleo", "why--evidence")


def test_new_words_under_an_old_mark_stay_unseen_in_nbgrader_and_come_back_in_kith(
    stock: Course, kith: Course, kith_home: Home
) -> None:
    nbgrader = Stock(stock.root)
    assert regraded(stock.root, lambda: nbgrader.step("autograde", MODULE, "cleo")) == Score(None, 1, waits=False)
    assert regraded(kith.root, lambda: grade(kith_home)) == Score(None, 1, waits=True)


@pytest.fixture
def bad_sources(kith_home: Home, tmp_path: Path) -> tuple[Stock, Home]:
    """The built course, once for nbgrader and once for Kith, before it is released."""
    shutil.copytree(kith_home.course / "source", tmp_path / "stock" / "course" / "source")
    shutil.copytree(kith_home.course / "source", tmp_path / "home" / "course" / "source")
    home = ensure_home_at(tmp_path / "home", kith_home)
    return Stock(tmp_path / "stock" / "course"), home


def ensure_home_at(root: Path, like: Home) -> Home:
    (root / "kith.toml").write_text((like.root / "kith.toml").read_text())
    home = ensure_home(root)
    write_configuration(home)
    return home


def change(course: Path, edit: Callable[[nbformat.NotebookNode], None]) -> None:
    path = course / "source" / MODULE / f"{NOTEBOOK}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    edit(notebook)
    nbformat.write(notebook, path)


def widget_state(notebook: nbformat.NotebookNode) -> None:
    notebook.metadata.widgets = {"application/vnd.jupyter.widget-state+json": {"state": {}, "typed": TYPED}}


def test_an_authors_typed_answers_leak_in_nbgrader_and_stay_at_home_in_kith(bad_sources: tuple[Stock, Home]) -> None:
    stock, home = bad_sources
    for course in (stock.root, home.course):
        change(course, widget_state)
    assert stock.step("generate_assignment", MODULE)[0]
    Nbgrader(home).generate(MODULE)
    assert TYPED in (stock.root / "release" / MODULE / f"{NOTEBOOK}.ipynb").read_text()
    assert TYPED not in (home.course / "release" / MODULE / f"{NOTEBOOK}.ipynb").read_text()


def answers_in_source(course: Path) -> None:
    folder = course / "source" / MODULE / "responses"
    folder.mkdir()
    (folder / f"{NOTEBOOK}.jsonl").write_text("the author's own")


def feedback_in_source(course: Path) -> None:
    (course / "source" / MODULE / "feedback").mkdir()
    (course / "source" / MODULE / "feedback" / "form.txt").write_text("to be filled in")


def unlocked_task(course: Path) -> None:
    def unlock(notebook: nbformat.NotebookNode) -> None:
        next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("task")).metadata.nbgrader["locked"] = (
            False
        )

    change(course, unlock)


def widget_for_points(course: Path) -> None:
    def end(notebook: nbformat.NotebookNode) -> None:
        cell = next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "worded")
        cell.source = "import ipywidgets as w\nbox = w.Text()\nbox"

    change(course, end)


def test_a_source_that_would_do_harm_is_released_by_nbgrader_and_refused_by_kith(
    bad_sources: tuple[Stock, Home],
) -> None:
    stock, home = bad_sources
    for course in (stock.root, home.course):
        for spoil in (answers_in_source, feedback_in_source, unlocked_task, widget_for_points):
            spoil(course)
    assert stock.step("generate_assignment", MODULE)[0]
    with pytest.raises(StepFailed) as refused:
        Nbgrader(home).generate(MODULE)
    said = str(refused.value)
    assert "1-small/responses is in the source, and its answers would replace every learner's own. Move it" in said
    assert "1-small/feedback is in the source, and submitting leaves it out. Move it" in said
    assert "page: the task cell “why--evidence” is not locked, so no submission could be graded. Lock it." in said
    assert "page: the graded cell “worded” ends in a widget, which says nothing about points. Let" in said
    assert "KithError" not in said


def test_an_unlocked_task_fails_everybody_in_nbgrader(bad_sources: tuple[Stock, Home]) -> None:
    stock, _ = bad_sources
    unlocked_task(stock.root)
    stock.step("generate_assignment", MODULE)
    put_in(stock.root, "ada", lambda _: None)
    assert not stock.step("autograde", MODULE, "ada")[0]


def rewrites_its_answer(notebook: nbformat.NotebookNode) -> None:
    code = (
        "import pathlib\npathlib.Path('responses').rename('away')\npathlib.Path('responses').mkdir()\n"
        "pathlib.Path('responses/page.jsonl').write_text('forged')"
    )
    notebook.cells.append(nbformat.v4.new_code_cell(code))


def test_answers_are_replaced_by_the_source_or_by_code_in_nbgrader_and_stay_as_submitted_in_kith(
    bad_sources: tuple[Stock, Home],
) -> None:
    stock, home = bad_sources
    stock.step("generate_assignment", MODULE)
    release_module(home, MODULE)
    for course in (stock.root, home.course):
        put_in(course, "ada", lambda _: None)
        put_in(course, "ben", rewrites_its_answer)
        answers_in_source(course)
    stock.step("autograde", MODULE, "*")
    grade(home)
    for learner, other in (("ada", "the author's own"), ("ben", "forged")):
        kept = Path("autograded", learner, MODULE, "responses", f"{NOTEBOOK}.jsonl")
        assert (stock.root / kept).read_text() == other
        assert WORDS in (home.course / kept).read_text()
        assert WORDS in shown(Course(home.course).notebook(learner))


def slow(notebook: nbformat.NotebookNode) -> None:
    notebook.cells.insert(1, nbformat.v4.new_code_cell("import time; time.sleep(20)"))


def cut_off(command: list[str], folder: Path, environment: dict[str, str], until: str) -> None:
    """Run a command, and kill it, with all that it started, once a file is somewhere below the folder."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while not any(folder.rglob(until)):
        assert process.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_grading_that_was_killed_is_skipped_at_no_points_by_nbgrader_and_done_again_by_kith(
    bad_sources: tuple[Stock, Home],
) -> None:
    stock, home = bad_sources
    stock.step("generate_assignment", MODULE)
    release_module(home, MODULE)
    config = f"c = get_config()\nc.CourseDirectory.root = {str(stock.root)!r}\nc.CourseDirectory.course_id = 'small'\n"
    (stock.root / "nbgrader_config.py").write_text(config)
    commands = {
        stock.root: ["nbgrader", "autograde", MODULE],
        home.course: ["kith_facilitator", "grade", MODULE],
    }
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "KITH"))}
    for course, (program, *words) in commands.items():
        put_in(course, "ada", slow)
        mine = {**plain, **environment(home)} if program != "nbgrader" else plain
        graded = f"autograded/ada/{MODULE}/{NOTEBOOK}.ipynb"  # in Kith elsewhere, until it is whole
        cut_off([sys.executable, "-m", program, *words], course, mine, graded)
        put_in(course, "ada", lambda _: None)  # the same, but quick
    again, said = stock.step("autograde", MODULE, "ada", force=False)
    assert again
    assert "Skipping existing assignment" in said
    assert Course(stock.root).score("ada", "why--done") == WAITS
    assert grade(home).graded == ("ada",)
    assert Course(home.course).score("ada", "why--done") == Score(1, None, waits=False)


def answered(home: Home, folder: Path) -> None:
    """A fetched folder as JupyterLab leaves it: widget state and an output, both from before a rewrite."""
    shutil.copytree(home.course / "release" / MODULE, folder)
    Journal.open(folder, MODULE, NOTEBOOK).write(PROMPT, "text", WORDS, reach="facilitator")
    path = folder / f"{NOTEBOOK}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    widget_state(notebook)
    code = next(cell for cell in notebook.cells if cell.cell_type == "code")
    code.outputs = [nbformat.v4.new_output("stream", text="words that were thrown away")]
    nbformat.write(notebook, path)


def test_old_outputs_and_widget_state_are_submitted_by_nbgrader_and_left_out_by_kith(
    bad_sources: tuple[Stock, Home], monkeypatch: pytest.MonkeyPatch
) -> None:
    stock, home = bad_sources
    release_module(home, MODULE)
    answered(home, home.learner / MODULE)
    sent = {}
    for name in ("stock", "kith"):
        if name == "stock":
            config = stock_config(stock.root)
            config.Exchange.root, config.CourseDirectory.course_id = str(home.exchange), home.course_id
            config.Exchange.assignment_dir = str(home.learner)
            stock.coursedir.course_id, stock.coursedir.assignment_id = home.course_id, MODULE
            made = ExchangeFactory(config=config).Submit(
                coursedir=stock.coursedir, authenticator=Authenticator(config=config), config=config
            )
            monkeypatch.chdir(home.learner)
            made.start()
        else:
            Nbgrader(home).submit(MODULE)
        newest = max(home.exchange.glob("*/inbound/*"), key=lambda path: path.stat().st_mtime_ns)
        sent[name] = (newest / f"{NOTEBOOK}.ipynb").read_text()
    for word in (TYPED, "words that were thrown away"):
        assert word in sent["stock"]
        assert word not in sent["kith"]
