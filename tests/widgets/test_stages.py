"""Each widget in each of its stages: what axe says, whether it fits 320 pixels, and a picture to be looked at."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from kith_widgets import Fold, Reflection, Widget
from tests.chromium import picture, violations
from tests.widgets import cards

pytestmark = pytest.mark.browser

COMMITTED = {
    "do": "commit",
    "answers": {"marks": {"values": {"public": 40, "secret": 45}, "width": 15}, "why": "People like to look kind."},
}
UNFOLD = {"do": "unfold"}
GUESSED = {"do": "unfold", "answer": 20}
CHOSEN = {"turn": "group", "others": 2, "note": ""}
EXPLAIN = {"do": "explain", "text": "I left out that they knew each other’s faces.\nThat may be most of it."}
PLACED = {
    "return": {"at": 20, "sure": "firm"},
    "learn": {"at": 50, "sure": "open"},
    "fit": {"none": True},
    "voice": {"at": 96, "sure": "fairly"},
}


def fold(card: dict[str, Any], *actions: dict[str, Any]) -> Widget:
    controller = cards.Controller(card)
    for action in actions:
        controller.act(action)
    return Fold(card, controller.state, controller.act)


def reflection(saved: str = "", feedback: dict[str, Any] | None = None, *earlier: str) -> Widget:
    desk = cards.Desk(saved, feedback)
    desk.texts = [*earlier, *desk.texts]
    return Reflection(cards.REFLECTION, desk.state, desk.act)


STAGES: dict[str, Callable[[], Widget]] = {
    "prediction-open": lambda: fold(cards.PREDICTION),
    "prediction-committed": lambda: fold(cards.PREDICTION, COMMITTED),
    "prediction-looked": lambda: fold(cards.PREDICTION, {"do": "look"}, UNFOLD, UNFOLD),
    "prediction-dots": lambda: fold(cards.PREDICTION, COMMITTED, UNFOLD),
    "prediction-ask": lambda: fold(cards.PREDICTION, COMMITTED, UNFOLD, UNFOLD),
    "prediction-explain": lambda: fold(cards.PREDICTION, COMMITTED, UNFOLD, UNFOLD, GUESSED, UNFOLD),
    "prediction-explained": lambda: fold(
        cards.PREDICTION, COMMITTED, UNFOLD, UNFOLD, {"do": "unfold", "look": True}, UNFOLD, EXPLAIN,
        {"do": "note", "text": "Asked my brother. He would have kept it."},
    ),
    "positions-open": lambda: fold(cards.positions()),
    "positions-committed": lambda: fold(cards.positions(), {"do": "commit", "answers": PLACED}),
    "positions-with-a-truth": lambda: fold(
        {**cards.positions(), "doors": True}, {"do": "commit", "answers": PLACED}
    ),
    "choice-open": lambda: fold(cards.CHOICE),
    "choice-committed": lambda: fold(cards.CHOICE, {"do": "commit", "answers": CHOSEN}),
    "reflection-open": reflection,
    "reflection-saved": lambda: reflection(cards.ANSWER, None, "I showed Mira the sheet."),
    "reflection-feedback": lambda: reflection(cards.ANSWER + " I never asked.", cards.FEEDBACK, cards.ANSWER),
}  # fmt: skip


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("stage", STAGES)
def test_axe_finds_no_violation(show: Callable[..., Page], stage: str, theme: str) -> None:
    page = show(STAGES[stage](), theme=theme)
    picture(page, f"widgets/{stage}-{theme}", ".kith")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    found = violations(page, ".kith")
    assert found == []
    assert page.locator(".kith :is(button, input, textarea, [role=slider])").count() > 0


@pytest.mark.parametrize("stage", STAGES)
def test_it_fits_320_pixels_without_sideways_scrolling(show: Callable[..., Page], stage: str) -> None:
    page = show(STAGES[stage](), width=320)
    picture(page, f"widgets/{stage}-320", ".kith")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
