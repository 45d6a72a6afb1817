"""One learner goes through the whole course in JupyterLab, card by card, hands in, and gets parcels and feedback."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kith_exercises.exchange import FileArrivals
from kith_exercises.identity import whoami
from kith_exercises.work import work_in
from kith_facilitator.home import Home, open_home
from kith_facilitator.nbgrader_api import Nbgrader
from tests.e2e.playing import play
from tests.lab import Lab, kith

pytestmark = pytest.mark.e2e

SITTINGS = ("1-before", "2-during", "3-together", "reflection")
#: What the makers give to who has nobody else, by the page on which it is met first.
GIVEN = {"story/story", "explain-it/text", "stamped/note", "shelter/seat"}


def test_a_learner_comes_to_the_end_of_every_card(page: Page, address: str, home: Path) -> None:
    lab, place = Lab(page, address), open_home(home)
    lab.settled()
    play_page(lab)
    where = page.locator(".jp-OutputArea", has_text="Every question has an answer.")
    expect(where.first).to_be_visible()  # though its cell was run before all of them
    hand_in(place, "0-welcome")
    Nbgrader(place).fetch("1-empathy")
    for sitting in SITTINGS:
        kith("due", f"1-empathy/{sitting}", "2026-01-01", home=home)  # nobody else is waited for
        lab.open_notebook(f"learner/1-empathy/{sitting}.ipynb")
        play_page(lab)
        hand_in(place, "1-empathy")
    for module in ("0-welcome", "1-empathy"):
        assert [prompt.id for prompt in work_in(place.learner, module).left] == []
    parcels = FileArrivals(place.learner).inbox(whoami()).parcels
    assert {one.sending for one in parcels} >= GIVEN
    get_feedback(lab, place)


def play_page(lab: Lab) -> None:
    lab.begin()
    play(lab)
    lab.save()


def hand_in(home: Home, module: str) -> None:
    """Submit, and fetch what an exchange brought; that the buttons in JupyterLab do the same is another test's."""
    Nbgrader(home).submit(module)
    kith("exchange", module, "--yes", home=home.root)
    Nbgrader(home).fetch_feedback(module)


def get_feedback(lab: Lab, home: Home) -> None:
    """The one text that is marked gets marks, and its writer sees them beneath their own words."""
    kith("grade", "1-empathy", home=home.root)
    with Nbgrader(home).gradebook() as gradebook:
        for grade in gradebook.find_submission_notebook("reflection", "1-empathy", whoami()).grades:
            grade.manual_score, grade.needs_manual_grade = 2, False
        gradebook.db.commit()
    assert "1 got feedback" in kith("feedback", "1-empathy", home=home.root)
    Nbgrader(home).fetch_feedback("1-empathy")
    lab.restart()
    lab.begin()
    card = lab.widget("What came, and what you had expected")
    expect(card.get_by_text("Feedback is here.")).to_be_visible()
    card.get_by_role("button", name="Show me without rating myself").click()
    expect(card.get_by_text("2 of 3 points").first).to_be_visible()
