"""The reflection editor in a real browser: saved means confirmed, and nothing typed is lost."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kith_widgets import Reflection
from tests.chromium import picture
from tests.widgets import cards
from tests.widgets.cards import ODD_TEXTS
from tests.widgets.walks import again, press_until, set_text, text_in

pytestmark = pytest.mark.browser
Show = Callable[..., Page]
SAVED = re.compile(r"^Saved \d\d:\d\d$")


def opened(saved: str = "") -> tuple[Reflection, cards.Desk]:
    desk = cards.Desk(saved)
    return Reflection(cards.REFLECTION, desk.state, desk.act), desk


def test_it_saves_after_a_pause_and_says_so_only_then(show: Show) -> None:
    widget, desk = opened()
    page = show(widget)
    page.get_by_role("textbox").press_sequentially("One two three")
    assert page.get_by_text(SAVED).count() == 0
    page.get_by_text(SAVED).wait_for()
    assert desk.texts == ["One two three"]
    expect(page.get_by_text("3 words, aim for 150 to 300")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0
    page.get_by_role("textbox").press_sequentially("!")
    assert page.get_by_text(SAVED).count() == 0


def test_it_saves_on_leaving_the_field(show: Show) -> None:
    widget, desk = opened()
    page = show(widget)
    page.get_by_role("textbox").fill("Left at once.")
    page.get_by_role("textbox").blur()
    page.get_by_text(SAVED).wait_for(timeout=900)
    assert desk.texts == ["Left at once."]


@pytest.mark.parametrize("name", [name for name, text in ODD_TEXTS.items() if text])
def test_any_text_is_kept_as_typed_and_shown_as_text(show: Show, name: str) -> None:
    text = ODD_TEXTS[name]
    widget, desk = opened()
    page = show(widget)
    set_text(page.get_by_role("textbox"), text)
    page.get_by_text(SAVED).wait_for()
    assert desk.texts == [text]
    again(page)
    assert text_in(page.get_by_role("textbox")) == text
    assert page.locator("script").count() == 1


def test_criteria_are_open_before_the_first_key_and_closed_beside_a_text(show: Show) -> None:
    page = show(opened()[0])
    expect(page.get_by_text("Does a next step follow from it?")).to_be_visible()
    page = show(opened(cards.ANSWER)[0])
    expect(page.get_by_text("Does a next step follow from it?")).to_be_hidden()


def test_earlier_drafts_come_on_request_and_the_focus_goes_to_them(show: Show) -> None:
    widget, desk = opened("First.")
    desk.texts.append("Second.")
    widget = Reflection(cards.REFLECTION, desk.state, desk.act)
    page = show(widget)
    assert page.get_by_text("First.").count() == 0
    press_until(page, page.get_by_role("button", name="Earlier drafts (1)"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("blockquote")).to_have_text("First.")
    expect(page.locator("[data-focus=drafts]")).to_be_focused()


def test_a_busy_kernel_loses_nothing_and_gets_the_text_when_it_answers(show: Show) -> None:
    widget, desk = opened()
    page = show(widget)
    page.evaluate("host.busy = true")
    page.get_by_role("textbox").press_sequentially("While it is busy")
    page.get_by_text("Not saved yet: the kernel is busy. Your text is safe in this browser").first.wait_for(
        timeout=9000
    )
    expect(page.get_by_text("Kept in this browser, waiting")).to_be_visible()
    page.get_by_role("textbox").press_sequentially(", I go on.")
    picture(page, "widgets/reflection-waiting", ".kith")
    page.evaluate("host.awake()")
    page.get_by_text(SAVED).wait_for()
    assert desk.texts[-1] == "While it is busy, I go on."
    expect(page.get_by_text("Not saved yet").locator("visible=true")).to_have_count(0)


def test_a_kernel_killed_in_mid_sentence_gets_the_text_after_its_restart(show: Show) -> None:
    widget, desk = opened("It began.")
    page = show(widget)
    page.evaluate("host.dead = true")
    page.get_by_role("textbox").press_sequentially(" And then it di")
    again(page)
    expect(page.get_by_role("textbox")).to_have_value(re.compile("And then it di"))
    page.get_by_text(SAVED).wait_for()
    assert "And then it di" in desk.texts[-1]


def parted(show: Show) -> tuple[Page, cards.Desk]:
    """A page whose browser holds a version that no kernel got, while the kernel got another text elsewhere."""
    widget, desk = opened("It began.")
    page = show(widget)
    page.evaluate("host.dead = true")
    page.get_by_role("textbox").fill("Written here, never sent.")
    desk.texts.append("Written on another machine.")
    widget.state = Reflection(cards.REFLECTION, desk.state).state
    again(page)
    expect(page.get_by_role("textbox")).to_have_value("Written on another machine.")
    return page, desk


def test_a_newer_text_from_elsewhere_is_never_overwritten(show: Show) -> None:
    page, desk = parted(show)
    page.get_by_role("button", name="Put it in the field").click()
    page.get_by_text(SAVED).wait_for()
    assert desk.texts[-2:] == ["Written on another machine.", "Written here, never sent."]
    expect(page.get_by_role("button", name="Put it in the field")).to_be_hidden()
    assert page.evaluate("localStorage.length") == 0


def test_a_version_that_parted_outlives_keys_saves_and_a_reload_until_it_is_decided_upon(show: Show) -> None:
    page, desk = parted(show)
    page.get_by_role("textbox").press("End")
    page.keyboard.type("!")
    page.get_by_text(SAVED).wait_for()
    assert desk.texts[-1] == "Written on another machine.!"
    again(page)
    picture(page, "widgets/reflection-other-version", ".kith")
    page.get_by_role("button", name="Put it in the field").click()
    expect(page.get_by_role("textbox")).to_have_value("Written here, never sent.")
    page.get_by_text(SAVED).wait_for()
    assert desk.texts[-1] == "Written here, never sent."


def test_a_version_that_parted_goes_when_it_is_let_go(show: Show) -> None:
    page, desk = parted(show)
    page.get_by_role("button", name="Let it go").click()
    expect(page.get_by_role("textbox")).to_be_focused()
    assert page.evaluate("localStorage.length") == 0
    again(page)
    expect(page.get_by_role("button", name="Put it in the field")).to_be_hidden()
    assert desk.texts[-1] == "Written on another machine."


def test_an_unsaved_text_changes_places_with_the_version_that_is_put_in_the_field(show: Show) -> None:
    page, _desk = parted(show)
    page.evaluate("host.dead = true")
    page.get_by_role("textbox").fill("Written here too.")
    page.get_by_role("button", name="Put it in the field").click()
    expect(page.get_by_role("textbox")).to_have_value("Written here, never sent.")
    page.get_by_role("button", name="Put it in the field").click()
    expect(page.get_by_role("textbox")).to_have_value("Written here too.")


def test_a_refused_text_shows_the_sentence_and_stays(show: Show) -> None:
    widget, _desk = opened()
    page = show(widget)
    page.get_by_role("textbox").fill("refuse me")
    expect(page.locator("p").filter(has_text="This text is refused by the test. Change it.")).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_value("refuse me")
    assert page.get_by_text(SAVED).count() == 0


def test_feedback_stands_beside_the_words_it_is_about(show: Show) -> None:
    desk = cards.Desk(cards.ANSWER + " More.", cards.FEEDBACK)
    page = show(Reflection(cards.REFLECTION, desk.state, desk.act))
    region = page.get_by_role("region", name="Feedback")
    expect(region.get_by_role("blockquote").first).to_have_text(cards.ANSWER)
    expect(region.get_by_text("Your text has changed since this was written.")).to_be_visible()
    expect(region.get_by_text("Telling, 3 of 3 points")).to_be_visible()
    expect(region.get_by_text("Between “Begun” and “Clear”, 1.5 of 3 points")).to_be_visible()
    expect(region.get_by_text("No level set")).to_be_visible()


def test_the_field_grows_with_the_text_and_keys_stay_inside(show: Show) -> None:
    page = show(opened()[0])
    box = page.get_by_role("textbox")
    before = box.bounding_box()
    box.press_sequentially("a")
    box.fill("line\n" * 12)
    after = box.bounding_box()
    assert before is not None
    assert after is not None
    assert after["height"] > before["height"] + 100
    assert page.evaluate("host.shortcuts") == []
