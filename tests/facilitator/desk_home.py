"""A home for the marking desk: two marked questions, learners who really submitted, and as many more as wanted."""

import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kith_exercises.journal import Journal
from kith_facilitator.desk.controller import Desk
from kith_facilitator.home import Home
from kith_facilitator.nbgrader_api import Nbgrader
from tests.facilitator.steps import write
from tests.small_course import MODULE, NOTEBOOK, write_course

__all__ = [
    "ODD",
    "PEOPLE",
    "Clock",
    "add_people",
    "answer_all",
    "answers_of",
    "beside",
    "comment",
    "criterion",
    "formgrader_marks",
    "level",
    "opened",
    "row",
    "seen",
    "write_two_questions",
]

#: Who submits: account names that would give people away, and do not begin like anything else on the desk.
PEOPLE = ("sim-zora", "sim-anselm", "sim-quirin", "sim-bertha")

_HOW = {
    "prompts.toml": """
[how]
kind = "text"
title = "How"
reach = "facilitator"
question = ["How would you notice?"]
rubric = true
""",
    "rubric.toml": """
[[how.criteria]]
id = "sign"
title = "Sign"
asks = "What would show it?"
levels = [{ points = 0, label = "None", text = "No sign." }, { points = 4, label = "Clear", text = "One sees it." }]
""",
    "page.md": """
```{code-cell}
kith.reflection("how")
```
""",
}


def write_two_questions(folder: Path) -> Path:
    """The small course's sources with a second marked question."""
    write_course(folder)
    for name, text in _HOW.items():
        with (folder / MODULE / name).open("a", encoding="utf-8") as file:
            file.write(text)
    return folder


#: What an answer must come through with: markup, half a sign, NUL, line ends of all kinds, another direction.
ODD = "<script>alert(1)</script> \ud83d half, nul \0, \r\n\u2028 line ends, שלום, 👩🏽‍🚀"


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = datetime(2020, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now


def answer_all(home: Home, learner: str) -> None:
    """What one of the four writes: two drafts and a text, and how they see it."""
    write(home, learner, "text", f"{learner}: a draft thrown away")
    write(home, learner, "text", f"A draft to show, by {len(learner)}")
    write(home, learner, "text", ODD if learner == PEOPLE[0] else f"Why, in words of {len(learner)}")
    write(home, learner, "grown", {"drafts": [2]})
    if learner == PEOPLE[3]:
        write(home, learner, "criterion", {"replaces": "use", "title": "My own measure", "good": "It is mine."})
    write(home, learner, "self", {"criterion": "evidence", "points": 2, "sentence": "in words of"})
    write(home, learner, "text", f"How, in words of {len(learner)}", "how")


def add_people(home: Home, names: Sequence[str], module: str = MODULE, notebook: str = NOTEBOOK) -> None:
    """People as grading leaves them: rows of nbgrader's own making, and a journal in ``autograded``."""
    prompts = ("why", "how") if module == MODULE else ("reflection",)
    with Nbgrader(home).gradebook() as gradebook:
        for name in names:
            gradebook.update_or_create_student(name)
            gradebook.add_submission(module, name)
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            journal = Journal.open(Path(folder, module), module, notebook)
            for prompt in prompts:
                journal.write(prompt, "text", f"What {len(name)} letters wrote on {prompt}", reach="facilitator")
            place = home.course / "autograded" / name / module / "responses" / f"{notebook}.jsonl"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(journal.travelling.read_bytes())


def answers_of(desk: Desk) -> dict[tuple[str, str], str]:
    """Every answer on a desk by who wrote it and prompt; tests may know who is who."""
    return {(case.student, case.prompt): case.answer for case in desk._look().every.values()}


def seen(desk: Desk, answer: str, criterion: str, what: str) -> dict[str, Any]:
    """An action's part that says what its page shows: the words, and what stands where it sets something."""
    open_ = desk._view.open
    found = desk.act({"do": "open", "answer": answer})["open"]
    desk._view.open = open_
    (before,) = (one[what] for one in found["criteria"] if one["id"] == criterion)
    return {"answer": answer, "criterion": criterion, "version": found["version"], "before": before}


def beside(desk: Desk, marker: str) -> Desk:
    """The desk as somebody else has it open."""
    return Desk(desk.room.home, room=desk.room, marker=marker, clock=desk._clock)


def level(desk: Desk, answer: str, criterion: str, points: Any) -> dict[str, Any]:
    """Set a level as a page does that shows what is there now."""
    return desk.act({"do": "level", **seen(desk, answer, criterion, "points"), "points": points})


def comment(desk: Desk, answer: str, criterion: str, text: Any) -> dict[str, Any]:
    """Set a comment as a page does that shows what is there now."""
    return desk.act({"do": "comment", **seen(desk, answer, criterion, "comment"), "text": text})


def opened(desk: Desk, answer: str) -> dict[str, Any]:
    """The answer, open."""
    found: dict[str, Any] = desk.act({"do": "open", "answer": answer})["open"]
    return found


def criterion(desk: Desk, answer: str, id: str) -> dict[str, Any]:
    """One criterion of an answer, which is then open."""
    found: dict[str, Any] = next(one for one in opened(desk, answer)["criteria"] if one["id"] == id)
    return found


def row(desk: Desk, answer: str) -> dict[str, Any]:
    """The line of an answer in the queue."""
    found: dict[str, Any] = next(one for one in desk.state()["queue"] if one["answer"] == answer)
    return found


def formgrader_marks(home: Home, learner: str) -> dict[str, tuple[float | None, bool, str | None]]:
    """What formgrader's own queries say of a learner's cells: points, whether they wait, and the comment."""
    with Nbgrader(home).gradebook() as gradebook:
        page = gradebook.find_submission_notebook(NOTEBOOK, MODULE, learner)
        comments = {note.name: note.to_dict()["manual_comment"] for note in page.comments}
        return {
            cell.name: (cell.to_dict()["manual_score"], cell.to_dict()["needs_manual_grade"], comments.get(cell.name))
            for cell in page.grades
        }
