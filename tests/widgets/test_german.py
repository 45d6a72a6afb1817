"""The widgets in German, in a real browser: what is said, how figures and times are written, and in which language."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kith_widgets import Fold, Reflection
from tests.chromium import picture, violations
from tests.widgets import cards
from tests.widgets.walks import Mouse, thumb

pytestmark = pytest.mark.browser
Show = Callable[..., Page]
FESTLEGEN = re.compile(r"^Festlegen$")
TIME = r"20\. November um \d\d:\d\d"


@pytest.fixture(autouse=True)
def german(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_LANGUAGE", "de")


def opened() -> tuple[Fold, cards.Controller]:
    controller = cards.Controller(cards.PREDICTION)
    return Fold(cards.PREDICTION, controller.state, controller.act), controller


def commit(page: Page) -> None:
    hand = Mouse(page)
    hand.place(thumb(page, "In public"), 40, 120)
    hand.place(thumb(page, "In secret"), 45, 120)
    hand.write(page.get_by_role("textbox", name="How far off might you be, up or down?"), "15,0")
    hand.write(page.get_by_label("Why there?"), "People like to look kind.")
    page.get_by_role("button", name=FESTLEGEN).click()


def test_a_widget_says_which_language_it_speaks_and_which_way_that_runs(show: Show) -> None:
    root = show(opened()[0]).locator(".kith")
    assert (root.get_attribute("lang"), root.get_attribute("dir")) == ("de", "ltr")


def test_an_open_fold_asks_in_german(show: Show) -> None:
    page = show(opened()[0])
    expect(page.get_by_role("button", name="Zeig es mir ohne Vorhersage")).to_be_visible()
    expect(page.get_by_text("Du kannst dich festlegen, sobald noch 4 Antworten da sind.")).to_be_visible()
    assert thumb(page, "In public").get_attribute("aria-valuetext") == "noch nicht gesetzt"
    page.get_by_role("button", name=FESTLEGEN).click(force=True)
    said = page.locator("[role=status]").last
    expect(said).to_contain_text("Zum Festlegen fehlt noch: „In public“ setzen, „In secret“ setzen, „How far off")
    expect(said).to_contain_text(" und „Why there?“ beantworten.")
    picture(page, "german-open")


def test_a_committed_fold_tells_the_time_in_german_and_unfolds_in_german(show: Show) -> None:
    widget, controller = opened()
    page = show(widget)
    commit(page)
    page.set_viewport_size({"width": 360, "height": 900})
    expect(page.get_by_text(re.compile(rf"^Festgelegt: {TIME}\.$")).first).to_be_visible()
    assert controller.actions[0]["answers"]["marks"]["width"] == 15
    expect(page.get_by_text("was herauskam").first).to_be_visible()
    for name in ("See the twenty groups", "See how far you were from them"):
        page.get_by_role("button", name=name).click()
    expect(page.get_by_text("17 auseinander").first).to_be_visible()
    assert page.get_by_role("img", name="In public, du 40, 56,6, 17 auseinander").count() == 1
    expect(page.get_by_text("Die Zahlen als Tabelle").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page, ".kith") == []
    picture(page, "german-unfolded")


def test_a_reflection_counts_saves_and_gives_feedback_back_in_german(show: Show) -> None:
    desk = cards.Desk(cards.ANSWER, cards.FEEDBACK)
    page = show(Reflection(cards.REFLECTION, desk.state, desk.act))
    page.get_by_role("textbox").press_sequentially(" Eins zwei.")
    expect(page.get_by_text(re.compile(r"^\d+ Wörter, Ziel: 150 bis 300$"))).to_be_visible()
    expect(page.get_by_text(re.compile(r"^Gespeichert: \d\d:\d\d$"))).to_be_visible()
    expect(page.get_by_text("1,5 von 3 Punkten")).to_be_visible()
    expect(page.get_by_role("heading", name="Rückmeldung")).to_be_visible()
    expect(page.get_by_text(re.compile(rf"^Geschrieben: {TIME}$"))).to_be_visible()
    assert violations(page, ".kith") == []
    picture(page, "german-feedback")


def test_a_kernel_that_is_silent_is_told_in_german(show: Show) -> None:
    desk = cards.Desk()
    page = show(Reflection(cards.REFLECTION, desk.state, desk.act))
    page.evaluate("host.busy = true")
    page.get_by_role("textbox").press_sequentially("Bleibt da.")
    expect(page.get_by_text("Noch nicht gespeichert: Der Kernel ist beschäftigt.").first).to_be_visible(timeout=15_000)
    expect(page.get_by_text("Liegt in diesem Browser und wartet")).to_be_visible()
