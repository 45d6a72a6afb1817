"""Twenty-four go through the whole course with each other, get feedback, and learn what was planted in them."""

from pathlib import Path
from typing import Any

import pytest

from kith_exercises.cohort import Effects, synthesise
from kith_exercises.exchange import MAKERS, FileArrivals
from kith_facilitator.exchanging.book import Book, keep_book
from kith_facilitator.home import ensure_home
from kith_facilitator.nbgrader_api import Nbgrader
from tests.facilitator.steps import kith

pytestmark = pytest.mark.e2e

MODULES = ("0-welcome", "1-empathy")
COHORT = [learner.id for learner in synthesise(24, 1)]
PLANTED = Effects()
#: What the group learns, and what was planted of it, in the unit in which it is told.
TRUTH = {
    "byline/gap": PLANTED.label,
    "under-rule/moved": PLANTED.moves,
    "how-sure/overconfidence": PLANTED.sureness * 100,
    "stamped/trust": PLANTED.stamps,
    "explain-it/expected": PLANTED.forecast / 100 * 3,  # on a scale of 0 to 3
    "story/heard": PLANTED.heard * 100,
    "story/understood": PLANTED.understood,
}
#: As large as they are planted, these can be told from chance in a cohort of this size.
TOLD = ("byline/gap", "how-sure/overconfidence", "stamped/trust")
#: What goes from one learner to another in `1-empathy`.
SENT = {
    *("story/story", "story/said", "story/marks"),
    *("explain-it/card", "explain-it/text", "explain-it/lost", "explain-it/checked", "explain-it/again"),
    *("stamped/note", "stamped/verdict", "stamped/use"),
}


def test_both_modules_run_with_exchanges_grades_and_feedback_and_measures_find_what_was_planted(
    tmp_path: Path,
) -> None:
    home = ensure_home(tmp_path / "home", identity="claimed")
    for module in MODULES:
        keep_book(home.course, module, Book("8" * 64))  # so that the same people meet each time
        assert "24 simulated learners have submitted" in kith("simulate", module, home=home.root)
        assert "24 collected" in kith("collect", module, home=home.root)
        assert f"24 of 24 learners have sent {module}" in kith("exchange", module, home=home.root)
    for _ in range(2):
        assert "went on with what was handed over" in kith("simulate", "1-empathy", home=home.root)
        assert " new pairs" in kith("exchange", "1-empathy", home=home.root)
    for module in MODULES:
        assert "24 graded" in kith("grade", module, "--no-execute", home=home.root)
    with Nbgrader(home).gradebook() as gradebook:
        for learner in COHORT:
            for grade in gradebook.find_submission_notebook("reflection", "1-empathy", learner).grades:
                grade.manual_score, grade.needs_manual_grade = 2, False
        gradebook.db.commit()
    for module in MODULES:
        assert "24 got feedback" in kith("feedback", module, home=home.root)
    arrived = {}
    for learner in COHORT:
        Nbgrader(home, learner=learner).fetch_feedback("1-empathy")
        arrived[learner] = FileArrivals(home.simulated / learner / "assignments")
    inboxes = {learner: one.inbox(learner).parcels for learner, one in arrived.items()}
    by_learners = {learner: {one.sending for one in got if one.origin != MAKERS} for learner, got in inboxes.items()}
    assert all(by_learners.values())
    assert set.union(*by_learners.values()) >= SENT
    for learner, one in arrived.items():
        assert recovered(one.figures(learner)) == (set(TRUTH), set(TOLD)), learner


def recovered(figures: Any) -> tuple[set[str], set[str]]:
    """Which of what was planted lies in the interval that was told, and which of these intervals leave out 0."""
    ends = {id: figures[id]["intervals"][0] for id in TRUTH}
    within = {id for id, end in ends.items() if end["low"] <= TRUTH[id] <= end["high"]}
    return within, {id for id in within & set(TOLD) if not ends[id]["low"] <= 0 <= ends[id]["high"]}
