"""The pages of the course itself run from top to bottom, and the model on its last page answers what one changed."""

import ast
import asyncio
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

from kith_facilitator.course import build_course, load_course
from tests.course.conftest import COURSE

WIDGET = "application/vnd.jupyter.widget-view+json"
CARDS = ("kith.activity(", "kith.fold(", "kith.reflection(")
#: The rule that sleeps behind a sign, and that a learner wakes.
ASLEEP = "# if knowing == 1"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The facilitator's version of both modules."""
    folder = tmp_path_factory.mktemp("pages") / "source"
    build_course(load_course(COURSE), folder)
    return folder


def page(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call, no-any-return]


def code(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_each_page_runs_from_top_to_bottom_and_each_of_its_cards_is_drawn(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KITH_HOME", str(tmp_path / "home"))
    pages = {path: page(path) for path in sorted(built.glob("*/*.ipynb"))}
    assert len(pages) == 5

    async def run_all() -> None:
        await asyncio.gather(*(run(path, notebook) for path, notebook in pages.items()))

    async def run(path: Path, notebook: NotebookNode) -> None:
        place = {"metadata": {"path": str(path.parent)}}
        await NotebookClient(notebook, timeout=300, allow_errors=True, resources=place).async_execute()

    asyncio.run(run_all())
    for path, notebook in pages.items():
        said = [output for cell in code(notebook) for output in cell.outputs]
        assert [output for output in said if output.output_type in ("error", "stream")] == [], path
        for cell in code(notebook):
            if cell.source.startswith(CARDS):
                assert [WIDGET in output.data for output in cell.outputs] == [True], (path, cell.source)


def answered(source: str) -> str:
    """What stands below a cell of code once it was run."""
    *before, last = ast.parse(source).body
    assert isinstance(last, ast.Expr)
    names: dict[str, object] = {}
    exec(compile(ast.Module(before, []), "cell", "exec"), names)
    return repr(eval(compile(ast.Expression(last.value), "cell", "eval"), names))


def test_the_open_model_says_what_a_learners_change_to_it_did(built: Path) -> None:
    [cell] = [cell for cell in code(page(built / "1-empathy/reflection.ipynb")) if ASLEEP in cell.source]
    assert answered(cell.source).endswith("That is the talk as it was, but for chance: 87 and 40.")
    woken = answered(cell.source.replace("# if", "if"))
    assert "one that a single person knows in 100." in woken
    assert woken.endswith("what all know comes up about as often, and what one knows comes up 60 more often.")
    shyer = answered(cell.source.replace("chance=0.4", "chance=0.1"))
    assert "what one knows comes up 30 less often" in shyer
