"""A fold whose truth is data, in a browser: it unfolds with a kernel and without, and holds nothing before."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kith_exercises.cards.fold import FoldCard
from kith_exercises.definitions import FoldPrompt, load_prompts
from kith_exercises.journal import Journal
from kith_exercises.sealed import PACKED, SOURCE, Sealed
from kith_widgets import Fold
from kith_widgets.host import Exhibit, page
from tests.chromium import fenced, violations
from tests.sealing import PROMPT, PROMPTS, SEALED, in_clear
from tests.widgets.walks import Hand, Keys, Mouse, thumb

pytestmark = pytest.mark.browser
Show = Callable[..., Page]


@pytest.fixture
def card(tmp_path: Path) -> FoldCard:
    """The fold of a built module."""
    folder = tmp_path / "module"
    folder.mkdir()
    (folder / "prompts.toml").write_text(PROMPTS, encoding="utf-8")
    (folder / SOURCE).write_text(SEALED, encoding="utf-8")
    (folder / PACKED).write_bytes(Sealed.load(folder).packed())
    (folder / SOURCE).unlink()
    prompt = load_prompts(folder / "prompts.toml")[PROMPT]
    assert isinstance(prompt, FoldPrompt)
    return FoldCard(prompt, Journal.open(folder, "module", "page"), "sealed")


def to_the_end(tab: Page, hand: Hand) -> None:
    """Commit 60 of 120, and unfold both steps."""
    hand.place(thumb(tab, "Named"), 60, 120)
    hand.write(tab.get_by_label("One sentence why"), "It is a clear tune.")
    hand.press(tab.get_by_role("button", name="Commit", exact=True))
    hand.press(tab.get_by_role("button", name="Show what listeners named"))
    expect(tab.get_by_role("heading", name="Listeners named 3 of 120")).to_be_visible()
    hand.write(tab.get_by_role("textbox", name="How many in a hundred"), "40")
    hand.press(tab.get_by_role("button", name="Commit", exact=True))
    expect(tab.get_by_role("heading", name="It was called a curse")).to_be_visible()
    expect(tab.get_by_text("You put “Named” at 60. It was 3 tunes.")).to_be_visible()


@pytest.mark.parametrize("hand", [Mouse, Keys])
def test_it_unfolds_with_a_kernel(show: Show, card: FoldCard, hand: Callable[[Page], Hand]) -> None:
    tab = show(Fold(card.card(), card.state(), card.act))
    assert in_clear(tab.content()) == []
    to_the_end(tab, hand(tab))
    assert violations(tab) == []


def test_it_unfolds_in_a_page_without_one(browser: Browser, tmp_path: Path, card: FoldCard) -> None:
    widget = Fold(card.card(), card.state(), card.act)
    assert in_clear(json.dumps([widget.card, widget.state])) == []
    place = tmp_path / "page.html"
    place.write_text(page("One card", [Exhibit(widget, card.folded())]), encoding="utf-8")
    assert in_clear(place.read_bytes()) == []
    context, _ = fenced(browser)
    try:
        tab = context.new_page()
        tab.goto(place.as_uri())
        tab.wait_for_selector("[data-ready]")
        assert in_clear(tab.content()) == []
        to_the_end(tab, Mouse(tab))
    finally:
        context.close()
