"""Beneath the scenes of a fold: who reads a note, and no word is lost while one is on its way."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kith_widgets import Fold
from tests.chromium import picture
from tests.widgets import cards
from tests.widgets.walks import commit_by_mouse, point_at, thumb

pytestmark = pytest.mark.browser
Show = Callable[..., Page]
COMMITTED = {
    "do": "commit",
    "answers": {"marks": {"values": {"public": 40, "secret": 45}, "width": 15}, "why": "People like to look kind."},
}
UNFOLD = {"do": "unfold"}
ON_ITS_WAY = "On its way to the kernel; nothing here can be rewritten until it answers."


def unfolded(card: dict[str, Any] = cards.PREDICTION) -> Fold:
    """A fold whose scenes are all there, waiting for an explanation."""
    controller = cards.Controller(card)
    for action in (COMMITTED, *[UNFOLD] * 4):
        controller.act(action)
    return Fold(card, controller.state, controller.act)


def add_a_note(page: Page) -> None:
    page.get_by_role("button", name="Add a note").click()


WRITING = {
    "explanation": (lambda _page: None, "What do you make of the difference?", "Keep what I make of it"),
    "note": (add_a_note, "A note, with its date", "Keep the note"),
}
each_writing = pytest.mark.parametrize(("begin", "field", "button"), WRITING.values(), ids=WRITING)
Begin = Callable[[Page], None]


def test_a_note_names_its_own_readers_not_those_of_the_answers(show: Show) -> None:
    page = show(unfolded())
    add_a_note(page)
    note = page.get_by_label("A note, with its date")
    expect(note).to_have_accessible_description(cards.FACILITATOR["sentence"])


@each_writing
def test_what_is_on_its_way_cannot_be_rewritten_and_arrives_whole(
    show: Show, begin: Begin, field: str, button: str
) -> None:
    page = show(unfolded())
    begin(page)
    box = page.get_by_label(field)
    box.fill("They knew each other.")
    page.evaluate("host.busy = true")
    page.get_by_role("button", name=button).click()
    box.click()
    page.keyboard.type(" And these words would vanish.")
    expect(box).to_have_value("They knew each other.")
    expect(box).to_have_js_property("readOnly", True)
    expect(page.locator("[aria-busy=true]").filter(has=box)).to_have_count(1)
    page.get_by_text(ON_ITS_WAY).wait_for(timeout=3000)
    picture(page, "widgets/prediction-on-its-way", ".kith")
    page.evaluate("host.awake()")
    page.get_by_role("blockquote").filter(has_text="They knew each other.").wait_for()
    assert page.get_by_text(ON_ITS_WAY).count() == 0


@each_writing
def test_what_was_refused_can_be_rewritten(show: Show, begin: Begin, field: str, button: str) -> None:
    page = show(unfolded())
    begin(page)
    box = page.get_by_label(field)
    box.fill("refuse me")
    page.get_by_role("button", name=button).click()
    page.locator("p").filter(has_text="This text is refused by the test. Change it.").wait_for()
    expect(box).to_be_editable()
    expect(box).to_have_value("refuse me")


def test_the_reason_of_a_commit_on_its_way_cannot_be_rewritten(show: Show) -> None:
    controller = cards.Controller(cards.PREDICTION)
    page = show(Fold(cards.PREDICTION, controller.state, controller.act))
    page.evaluate("host.busy = true")
    commit_by_mouse(page)
    page.get_by_label("Why there?").click()
    page.keyboard.type(" Do they?")
    expect(page.get_by_label("Why there?")).to_have_value("People like to look kind.")
    page.get_by_text(ON_ITS_WAY).wait_for(timeout=3000)
    page.evaluate("host.awake()")
    expect(page.get_by_role("blockquote")).to_have_text("People like to look kind.")


def test_a_refused_commit_can_be_rewritten(show: Show) -> None:
    controller = cards.Controller(cards.PREDICTION)
    page = show(Fold(cards.PREDICTION, controller.state, controller.act))
    page.get_by_label("Why there?").fill("refuse me")
    point_at(page, thumb(page, "In public"), 0.2)
    point_at(page, thumb(page, "In secret"), 0.7)
    page.get_by_role("textbox", name="How far off might you be, up or down?").fill("5")
    page.get_by_role("button", name="Commit", exact=True).click()
    page.locator("p").filter(has_text="This answer is refused by the test. Change it.").wait_for()
    for box in page.get_by_role("textbox").all():
        expect(box).to_be_editable()
