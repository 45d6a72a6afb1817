"""Sixty learners are marked at the desk by keys, out of order; formgrader and each learner's notebook say the same."""

import json
import random
from itertools import product
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from playwright.sync_api import Page, expect

from kith_exercises.journal import Journal
from kith_exercises.markdown import tree
from kith_facilitator.collect import collect_module
from kith_facilitator.home import Home
from kith_facilitator.nbgrader_api import Nbgrader
from tests.chromium import picture
from tests.desk.conftest import CRITERIA, sources
from tests.desk.steps import Marks, marks, nothing_waits, opened
from tests.facilitator.steps import feedback, grade
from tests.lab import served
from tests.small_course import MODULE, NOTEBOOK, PROMPT, fetched, released_home

pytestmark = pytest.mark.e2e

LEARNERS = tuple(f"sim-{number:03}" for number in range(1, 61))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Sixty have handed in, and are graded but for the levels."""
    folder = tmp_path_factory.mktemp("sixty")
    made = released_home(folder / "home", sources(folder / "sources"))
    for learner in LEARNERS:
        Journal.open(fetched(made, learner), MODULE, NOTEBOOK).write(
            PROMPT, "text", f"Words of {learner}, for whoever reads sixty.", reach="facilitator"
        )
        Nbgrader(made, learner=learner).submit(MODULE)
    collect_module(made, MODULE)
    assert len(grade(made).graded) == 60
    return made


def plan(chance: random.Random) -> Marks:
    """Levels that no two learners share, and comments that no two fields share; some are left without."""
    levels = chance.sample(list(product(range(4), repeat=3)), len(LEARNERS))
    return {
        learner: {
            name: (float(level), chance.choice(["", f"{learner}, {name}: **{chance.random()}** <b>&amp;</b> שיתוף 🤝"]))
            for name, level in zip(CRITERIA, three, strict=True)
        }
        for learner, three in zip(LEARNERS, levels, strict=True)
    }


def mark_by_keys(page: Page, wanted: dict[str, tuple[float, str]], chance: random.Random) -> None:
    """Set the levels and write the comments of the open answer, in any order."""
    steps = [(name, what) for name, (_, text) in wanted.items() for what in ("level", *(["comment"] if text else []))]
    chance.shuffle(steps)
    for name, what in steps:
        for key in ("k", "k", *("j" * CRITERIA.index(name))):
            page.keyboard.press(key)
        points, text = wanted[name]
        if what == "level":
            page.keyboard.press(str(int(points) + 1))
        else:
            page.keyboard.press("c")
            page.keyboard.insert_text(text)
            page.keyboard.press("Escape")


def test_what_sixty_were_given_at_the_desk_is_what_formgrader_and_they_read(
    page: Page, home: Home, tmp_path: Path
) -> None:
    chance = random.Random(60)
    wanted: Any = plan(chance)
    order = []
    with served("desk", "--no-browser", home=home.root) as address:
        page.goto(address)
        page.wait_for_selector(".desk-text")
        skips = 10
        while len(order) < len(LEARNERS):
            learner = opened(page)
            if skips and learner not in order and chance.random() < 0.3:
                skips -= 1
                page.keyboard.press("s")
                continue
            mark_by_keys(page, wanted[learner], chance)
            order.append(learner)
            page.keyboard.press("n")
        nothing_waits(page)
        expect(page.get_by_text("60 of 60 marked")).to_be_visible()
        picture(page, "e2e/desk-sixty")
        assert sorted(order) == list(LEARNERS)
        assert order != list(LEARNERS), "an order by name would tell who is who"
        assert marks(home, LEARNERS) == wanted
        assert read_in_formgrader(page, home, address) == wanted
    assert len(feedback(home).new) == 60
    drawn = {
        learner: {name: (points, tree(text)) for name, (points, text) in marked.items()}
        for learner, marked in wanted.items()
    }
    assert read_in_the_notebooks(home, tmp_path / "read.json") == drawn


def read_in_formgrader(page: Page, home: Home, address: str) -> Marks:
    """What stands in the fields of formgrader's page of each learner."""
    with Nbgrader(home).gradebook() as gradebook:
        pages = {one: gradebook.find_submission_notebook(NOTEBOOK, MODULE, one).id for one in LEARNERS}
    root = address.partition("/kith/")[0]
    found: Marks = {}
    for learner, number in pages.items():
        page.goto(f"{root}/formgrader/submissions/{number}/")
        # Its page asks for marks and comments once it is there; until then its fields are empty.
        page.wait_for_function("() => formgrader.grades?.loaded && formgrader.comments?.loaded")
        ids = [f"{PROMPT}--{name}" for name in CRITERIA]
        read = page.evaluate(
            """ids => ids.map(one => [one, `${one}-comment`].map(id => document.getElementById(id).value))""",
            ids,
        )
        found[learner] = {name: (float(points), text) for name, (points, text) in zip(CRITERIA, read, strict=True)}
    return found


#: Runs in a kernel: the cells of a fetched page, as *Begin* runs them, and what its card says once it was asked.
READ = """
import json, os, sys
from pathlib import Path
import nbformat

def read(learner, folder):
    os.chdir(folder)
    os.environ["KITH_LEARNER"] = learner
    cells = [cell for cell in nbformat.read(PAGE, as_version=4).cells if cell.cell_type == "code"]
    results = [get_ipython().run_cell(cell.source).result for cell in cells]
    card = next(one for one in results if type(one).__name__ == "Reflection" and PROMPT in repr(one))
    for number, name in enumerate(CRITERIA):
        card.answer({"id": number, "payload": json.dumps({"do": "show", "criterion": name})})
    told = json.loads(card.state)["feedback"]["criteria"]
    return {one["id"]: [one["points"], one["comment"]] for one in told}

Path(OUT).write_text(json.dumps({learner: read(learner, folder) for learner, folder in FOLDERS.items()}))
"""


def read_in_the_notebooks(home: Home, out: Path) -> dict[str, dict[str, tuple[float, list[dict[str, Any]]]]]:
    """What the card of each learner's notebook says in a real kernel, once its feedback is fetched and shown."""
    for learner in LEARNERS:
        Nbgrader(home, learner=learner).fetch_feedback(MODULE)
    folders = {learner: str(home.simulated / learner / "assignments" / MODULE) for learner in LEARNERS}
    given = {"PAGE": f"{NOTEBOOK}.ipynb", "PROMPT": PROMPT, "CRITERIA": CRITERIA, "FOLDERS": folders, "OUT": str(out)}
    source = "\n".join(f"{name} = {value!r}" for name, value in given.items()) + READ
    driver = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    NotebookClient(driver, timeout=120, kernel_name="python3").execute()
    found = json.loads(out.read_text(encoding="utf-8"))
    return {
        learner: {id: (points, comment) for id, (points, comment) in said.items()} for learner, said in found.items()
    }
