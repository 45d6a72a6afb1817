"""Plain nbgrader, without any setting of Kith's, takes the built course."""

import os
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config

from kith_facilitator.course import build_course


@pytest.fixture
def nbgrader(real_course, tmp_path, monkeypatch):
    build_course(real_course, tmp_path / "source")
    config = Config()
    config.CourseDirectory.root = str(tmp_path)
    config.CourseDirectory.course_id = "kith"
    config.Exchange.root = str(tmp_path)
    # nbgrader calls `alembic` by name, and an environment that was not activated is not on the PATH.
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    return NbGraderAPI(config=config)


def released(tmp_path, name):
    return nbformat.read(tmp_path / "release" / f"{name}.ipynb", as_version=4)


def nbgrader_ids(notebook):
    return [cell.metadata.nbgrader.grade_id for cell in notebook.cells if "nbgrader" in cell.metadata]


def test_both_modules_are_released_with_their_ids_points_and_criteria(nbgrader, tmp_path):
    assert nbgrader.get_source_assignments() == {"0-welcome", "1-empathy"}
    for module in ("0-welcome", "1-empathy"):
        result = nbgrader.generate_assignment(module)
        assert result["success"], result["log"]

    welcome = released(tmp_path, "0-welcome/welcome")
    assert nbgrader_ids(welcome) == [
        "kith-open",
        "where-i-stand",
        "where-i-stand--done",
        "my-question",
        "my-thing",
        "reader-card",
        "three-turns",
        "being-seen",
        "being-seen--done",
        "two-accounts",
        "own-look",
        "agreement",
        "how-easy-at-first",
    ]
    reflection = released(tmp_path, "1-empathy/reflection")
    assert nbgrader_ids(reflection) == [
        "kith-open",
        "tap-3",
        "question-4",
        "story--landed",
        "stamped--came",
        "explain-it--again",
        "single-facts",
        "promise",
        "my-change",
        "best-team",
        "handover-again",
        "where-i-stand-now",
        "something-then",
        "kept-lines",
        "difference",
        "difference--evidence",
        "difference--explanation",
        "difference--use",
        "after-action",
        "for-the-next",
        "four-experiences",
        "how-easy",
    ]
    assert (tmp_path / "release/1-empathy/prompts.toml").is_file()
    assert (tmp_path / "release/1-empathy/rubric.toml").is_file()

    first = welcome.cells[0]
    assert first.source.endswith('kith = kith_exercises.open("0-welcome/welcome")')
    for notebook in (welcome, reflection):
        assert "widgets" not in notebook.metadata
        for cell in notebook.cells:
            assert not cell.get("outputs")
            if "def comes_up" in cell.source:  # which learners change
                continue
            assert cell.metadata.editable is False
            if cell.cell_type == "code":
                assert cell.metadata.jupyter.source_hidden
                assert cell.metadata.get("nbgrader", {"locked": True})["locked"]

    with nbgrader.gradebook as gradebook:
        assert gradebook.find_assignment("0-welcome").max_score == 2
        assert gradebook.find_assignment("1-empathy").max_score == 9
        tasks = gradebook.find_notebook("reflection", "1-empathy").task_cells
        assert sorted((task.name, task.max_score) for task in tasks) == [
            ("difference--evidence", 3),
            ("difference--explanation", 3),
            ("difference--use", 3),
        ]
