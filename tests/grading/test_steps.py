"""A course with a way of its own to run code: Kith does not hold that, says so, and runs no stranger's code by it."""

import shutil
from contextlib import chdir
from pathlib import Path

import nbformat
import pytest

from tests.facilitator.steps import kith
from tests.grading import stock_course
from tests.grading.stock_course import ASSIGNMENT, released

OWN = """
from nbgrader.preprocessors import Execute, NbGraderPreprocessor

class Own(Execute):
    pass

class Runs(NbGraderPreprocessor):
    def preprocess(self, nb, resources):
        for cell in nb.cells:
            if cell.cell_type == "code":
                exec(cell.source, {})
        return nb, resources

class Counts(NbGraderPreprocessor):
    def preprocess(self, nb, resources):
        nb.metadata["cells"] = len(nb.cells)
        return nb, resources
"""
STOCK = ["IgnorePattern", "LimitOutput", "SaveAutoGrades", "AssignLatePenalties", "CheckCellMetadata"]
UNHELD = "Kith does not hold what this course runs code by, its own kith_own.{}: there, code of learners has all your"


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = released(tmp_path_factory.mktemp("own") / "course")
    (root / "kith_own.py").write_text(OWN)
    folder = stock_course.put_in(root, "partly")
    path = folder / "p1.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(f"open({str(root.parent / 'ran')!r}, 'a').write('.')"))
    nbformat.write(notebook, path)
    return root


def course(once: Path, root: Path, *steps: str) -> Path:
    """The course with these steps before nbgrader's own that run nothing."""
    shutil.copytree(once, root)
    settings = (once / "nbgrader_config.py").read_text().replace(str(once), str(root))
    named = [*steps, *(f"nbgrader.preprocessors.{name}" for name in STOCK)]
    (root / "nbgrader_config.py").write_text(f"{settings}\nc.Autograde.autograde_preprocessors = {named}\n")
    return root


def graded(root: Path, *words: str, expect_code: int = 0) -> str:
    with chdir(root):  # where nbgrader looks for a course's own modules
        return kith("grade", ASSIGNMENT, *words, home=root, expect_code=expect_code)


def test_what_a_course_runs_code_by_itself_is_named_and_runs_no_strangers_unless_that_is_asked_for(
    once: Path, tmp_path: Path
) -> None:
    root, ran = course(once, tmp_path / "course", "kith_own.Own"), once.parent / "ran"
    said = graded(root, expect_code=2)
    assert said.startswith(UNHELD.format("Own"))
    assert said.endswith("run “kith grade” with --unsafe; or with --no-execute, which runs nothing.")
    assert not (root / "autograded").exists()

    said = graded(root, "--no-execute")
    assert "1 graded" in said
    assert "Protection: No code was run." in said
    assert not ran.exists()

    said = graded(root, "--unsafe")
    assert "1 graded" in said
    assert f"Protection: {UNHELD.format('Own')}" in said
    assert "It was run all the same, as --unsafe says." in said
    assert ran.exists()  # so it was held by nothing
    ran.unlink()


def test_a_step_that_may_run_code_where_nothing_else_does_counts_as_one_that_does(once: Path, tmp_path: Path) -> None:
    root = course(once, tmp_path / "course", "kith_own.Runs")
    for words in ((), ("--no-execute",)):  # which it would not ask about
        said = graded(root, *words, expect_code=2)
        assert said.startswith(UNHELD.format("Runs"))
        assert said.endswith("run “kith grade” with --unsafe.")
    assert not (once.parent / "ran").exists()


def test_a_courses_own_step_beside_ours_is_named(once: Path, tmp_path: Path) -> None:
    root = course(once, tmp_path / "course", "nbgrader.preprocessors.Execute", "kith_own.Counts")
    said = graded(root)
    assert "1 graded" in said
    assert "Protection: Each kernel " in said
    assert "The course's own steps have your rights, and are not held: kith_own.Counts." in said
    assert not (once.parent / "ran").exists()


def test_a_step_that_is_not_there_is_said_with_what_to_do(once: Path, tmp_path: Path) -> None:
    said = graded(course(once, tmp_path / "course", "kith_own.Gone"), expect_code=2)
    assert said.startswith("kith_own.Gone is a step of grading, by this course's configuration, and can't be imported:")
