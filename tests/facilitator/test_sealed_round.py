"""A truth that is data goes the whole round of a module, in real kernels and through nbgrader, and is read nowhere."""

import os
import signal

import pytest

from kith_exercises.cards.fold import FoldCard
from kith_exercises.definitions import FoldPrompt, load_prompts
from kith_exercises.journal import Journal
from kith_facilitator.home import Home
from kith_facilitator.notebooks import read_notebook
from kith_facilitator.sources import course_of
from kith_facilitator.viewing import view
from tests.facilitator.steps import feedback, folder_of, grade, mark, submit
from tests.kernel_page import kernel
from tests.sealing import ANSWERS, PROMPT, in_clear, seal_course
from tests.small_course import MODULE, NOTEBOOK, released_home, write_course

CAME, COMMITTED = "sim-001", "sim-002"
COMMIT, NEXT, GUESS = {"do": "commit", "answers": ANSWERS}, {"do": "unfold"}, {"do": "unfold", "answer": 40}
TO_THE_END = (COMMIT, NEXT, GUESS)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    place = tmp_path_factory.mktemp("sealed")
    sources = write_course(place / "sources")
    seal_course(sources / MODULE, NOTEBOOK)
    return released_home(place / "home", sources)


@pytest.fixture(scope="module")
def given(home: Home) -> Home:
    """The same home once two have submitted, were graded and got feedback: one came to the end, one committed."""
    for learner, steps in ((CAME, TO_THE_END), (COMMITTED, TO_THE_END[:1])):
        folder = folder_of(home, learner)
        prompt = load_prompts(folder / "prompts.toml")[PROMPT]
        assert isinstance(prompt, FoldPrompt)
        card = FoldCard(prompt, Journal.open(folder, MODULE, NOTEBOOK), "key")
        for step in steps:
            card.act(step)
        submit(home, learner)
    assert grade(home).graded == (CAME, COMMITTED)
    for learner in (CAME, COMMITTED):
        mark(home, learner)
    assert feedback(home).given == (CAME, COMMITTED)
    return home


def read_in_clear(home: Home) -> dict[str, list[str]]:
    """Every file of the home, its sources apart, in which a sealed word can be read."""
    files = [path for path in home.root.rglob("*") if path.is_file() and not path.is_symlink()]
    return {str(path.relative_to(home.root)): found for path in files if (found := in_clear(path.read_bytes()))}


def test_a_kernel_that_dies_between_commit_and_reveal_loses_nothing_and_reveals_nothing(home: Home) -> None:
    page = folder_of(home, "sim-003") / f"{NOTEBOOK}.ipynb"
    with kernel(page, PROMPT) as (opened, process):
        assert opened.state["stage"] == "open"
        state = opened.act(COMMIT)
        assert (state["stage"], state["answers"], state["scenes"]) == ("committed", ANSWERS, [])
        assert in_clear(opened.said) == []
        os.kill(process, signal.SIGKILL)
    with kernel(page, PROMPT) as (opened, _):
        assert (opened.state["stage"], opened.state["answers"]) == ("committed", ANSWERS)
        assert in_clear(opened.said) == []
        state = opened.act(NEXT)
        assert [scene["title"] for scene in state["scenes"]] == ["Listeners named 3 of 120"]
        assert "curse" not in opened.said
        state = opened.act(GUESS)
        assert state["scenes"][1]["title"] == "It was called a curse"


def test_what_is_held_back_is_in_clear_nowhere_from_release_to_feedback(given: Home) -> None:
    assert (folder_of(given, CAME) / "sealed.kith").is_file()
    assert list((given.course / "feedback").rglob("*.html"))
    assert read_in_clear(given) == {}


def test_whoever_came_to_the_end_gets_the_point_and_whoever_only_committed_does_not(given: Home) -> None:
    assert {learner: completion(given, learner) for learner in (CAME, COMMITTED)} == {CAME: "1.0", COMMITTED: "0.0"}


def completion(home: Home, learner: str) -> str:
    """What the graded page says of coming to the end."""
    graded = read_notebook(home.course / "autograded" / learner / MODULE / f"{NOTEBOOK}.ipynb")
    cell = next(cell for cell in graded.cells if cell.source == f'kith.complete("{PROMPT}")')
    return str(cell.outputs[0]["data"]["text/plain"])


def test_the_page_that_a_facilitator_views_holds_it_and_shows_it_to_no_glance(given: Home) -> None:
    made = view(given, course_of(given).module(MODULE), COMMITTED).page
    assert "Will they name the tune?" in made
    assert in_clear(made) == []
