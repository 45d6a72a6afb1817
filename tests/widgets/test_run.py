"""A model in an activity in a real browser: nothing of what comes is there before, and a line is changed and run."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kith_exercises.cards.widgets import activity_widget
from tests.chromium import violations
from tests.primitives.samples import MODEL, Walker

pytestmark = pytest.mark.browser
Show = Callable[..., Page]


def test_a_model_is_guessed_played_and_opened_by_keys_alone(show: Show, tmp_path: Path) -> None:
    walker = Walker(MODEL, tmp_path / "learner" / "1-some")
    card = walker.card()
    widget = activity_widget(card, card.act)
    assert '"runs"' not in widget.state
    page = show(widget)
    page.get_by_role("textbox", name="How many common facts?").fill("40")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Run it").press("Enter")
    expect(page.locator("canvas")).to_have_count(2)
    came = page.get_by_text("How many common facts? It comes to 95%; you expected 40%.", exact=True)
    assert not came.is_visible(), "the end was not seen yet"
    page.get_by_role("slider").press("End")
    expect(came).to_be_visible()

    page.get_by_role("textbox", name="How many of 100?").fill("90")
    page.get_by_role("button", name="Run it").press("Enter")
    expect(page.get_by_role("paragraph").filter(has_text="Before you can commit: change one line")).to_be_visible()
    expect(page.get_by_role("combobox", name="The line that you change")).to_be_focused()
    lines = page.get_by_role("combobox", name="The line that you change")
    lines.select_option(label="13: says[:, common:, 1:] = False  # a single fact is known to the first member only")
    line = page.get_by_role("textbox", name="Line 13, as it is to be")
    line.fill("    says[:, common:, 0] = Truly")
    page.get_by_role("button", name="Run it").press("Enter")
    expect(page.get_by_text("With this line the model stopped: NameError").first).to_be_visible()
    line.fill("    says[:, common:, 0] = True")
    page.get_by_role("button", name="Run it").press("Enter")
    expect(page.get_by_role("heading", name="What the changed line did")).to_be_visible()
    expect(page.get_by_text("It comes to 100%, and before your change to").first).to_be_visible()
    assert violations(page) == []
    [record] = [one for one in walker.journal.read().of("unsaid") if one.event == "commit" and "came" in one.value]
    assert json.dumps(record.value["came"]) == '{"single_share": 1.0}'
