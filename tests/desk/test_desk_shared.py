"""The desk where more than one hand is at work: words that change, a second marker, a second tab, a server anew."""

import shutil

import pytest
from playwright.sync_api import Page, expect

from tests.desk.conftest import CRITERIA, Served, Visit
from tests.desk.steps import comment, criterion, marks, nothing_waits, open_answer, opened, reloaded_before_it_answers
from tests.facilitator.steps import grade, submit
from tests.small_course import MODULE

pytestmark = pytest.mark.browser


def still(page: Page) -> None:
    """Let the page not look by itself, as one does that lies behind others."""
    page.evaluate("Object.defineProperty(document, 'visibilityState', { value: 'hidden' })")


def changed(served: Served, learner: str) -> None:
    """The learner hands in other words, which are graded."""
    submit(served.home, learner, f"Words of {learner}, quite others.")
    grade(served.home)


def test_a_level_for_words_that_changed_is_not_set_and_the_new_words_come(served: Served, visit: Visit) -> None:
    page = visit(served)
    learner = opened(page)
    still(page)
    changed(served, learner)
    page.keyboard.press("2")
    expect(page.locator(".desk-notices").get_by_text("The words changed while you read")).to_be_visible()
    expect(page.locator(".desk-text")).to_contain_text("quite others")
    expect(page.locator("[aria-pressed=true].desk-level")).to_have_count(0)
    assert marks(served.home)[learner]["evidence"] == (None, "")
    page.keyboard.press("2")
    nothing_waits(page)
    assert marks(served.home)[learner]["evidence"] == (1.0, "")


def test_a_comment_for_words_that_changed_is_offered_beside_the_new_words(served: Served, visit: Visit) -> None:
    page = visit(served)
    learner = opened(page)
    still(page)
    changed(served, learner)
    comment(page, "use").fill("On the first words")
    expect(page.locator(".desk-notices").get_by_text("The words changed while you read")).to_be_visible()
    expect(page.locator(".desk-text")).to_contain_text("quite others")
    expect(comment(page, "use")).to_have_value("")
    page.reload()
    page.wait_for_selector(".desk-row")
    nothing_waits(page)
    assert marks(served.home)[learner]["use"] == (None, "")
    criterion(page, "use").get_by_role("button", name="Put it in the field").click()
    expect(comment(page, "use")).to_have_value("On the first words")
    expect(criterion(page, "use").get_by_text("Saved")).to_be_visible()
    assert marks(served.home)[learner]["use"] == (None, "On the first words")


def test_of_two_markers_comments_neither_is_lost(served: Served, visit: Visit) -> None:
    one, two = visit(served), visit(served)
    for page in (one, two):
        open_answer(page, "sim-003")
        still(page)
    comment(one, "use").fill("From the first")
    expect(criterion(one, "use").get_by_text("Saved")).to_be_visible()
    comment(two, "use").fill("From the second")
    expect(two.locator(".desk-notices").get_by_text("somebody else wrote here meanwhile")).to_be_visible()
    expect(comment(two, "use")).to_have_value("From the first")
    assert marks(served.home)["sim-003"]["use"] == (None, "From the first")
    criterion(two, "use").get_by_role("button", name="Put it in the field").click()
    expect(comment(two, "use")).to_have_value("From the second")
    expect(criterion(two, "use").get_by_text("Saved")).to_be_visible()
    assert marks(served.home)["sim-003"]["use"] == (None, "From the second")


def test_of_two_markers_levels_the_one_that_stands_is_shown_first(served: Served, visit: Visit) -> None:
    one, two = visit(served), visit(served)
    for page in (one, two):
        open_answer(page, "sim-003")
        still(page)
    one.keyboard.press("4")
    nothing_waits(one)
    two.keyboard.press("1")
    expect(two.locator(".desk-notices").get_by_text("somebody set another level meanwhile")).to_be_visible()
    expect(criterion(two, "evidence").get_by_role("button", name="Level 3")).to_have_attribute("aria-pressed", "true")
    assert marks(served.home)["sim-003"]["evidence"] == (3.0, "")


def test_a_duplicated_tab_is_a_page_of_its_own(served: Served, visit: Visit) -> None:
    one = visit(served)
    open_answer(one, "sim-001")
    with one.context.expect_page() as opening:
        one.evaluate("window.open(location.href)")  # takes what the tab keeps along, as a duplicate does
    two = opening.value
    two.wait_for_selector(".desk-row")
    sessions = [
        page.evaluate("Object.entries(sessionStorage).find(([k]) => k.endsWith(':session'))[1]") for page in (one, two)
    ]
    assert sessions[0] != sessions[1]
    open_answer(two, "sim-002")
    one.bring_to_front()
    one.keyboard.press("2")
    nothing_waits(one)
    assert (opened(one), opened(two)) == ("sim-001", "sim-002")
    one.reload()
    one.wait_for_selector(".desk-row")
    assert opened(one) == "sim-001"
    assert one.evaluate("Object.entries(sessionStorage).find(([k]) => k.endsWith(':session'))[1]") == sessions[0]


def test_a_second_reading_asks_for_a_name_and_outlasts_a_new_server(served: Served, visit: Visit) -> None:
    page = visit(served)
    opened(page)
    page.get_by_role("button", name="Second reading").click()
    page.get_by_label("Read a sample a second time, blind").click()
    expect(page.get_by_text("First write your name below")).to_be_visible()
    page.get_by_label("Your name").fill("Bo")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.", exact=True).first).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Second reading").click()
    page.get_by_label("Read a sample a second time, blind").click()
    page.keyboard.press("Escape")
    expect(page.locator(".desk-comment")).to_have_count(0)
    learner = opened(page)
    served.silent = True
    page.keyboard.press("4")
    reloaded_before_it_answers(page, served)
    nothing_waits(page)
    expect(page.locator(".desk-comment")).to_have_count(0)
    open_answer(page, learner)
    expect(criterion(page, "evidence").get_by_role("button", name="Level 3")).to_have_attribute("aria-pressed", "true")
    assert marks(served.home)[learner] == dict.fromkeys(CRITERIA, (None, ""))


def test_who_shares_the_work_gives_a_name_first(served: Served, visit: Visit) -> None:
    page = visit(served)
    opened(page)
    page.locator(".desk-doors").get_by_role("button", name="Marking as").click()
    page.get_by_label("Who shares the work").fill("Ann\nBo")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("First write your name below")).to_be_visible()
    expect(page.get_by_label("Your name")).to_be_focused()
    page.get_by_label("Your name").fill("Ann")
    page.get_by_role("button", name="Save", exact=True).click()
    page.keyboard.press("Escape")
    page.get_by_text("Order and filter").click()
    expect(page.get_by_label("Only my share")).to_be_visible()


def test_an_answer_that_was_not_graded_to_its_end_is_read_and_takes_no_level(served: Served, visit: Visit) -> None:
    page = visit(served)
    learner = opened(page)
    shutil.rmtree(served.home.course / "autograded" / learner / MODULE)
    page.reload()
    page.wait_for_selector(".desk-row")
    assert opened(page) == learner
    expect(page.locator(".desk-answer").get_by_text("was not graded to the end")).to_be_visible()
    page.keyboard.press("1")
    expect(page.locator(".desk-notices").get_by_text("no level would hold")).to_be_visible()
    expect(page.get_by_text("This answer is empty.")).to_have_count(0)
    assert marks(served.home)[learner]["evidence"] == (None, "")
