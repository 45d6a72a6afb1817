"""``kith answers``: what learners told their facilitator under a question, and nothing that was for others."""

from pathlib import Path

import pytest

from kith_exercises.journal import Journal
from kith_facilitator.home import Home, ensure_home
from tests.facilitator.steps import kith

#: Four marks, of which none is a facilitator's to read, and the reason that is.
MARKS = {"marks": {"values": {"public": 11, "anonymous": 38}, "width": 25}}
WAYS = {"reach": "facilitator"}


def heaps(**given: str) -> dict[str, object]:
    names = ("basic", "stays", "unknown", "advice", "pass", "leads", "hear", "time")
    return {"step": "lines", "answers": {"lines": {"groups": {name: given.get(name, "fine") for name in names}}}}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home in which two learners handed in some of Welcome."""
    made = ensure_home(tmp_path / "home", identity="claimed")
    for learner, why in (("zora", "They would\nbe ashamed."), ("anselm", "A hunch.")):
        folder = made.course / "submitted" / learner / "0-welcome"
        journal = Journal.open(folder, "0-welcome", "welcome", {})
        journal.write("my-question", "text", f"Who asks {learner} first?", reach="facilitator")
        journal.write("my-thing", "text", "I prune trees.", reach="mine")
        journal.write("reader-card", "text", "I know bicycles.", reach="partner")
        journal.write_by_reach("being-seen", "commit", [("facilitator", {"why": why}), ("count", MARKS)])
        journal.write("being-seen", "explain", "It was a game.", reach="facilitator")
    return made


def test_what_was_told_a_facilitator_is_listed_by_question_and_by_no_name(home: Home) -> None:
    said = kith("answers", "0-welcome/being-seen", home=home.root)
    assert said.splitlines() == [
        "Does being seen make people give?: told by a few",
        "Why there? One sentence; “a hunch” is one too.",
        "  A hunch.",
        "  They would be ashamed.",
        "What do you make of the difference?",
        "  2 × It was a game.",
    ]
    listed = kith("answers", "0-welcome", home=home.root)
    assert "0-welcome/my-question (What I want to find out): a few" in listed
    everything = listed + "".join(
        kith("answers", f"0-welcome/{one}", home=home.root) for one in ("my-thing", "reader-card", "being-seen")
    )
    assert not any(word in everything for word in ("zora", "anselm", "I prune", "bicycles", "38"))
    assert "nothing that is for you to read" in everything


def test_lines_that_were_sorted_are_counted(home: Home) -> None:
    for learner, given in (("zora", {"basic": "need"}), ("anselm", {"basic": "need", "pass": "not"})):
        folder = home.course / "submitted" / learner / "0-welcome"
        Journal.open(folder, "0-welcome", "welcome", {}).write("agreement", "commit", heaps(**given), **WAYS)
    said = kith("answers", "0-welcome/agreement", home=home.root)
    assert "  2 × I need this: nobody is laughed at for a basic question\n" in said
    assert "  Not for me: I may pass, and need not say why\n" in said


def test_a_question_that_is_not_there_is_one_sentence(home: Home) -> None:
    said = kith("answers", "0-welcome/my-questoin", home=home.root, expect_code=2)
    assert "0-welcome has no question “my-questoin”. It has: where-i-stand, my-question" in said
