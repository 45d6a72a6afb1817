"""A truth that is data goes the whole round of a module, in real kernels and through nbgrader, and is read nowhere."""

import json
import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

from kith_exercises.cards.fold import FoldCard
from kith_exercises.definitions import FoldPrompt, load_prompts
from kith_exercises.journal import Journal
from kith_facilitator.home import Home
from kith_facilitator.notebooks import read_notebook
from kith_facilitator.sources import course_of
from kith_facilitator.viewing import view
from tests.facilitator.steps import feedback, folder_of, grade, mark, submit
from tests.sealing import ANSWERS, PROMPT, in_clear, seal_course
from tests.small_course import MODULE, NOTEBOOK, released_home, write_course

CAME, COMMITTED = "sim-001", "sim-002"
PATIENCE = 90
COMMIT, NEXT, GUESS = {"do": "commit", "answers": ANSWERS}, {"do": "unfold"}, {"do": "unfold", "answer": 40}
TO_THE_END = (COMMIT, NEXT, GUESS)


class Opened:
    """A page whose cells have run in a kernel, with all that the kernel said to the page."""

    def __init__(self, client: BlockingKernelClient, page: Path) -> None:
        self._client, self._numbers = client, count(1)
        self.said = ""
        cells = [cell.source for cell in read_notebook(page).cells if cell.cell_type == "code"]
        found = [message for cell in cells for message in self._until_idle(client.execute(cell))]
        [self._card] = [message for message in found if PROMPT in self._shown(message)]

    @staticmethod
    def _shown(message: dict[str, Any]) -> str:
        """The card that a message brings, if it brings a widget."""
        data = message["content"].get("data", {})
        return str(data.get("state", {}).get("card", "")) if message["msg_type"] == "comm_open" else ""

    def _until_idle(self, asked: str) -> list[dict[str, Any]]:
        found = []
        while True:
            message = self._client.get_iopub_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") != asked:
                continue
            assert message["msg_type"] != "error", message["content"]
            found.append(message)
            self.said += json.dumps(message, default=str)
            if message["content"].get("execution_state") == "idle":
                return found

    @property
    def state(self) -> dict[str, Any]:
        """The state with which the card came."""
        return json.loads(self._card["content"]["data"]["state"]["state"])  # type: ignore[no-any-return]

    def act(self, action: dict[str, Any]) -> dict[str, Any]:
        """What the card answers to an action."""
        content = {"id": next(self._numbers), "payload": json.dumps(action)}
        data = {"method": "custom", "content": content}
        message = self._client.session.msg("comm_msg", {"comm_id": self._card["content"]["comm_id"], "data": data})
        self._client.shell_channel.send(message)
        answers = [
            json.loads(one["content"]["data"]["content"]["payload"])
            for one in self._until_idle(message["header"]["msg_id"])
            if one["msg_type"] == "comm_msg" and one["content"]["data"]["method"] == "custom"
        ]
        assert answers[-1]["ok"], answers
        return answers[-1]["state"]  # type: ignore[no-any-return]


@contextmanager
def kernel(page: Path) -> Iterator[tuple[Opened, int]]:
    """The page, opened in a kernel of its own, and that kernel's process."""
    with tempfile.TemporaryDirectory() as place:  # a socket's path must be short, and is not to be submitted
        manager = KernelManager(kernel_name="python3", transport="ipc", ip=f"{place}/kernel")
        manager.start_kernel(cwd=str(page.parent))
        client = manager.blocking_client()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=PATIENCE)
            yield Opened(client, page), manager.provisioner.pid  # type: ignore[union-attr]  # it is a local process
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)


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
    with kernel(page) as (opened, process):
        assert opened.state["stage"] == "open"
        state = opened.act(COMMIT)
        assert (state["stage"], state["answers"], state["scenes"]) == ("committed", ANSWERS, [])
        assert in_clear(opened.said) == []
        os.kill(process, signal.SIGKILL)
    with kernel(page) as (opened, _):
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
