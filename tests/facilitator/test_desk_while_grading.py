"""While the desk grades, whoever asks it is answered, and may mark: told by what comes after what, not by a clock."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from kith_facilitator.home import Home
from tests.facilitator.desk_browser import base_of, logged_in
from tests.facilitator.desk_home import PEOPLE, formgrader_marks
from tests.lab import served
from tests.small_course import MODULE, NOTEBOOK

ZORA, ANSELM, QUIRIN, BERTHA = PEOPLE

#: A cell that works until it is let go; there are some of them, as none may take longer than half a minute.
WORKS = """
from pathlib import Path

while not Path({gate!r}).exists():
    pass
"""


class Gates:
    """Where a learner's code looks whether it is let go: a folder on Python's path, which kernels may read."""

    def __init__(self, folder: Path, course: Path) -> None:
        self.folder, self._course = folder, course
        self.folder.mkdir()

    def put_before(self, learner: str) -> None:
        """What this learner submitted is other than what was graded, and its grading goes on until it is let go."""
        path = self._course / "submitted" / learner / MODULE / f"{NOTEBOOK}.ipynb"
        page, cell = nbformat.read(path, as_version=4), WORKS.format(gate=str(self.folder / learner))
        page.cells += [nbformat.v4.new_code_cell(cell) for _ in range(6)]
        nbformat.write(page, path)

    def being_graded(self) -> list[str]:
        """Whose page is being graded and not let go; there is one before long."""
        for _ in range(1200):
            pages = (self._course / ".kith/grading").glob(f"*/made/autograded/*/{MODULE}/{NOTEBOOK}.ipynb")
            learners = [page.parent.parent.name for page in pages]
            if found := [learner for learner in learners if not (self.folder / learner).exists()]:
                return found
            time.sleep(0.05)
        raise AssertionError("no submission is being graded")

    def let_one_go(self) -> None:
        (self.folder / self.being_graded()[0]).touch()


class Page:
    """One page of the desk, open in a browser."""

    def __init__(self, address: str) -> None:
        self.address, self.base, self.browser = address, base_of(address), logged_in(address)
        self._messages = 0
        self.act({"do": "view", "names": True})

    def act(self, action: dict[str, Any]) -> dict[str, Any]:
        self._messages += 1
        return self.browser.act(self.base, "one", self._messages, action)

    def grading(self) -> tuple[bool, int]:
        """Whether it grades, and how many are done, as it says itself."""
        job = self.act({"do": "look"})["state"]["jobs"][1]
        return job["running"], job["done"]

    def until(self, told: tuple[bool, int]) -> None:
        """Look until it says just this."""
        deadline = time.monotonic() + 120
        while (seen := self.grading()) != told:
            assert time.monotonic() < deadline, seen
            time.sleep(0.05)

    def mark(self, learner: str, points: int) -> None:
        queue = self.act({"do": "look"})["state"]["queue"]
        answer = next(one["answer"] for one in queue if one["who"] == learner and one["prompt"] == "why")
        words = self.act({"do": "open", "answer": answer})["state"]["open"]["version"]
        about = {"answer": answer, "version": words, "criterion": "use", "before": None}
        assert self.act({"do": "level", **about, "points": points})["ok"] is True


@pytest.fixture
def gates(to_mark: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gates:
    """Two of four are to be graded anew, which takes until they are let go."""
    gates = Gates(tmp_path / "gates", to_mark.course)
    for learner in (ZORA, ANSELM):
        gates.put_before(learner)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(gates.folder), os.environ.get("PYTHONPATH", ""))))
    return gates


def test_while_it_grades_the_desk_answers_and_takes_marks_and_another_run_is_refused(
    to_mark: Home, gates: Gates
) -> None:
    with served("desk", MODULE, "--no-browser", home=to_mark.root) as address:
        page = Page(address)

        def asked(path: str) -> None:
            assert page.browser.ask(address.replace("kith/desk", path)).status == 200

        def run_again() -> None:
            assert "running already" in page.act({"do": "run", "step": "collect"})["why"]

        assert page.act({"do": "run", "step": "grade"})["ok"] is True
        gates.being_graded()
        requests: list[Callable[[], object]] = [
            lambda: asked("kith/desk"),
            lambda: asked("api/status"),
            lambda: page.mark(BERTHA, 2),
            run_again,
        ]
        for request in requests:  # each is asked and answered between two looks that say: it grades, nobody is done
            assert page.grading() == (True, 0)
            request()
            assert page.grading() == (True, 0)
        assert formgrader_marks(to_mark, BERTHA)["why--use"] == (2, False, None)

        gates.let_one_go()
        page.until((True, 1))
        page.mark(QUIRIN, 1)
        assert page.grading() == (True, 1)
        gates.let_one_go()
        page.until((False, 2))
        job = page.act({"do": "look"})["state"]["jobs"][1]
        assert (job["ok"], job["sentence"]) == (True, "2 graded, 2 unchanged.")
    for learner, points in ((BERTHA, 2), (QUIRIN, 1)):
        assert formgrader_marks(to_mark, learner)["why--use"] == (points, False, None)
