"""The fold in a real browser: nothing preselected, two doors, the same record by keys as by mouse, no truth before."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kith_widgets import Fold, Stand
from tests.chromium import picture
from tests.study import figure_in
from tests.widgets import cards
from tests.widgets.walks import again, commit_by_keys, commit_by_mouse, point_at, press_until, thumb

pytestmark = pytest.mark.browser
Show = Callable[..., Page]
COMMIT: dict[str, Any] = {"name": "Commit", "exact": True}


def opened(card: dict[str, Any] = cards.PREDICTION) -> tuple[Fold | Stand, cards.Controller]:
    controller = cards.Controller(card)
    widget = Stand if card["fields"][0]["kind"] == "position" else Fold
    return widget(card, controller.state, controller.act), controller


def press_early(page: Page) -> None:
    """Presses Commit although it says that it is not ready; Playwright itself would wait for ever."""
    page.get_by_role("button", **COMMIT).click(force=True)


def test_no_control_has_a_value_before_it_is_touched(show: Show) -> None:
    page = show(opened()[0])
    assert page.locator("[data-placed]").count() == 0
    for name in ("In public", "In secret"):
        assert thumb(page, name).get_attribute("aria-valuetext") == "not placed yet"
    assert page.locator("input:checked").count() == 0
    assert page.eval_on_selector_all("input, textarea", "all => all.map(one => one.value)") == [""] * 4


@pytest.mark.parametrize(
    "card", [cards.PREDICTION, cards.positions(), cards.CHOICE], ids=["marks", "positions", "choice"]
)
def test_an_untouched_fold_cannot_be_committed_and_says_what_lacks(show: Show, card: dict[str, Any]) -> None:
    widget, controller = opened(card)
    page = show(widget)
    press_early(page)
    assert controller.actions == []
    assert page.evaluate("document.activeElement.matches('[role=slider], input')")
    expect(page.locator("[role=status]").last).to_contain_text("Before you can commit:")
    for label in [field["label"] for field in card["fields"] if field["kind"] != "marks" and not field.get("optional")]:
        expect(page.get_by_role("button", **COMMIT)).to_have_accessible_description(re.compile(re.escape(label)))


def test_everything_that_lacks_is_named_and_the_first_gets_the_focus(show: Show) -> None:
    page = show(opened()[0])
    point_at(page, thumb(page, "In public"), 0.5)
    press_early(page)
    sentence = page.locator("[role=status]").last.inner_text()
    assert sentence.startswith("Before you can commit: place “In secret”, answer “How far off")
    expect(thumb(page, "In secret")).to_be_focused()


def test_first_positions_do_not_stay_where_nothing_unfolds(show: Show) -> None:
    card = {**cards.positions(), "fields": cards.positions()["fields"][:1]}
    page = show(opened(card)[0])
    point_at(page, page.get_by_role("slider"), 0.2)
    page.get_by_label("Very sure").check()
    page.get_by_role("button", **COMMIT).click()
    page.get_by_text("Kept as you placed them.").wait_for()
    for _ in ("as it was drawn", "as it is drawn after a reload"):
        section = page.get_by_role("region", name="My answer").inner_text()
        assert section.splitlines()[0].startswith("Committed ")
        assert card["kept"] in section
        assert card["reach"]["sentence"] in section
        assert page.locator("article").get_by_role("img").count() == 0
        article = page.locator("article").inner_text()
        assert [words for words in ("What comes back", "account", "Very sure") if words in article] == []
        assert page.evaluate("localStorage.length") == 0
        again(page, "region")


def test_having_no_idea_and_holding_a_position_exclude_each_other(show: Show) -> None:
    page = show(opened(cards.positions())[0])
    group = page.get_by_role("group", name="What comes back")
    group.get_by_label("Very sure").check()
    group.get_by_label("No idea yet").check()
    assert group.get_by_role("radio", checked=True).count() == 0
    group.get_by_role("slider").focus()
    page.keyboard.press("Home")
    expect(group.get_by_label("No idea yet")).not_to_be_checked()


def test_the_second_door_is_as_tall_and_is_kept_as_looking(show: Show) -> None:
    widget, controller = opened()
    page = show(widget)
    first, second = (
        page.get_by_role("button", name=name, exact=True).bounding_box()
        for name in ("Commit", "Show me without predicting")
    )
    assert first is not None
    assert second is not None
    assert first["height"] == second["height"] >= 40
    page.get_by_role("button", name="Show me without predicting").click()
    page.get_by_text("Looked without predicting").first.wait_for()
    assert controller.actions == [{"do": "look"}]


def test_no_truth_is_in_the_page_or_the_model_before_the_commit(show: Show) -> None:
    page = show(opened()[0])
    before = page.content() + page.evaluate("host.model.get('state') + host.model.get('card')")
    assert "Groups that were seen" not in before
    for figure in ("56.6", "36.7"):
        assert not figure_in(figure, before)
    commit_by_mouse(page)
    page.get_by_role("button", name="See the twenty groups").wait_for()
    assert not figure_in("56.6", page.content() + page.evaluate("host.model.get('state')"))
    page.get_by_role("button", name="See the twenty groups").click()
    page.get_by_role("heading", name="Groups that were seen").wait_for()


def test_the_whole_way_by_keys_to_the_explanation(show: Show) -> None:
    widget, controller = opened()
    page = show(widget)
    commit_by_keys(page)
    for label in ("See the twenty groups", "See how far you were from them"):
        press_until(page, page.get_by_role("button", name=label))
        page.keyboard.press("Enter")
        page.get_by_role("button", name=label).wait_for(state="detached")
        assert page.evaluate("document.activeElement.matches('h4')"), "focus goes on at the newest scene"
    expect(page.locator("[role=status]").last).to_contain_text("A difference of 20 choices")
    press_until(page, page.get_by_role("textbox", name="Deal the labels out"))
    page.keyboard.type("20")
    press_until(page, page.get_by_role("button", **COMMIT))
    page.keyboard.press("Enter")
    press_until(page, page.get_by_role("button", name="What was not measured"))
    page.keyboard.press("Enter")
    press_until(page, page.get_by_label("What do you make of the difference?"))
    page.keyboard.type("They knew each other.")
    press_until(page, page.get_by_role("button", name="Keep what I make of it"))
    page.keyboard.press("Enter")
    page.get_by_role("blockquote").filter(has_text="They knew each other.").wait_for()
    press_until(page, page.get_by_role("button", name="Add a note"))
    page.keyboard.press("Enter")
    page.keyboard.type("Later.")
    press_until(page, page.get_by_role("button", name="Keep the note"))
    page.keyboard.press("Enter")
    page.get_by_role("blockquote").filter(has_text="Later.").wait_for()
    expect(page.get_by_role("button", name="Add a note")).to_be_visible()  # the editor is closed, nothing is kept twice
    expect(page.get_by_role("textbox")).to_have_count(0)
    assert [action["do"] for action in controller.actions] == ["commit", *["unfold"] * 4, "explain", "note"]
    assert controller.actions[3] == {"do": "unfold", "answer": 20}
    assert page.evaluate("host.shortcuts") == []


def test_a_refused_commit_shows_its_sentence_and_keeps_what_was_typed(show: Show) -> None:
    page = show(opened()[0])
    page.get_by_label("Why there?").fill("refuse me")
    point_at(page, thumb(page, "In public"), 0.2)
    point_at(page, thumb(page, "In secret"), 0.7)
    page.get_by_role("textbox", name="How far off might you be, up or down?").fill("5")
    page.get_by_role("button", **COMMIT).click()
    expect(page.locator("p").filter(has_text="This answer is refused by the test. Change it.")).to_be_visible()
    expect(page.get_by_label("Why there?")).to_have_value("refuse me")
    picture(page, "widgets/prediction-refused", ".kith")


def test_what_was_touched_survives_a_reload_before_the_commit(show: Show) -> None:
    page = show(opened()[0])
    point_at(page, thumb(page, "In public"), 0.25)
    page.get_by_label("Why there?").fill("half a thought")
    page.reload()
    page.evaluate("() => host.show('it')")
    page.get_by_role("slider").first.wait_for()
    expect(thumb(page, "In public")).to_have_attribute("aria-valuetext", "30 choices")
    expect(thumb(page, "In secret")).to_have_attribute("aria-valuetext", "not placed yet")
    expect(page.get_by_label("Why there?")).to_have_value("half a thought")


def test_a_number_typed_beside_the_line_places_the_mark_and_an_impossible_one_does_not(show: Show) -> None:
    page = show(opened()[0])
    box = page.get_by_role("textbox", name="In public")
    box.fill("77")
    expect(thumb(page, "In public")).to_have_attribute("aria-valuenow", "77")
    box.fill("300")
    box.blur()
    expect(thumb(page, "In public")).to_have_attribute("aria-valuetext", "not placed yet")
    expect(page.get_by_text("This takes a number from 0 to 120.")).to_be_visible()
    expect(box).to_have_attribute("aria-invalid", "true")


def test_a_mark_is_dragged_and_follows_touch(show: Show) -> None:
    page = show(opened()[0], has_touch=True)
    rail = thumb(page, "In public").locator("..").bounding_box()
    assert rail is not None
    page.touchscreen.tap(rail["x"] + rail["width"] * 0.5, rail["y"])
    expect(thumb(page, "In public")).to_have_attribute("aria-valuenow", "60")
    page.mouse.move(rail["x"] + rail["width"] * 0.5, rail["y"])
    page.mouse.down()
    page.mouse.move(rail["x"] + rail["width"] * 0.75, rail["y"], steps=5)
    page.mouse.up()
    expect(thumb(page, "In public")).to_have_attribute("aria-valuenow", "90")
    point_at(page, thumb(page, "In secret"), 0.3)
    page.get_by_role("textbox", name="How far off might you be, up or down?").fill("15")
    picture(page, "widgets/prediction-placed", ".kith")


def test_pictures_have_names_that_hold_their_figures_and_tables_behind_them(show: Show) -> None:
    page = show(opened()[0])
    commit_by_mouse(page)
    for label in ("See the twenty groups", "See how far you were from them"):
        page.get_by_role("button", name=label).click()
    figure = page.get_by_role("figure", name="A difference of 20 choices")
    expect(figure.get_by_role("img").first).to_have_accessible_name("In public, you 40, 56.6, 17 apart")
    figure.get_by_text("The figures as a table").click()
    expect(figure.get_by_role("table").get_by_role("row")).to_have_count(3)


@pytest.mark.parametrize(("theme", "paper"), [("light", "rgb(247, 246, 241)"), ("dark", "rgb(27, 34, 33)")])
def test_the_theme_follows_the_page_live(show: Show, theme: str, paper: str) -> None:
    page = show(opened()[0], theme="dark" if theme == "light" else "light")
    page.evaluate("theme => { document.body.dataset.jpThemeLight = String(theme === 'light') }", theme)
    expect(page.locator("article")).to_have_css("background-color", paper)
    page.evaluate("delete document.body.dataset.jpThemeLight")
    page.evaluate("document.body.style.setProperty('--jp-layout-color0', '#101010')")
    expect(page.locator(".kith")).to_have_attribute("data-theme", "dark")


def test_a_busy_kernel_gets_a_calm_sentence_and_one_commit(show: Show) -> None:
    widget, controller = opened()
    page = show(widget)
    page.evaluate("host.busy = true")
    commit_by_mouse(page)
    page.get_by_role("button", **COMMIT).click()  # impatience must not commit twice
    page.get_by_text("Not saved yet: the kernel is busy.").first.wait_for(timeout=8000)
    picture(page, "widgets/prediction-waiting", ".kith")
    page.evaluate("host.awake()")
    page.get_by_role("button", name="See the twenty groups").wait_for()
    assert [action["do"] for action in controller.actions] == ["commit"]
    assert json.loads(widget.state)["stage"] == "committed"
