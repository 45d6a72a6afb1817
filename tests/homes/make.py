"""Makes the stored home of a version, once, when it is released; README.md says how.

What a released version wrote is a fact: tests open the archives, and make none.
"""

import os
import sys
import tarfile
from pathlib import Path

from kith_exercises.cards.fold import FoldCard
from kith_exercises.definitions import FoldPrompt, load_prompts
from kith_exercises.journal import Journal
from kith_facilitator.collect import collect_module
from kith_facilitator.feedback import give_feedback
from kith_facilitator.grading.course import Course
from kith_facilitator.grading.grade import grade_course
from kith_facilitator.home import Home, ensure_home
from kith_facilitator.nbgrader_api import Nbgrader
from kith_facilitator.simulate import simulate_cohort
from tests.small_course import MODULE, NOTEBOOK, released_home, write_course

ROOT = Path("/srv/kith-stored")  # it stands in kith.toml, so it is a name that says nothing about a machine
TEXTS = [
    "I expected silence.",
    "I expected silence, and three people answered.",
    "I expected silence. Three people answered, and one of them asked me back: “What would you try?”",
]
FOLD = """
[being-seen]
kind = "fold"
reach = "count"
title = "Does being seen make people give?"
truth = "guyer"
explain = "What do you make of the difference?"

[["being-seen".fields]]
id = "marks"
kind = "marks"
label = "Choices for the group, out of 120"
min = 0
max = 120
ends = ["nobody, ever", "everybody, always"]
marks = [{ id = "public", label = "In public" }, { id = "anonymous", label = "Anonymous" }]
width = "How far off might you be, up or down?"

[["being-seen".fields]]
id = "why"
kind = "text"
reach = "facilitator"
label = "Why there?"
"""
CELL = '\n```{code-cell}\nkith.fold("being-seen")\n```\n\n```{code-cell}\nkith.complete("being-seen")\n```\n'


def make(archive: Path) -> None:
    """Go the whole way of a module with three learners, and pack what lies there."""
    os.environ["KITH_LEARNER"] = "ada"
    ensure_home(ROOT)  # while nothing lies there
    sources = write_course(ROOT / "sources")
    for name, more in (("prompts.toml", FOLD), ("page.md", CELL)):
        with (sources / MODULE / name).open("a", encoding="utf-8") as file:
            file.write(more)
    home = released_home(ROOT, sources)
    simulate_cohort(home, MODULE, learners=2, seed=1, track=list)
    ada = Nbgrader(home)
    ada._learner = "ada"  # the account's own name stays out of what is stored
    ada.fetch(MODULE)
    journal = Journal.open(home.learner / MODULE, MODULE, NOTEBOOK)
    _answer(home, journal)
    ada.submit(MODULE)
    collect_module(home, MODULE)
    grade_course(Course.of(home), MODULE, track=list)
    _mark(home)
    give_feedback(home, MODULE, track=list)
    ada.fetch_feedback(MODULE)
    _damage(journal.private)
    _pack(archive)


def _answer(home: Home, journal: Journal) -> None:
    for text in TEXTS:
        journal.write("why", "text", text, reach="facilitator")
    journal.write("own", "text", "For myself: I was afraid to ask.", reach="mine")
    fold = load_prompts(home.learner / MODULE / "prompts.toml")["being-seen"]
    assert isinstance(fold, FoldPrompt)
    card = FoldCard(fold, journal, "stored")
    answers = {"marks": {"values": {"public": 70, "anonymous": 40}, "width": 10}, "why": "A hunch."}
    card.act({"do": "commit", "answers": answers})
    while card.state()["next"]:
        card.act({"do": "unfold", "look": True})
    card.act({"do": "explain", "text": "Less than I thought."})


def _mark(home: Home) -> None:
    with Nbgrader(home).gradebook() as gradebook:
        for learner in ("ada", "sim-001"):  # sim-002 waits for their marks
            page = gradebook.find_submission_notebook(NOTEBOOK, MODULE, learner)
            for grade in page.grades:
                if grade.name in ("why--evidence", "why--use"):
                    grade.manual_score, grade.needs_manual_grade = 2, False
            for note in page.comments:
                note.manual_comment = "Which record was it? *Name it.*"
        gradebook.db.commit()


def _damage(path: Path) -> None:
    """What a bad disk and a cut leave: a damaged line and a torn tail."""
    lines = path.read_bytes().splitlines(keepends=True)
    lines[1] = lines[1].replace(b'"put":"', b'"put":"?', 1)
    path.write_bytes(b"".join(lines) + lines[-1][:60])


def _pack(archive: Path) -> None:
    """All of the home but configuration and logs, which name this machine's folders and are written anew."""

    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
        if entry.name.split("/")[1:2] in (["config"], ["logs"]) or "__pycache__" in entry.name:
            return None
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = ""
        return entry

    with tarfile.open(archive, "w:gz", compresslevel=9) as tar:
        tar.add(ROOT, "home", filter=plain)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
