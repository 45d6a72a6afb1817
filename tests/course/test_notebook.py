from textwrap import dedent

import nbformat
import pytest

from kith_exercises.definitions import load_rubrics
from kith_facilitator.course import SourceError
from kith_facilitator.course.notebook import build_notebook


def built(text, rubrics=None):
    return build_notebook(dedent(text), "1-first/page", rubrics or {})


def ids(notebook):
    return [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]


def test_the_first_cell_opens_the_notebook_and_is_locked():
    first = built("Hello.").cells[0]
    assert first.source == 'import kith_exercises\n\nkith = kith_exercises.open("1-first/page")'
    assert first.metadata.nbgrader == {
        "grade_id": "kith-open",
        "grade": False,
        "solution": False,
        "task": False,
        "locked": True,
        "schema_version": 3,
    }


def test_a_kith_cell_needs_no_nbgrader_keys_and_its_code_is_folded():
    cell = built('```{code-cell}\nkith.fold("guess")  # a comment\n```').cells[1]
    assert cell.metadata.nbgrader.grade_id == "guess"
    assert cell.metadata.nbgrader.locked
    assert not cell.metadata.nbgrader.grade
    assert cell.metadata.jupyter.source_hidden
    assert cell.metadata.tags == ["kith"]


def test_a_completion_cell_is_worth_one_point():
    keys = built('```{code-cell}\nkith.complete("guess")\n```').cells[1].metadata.nbgrader
    assert (keys.grade_id, keys.grade, keys.points, keys.locked) == ("guess--done", True, 1, True)


def test_keys_that_an_author_wrote_win():
    text = '```{code-cell}\n---\nnbgrader: {points: 2}\ntags: [mine]\n---\nkith.complete("guess")\n```'
    cell = built(text).cells[1]
    assert cell.metadata.nbgrader.points == 2
    assert cell.metadata.tags == ["kith", "mine"]


@pytest.mark.parametrize(
    "code",
    ['x = kith.fold("guess")', 'kith.fold("guess")\n1', "kith.fold(name)", 'kith.fold("a", b=1)', "print(1)", "%pip"],
)
def test_any_other_code_stays_open_and_the_authors_own(code):
    cell = built(f"```{{code-cell}}\n{code}\n```").cells[1]
    assert cell.source == code
    assert cell.metadata == {}


@pytest.mark.parametrize(
    ("short", "filled"),
    [
        ("grade_id: a, solution: true", {"solution": True, "grade": False, "locked": False, "task": False}),
        ("grade_id: a, grade: true, points: 1", {"solution": False, "grade": True, "locked": True, "task": False}),
        ("grade_id: a, locked: true", {"solution": False, "grade": False, "locked": True, "task": False}),
    ],
)
def test_nbgrader_keys_are_written_short_and_filled_in(short, filled):
    keys = built(f"```{{code-cell}}\n---\nnbgrader: {{{short}}}\n---\n1\n```").cells[1].metadata.nbgrader
    assert {key: keys[key] for key in filled} == filled
    assert keys.schema_version == 3


def test_a_task_cell_is_locked_unless_its_author_insists():
    keys = built('+++ {"nbgrader": {"grade_id": "a", "task": true, "points": 3}}\n\nDo it.').cells[1].metadata.nbgrader
    assert keys.task
    assert keys.locked


def test_each_criterion_becomes_a_locked_task_cell_after_its_prompt(small_folder):
    rubrics = load_rubrics(small_folder / "1-first/rubric.toml")
    notebook = built('```{code-cell}\nkith.reflection("why")\n```\n\nThe end.', rubrics)
    assert ids(notebook) == ["kith-open", "why", "why--reason", None]
    task = notebook.cells[2]
    assert task.cell_type == "markdown"
    assert dict(task.metadata.nbgrader) == {
        "grade_id": "why--reason",
        "task": True,
        "grade": False,
        "solution": False,
        "locked": True,
        "points": 2,
        "schema_version": 3,
    }
    assert task.source == dedent("""\
        ### Reason

        Is there one?

        - **0 points, No:** There is none.
        - **2 points, Yes:** There is one, with \\*stars\\* in it.""")


def test_cell_ids_stay_when_something_else_changes():
    before = built('One.\n\n+++\n\nTwo.\n\n```{code-cell}\nkith.fold("guess")\n```')
    after = built('Zero.\n\n+++\n\nOne, changed.\n\n+++\n\nTwo.\n\n```{code-cell}\nkith.fold("guess")\n```')
    assert [cell.id for cell in before.cells][-2:] == [cell.id for cell in after.cells][-2:]


def test_equal_cells_have_different_ids():
    notebook = built("Same.\n\n+++\n\nSame.")
    assert len({cell.id for cell in notebook.cells}) == 3
    nbformat.validate(notebook)


def test_nothing_else_is_in_the_notebooks_settings():
    text = "---\nkernelspec: {name: other, display_name: Other}\nwidgets: {leak: 1}\n---\n\nHello."
    assert sorted(built(text).metadata) == ["kernelspec", "kith", "language_info"]
    assert built(text).metadata.kernelspec.name == "python3"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            'One.\n\n```{code-cell}\nkith.fold("a")\n```\n\n```{code-cell}\nkith.fold("a")\n```',
            "1-first/page.md, cell 3 (line 7): grade_id “a” appears twice; rename one.",
        ),
        (
            '```{code-cell}\n---\nnbgrader: {gradeid: a}\n---\nkith.fold("a")\n```',
            "1-first/page.md, cell 1 (line 1): nbgrader has no key “gradeid”; use one of",
        ),
        (
            "```{code-cell}\n---\nnbgrader: yes\n---\n1\n```",
            "1-first/page.md, cell 1 (line 1): “nbgrader” must be a table",
        ),
        (
            "```{code-cell}\n---\nnbgrader: {grade_id: a, grade: true}\n---\n1\n```",
            "1-first/page.md, cell 1 (line 1): this cell is graded but has no points; add them",
        ),
        (
            '\n\n```{code-cell}\nkith.fold("two words")\n```',
            "1-first/page.md, cell 1 (line 3): nbgrader refuses this cell: 'two words' does not match",
        ),
        (
            "```{code-cell}\n---\nnbgrader: {task: true, grade_id: a, points: 1}\n---\n1\n```",
            "1-first/page.md, cell 1 (line 1): nbgrader refuses this cell: Task cells have to be markdown",
        ),
        (
            "One.\n\n```{code-cell}\n---\nnbgrader: {\n---\n1\n```",
            "1-first/page.md, cell 2 (line 3): its settings cannot be read (",
        ),
        (
            "One.\n\n+++ {not json}\n\nTwo.",
            "1-first/page.md, cell 2 (line 3): its settings cannot be read (",
        ),
        (
            "---\nkernelspec: {name: other}\n---\n\nOne.",
            "1-first/page.md: its settings cannot be read ('display_name' is a required property)",
        ),
        (
            "---\na: [\n---\n\nOne.",
            "1-first/page.md: its settings cannot be read (",
        ),
    ],
)
def test_what_cannot_be_built_is_named_by_file_cell_and_line(text, complaint):
    with pytest.raises(SourceError) as error:
        build_notebook(text, "1-first/page", {})
    assert str(error.value).startswith(complaint)
