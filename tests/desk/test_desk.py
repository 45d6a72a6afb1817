"""The marking desk as a facilitator uses it: by keys, by hand, in two windows, with a server that fails."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from kith_facilitator.home import Home
from kith_facilitator.snags import moved
from tests.desk.conftest import CRITERIA, LEARNERS, Served, Visit
from tests.desk.steps import comment, criterion, marks, nothing_waits, open_answer, opened, reloaded_before_it_answers
from tests.facilitator.steps import submit, write

pytestmark = pytest.mark.browser


def test_an_evening_is_marked_by_keys_alone(served: Served, visit: Visit) -> None:
    page = visit(served)
    given = {}
    for number, _learner in enumerate(LEARNERS):
        learner = opened(page)
        levels = [(number + at) % 4 for at in range(3)]
        given[learner] = {name: (float(level), "") for name, level in zip(CRITERIA, levels, strict=True)}
        for level in levels:
            page.keyboard.press(str(level + 1))
        page.keyboard.press("n")
    nothing_waits(page)
    expect(page.get_by_text("All answers of this queue are marked.").first).to_be_visible()
    expect(page.get_by_text("4 of 4 marked")).to_be_visible()
    assert marks(served.home) == given


def test_keys_that_are_ahead_of_the_next_answer_wait_for_it(served: Served, visit: Visit) -> None:
    page = visit(served)
    opened(page)
    for key in ("2", "2", "2", "n", "3", "3", "3", "n", "4", "4", "4", "n", "1", "1", "1"):
        page.keyboard.press(key)
    expect(page.get_by_text("4 of 4 marked")).to_be_visible()
    nothing_waits(page)
    assert sorted([points for points, _ in one.values()] for one in marks(served.home).values()) == [
        [0.0] * 3, [1.0] * 3, [2.0] * 3, [3.0] * 3
    ]  # fmt: skip


def test_the_same_is_done_by_mouse(served: Served, visit: Visit) -> None:
    page = visit(served)
    page.locator(".desk-row").nth(2).click()
    learner = opened(page)
    criterion(page, "other").get_by_role("button", name="Level 2").click()
    expect(criterion(page, "other").get_by_role("button", name="Level 2")).to_have_attribute("aria-pressed", "true")
    criterion(page, "use").get_by_role("button", name="Suggestion").click()
    page.keyboard.type("Ask *her*.")
    page.get_by_role("button", name="Next unmarked").click()
    nothing_waits(page)
    assert opened(page) != learner
    assert marks(served.home)[learner] == {"evidence": (None, ""), "other": (2.0, ""), "use": (None, "→ Ask *her*.")}
    page.get_by_role("button", name="Previous").click()
    assert opened(page) == learner
    expect(criterion(page, "use").locator(".desk-preview em")).to_have_text("her")


def test_a_key_in_a_field_is_a_letter_and_escape_leaves_the_field(served: Served, visit: Visit) -> None:
    page = visit(served)
    learner = opened(page)
    page.keyboard.press("c")
    expect(comment(page, "evidence")).to_be_focused()
    page.keyboard.type("1 n s u?")
    page.keyboard.press("Escape")
    expect(criterion(page, "evidence")).to_be_focused()
    page.keyboard.press("2")
    expect(criterion(page, "other")).to_be_focused()
    nothing_waits(page)
    assert opened(page) == learner
    assert marks(served.home)[learner]["evidence"] == (1.0, "1 n s u?")


def test_keys_can_be_switched_off_and_stay_off(served: Served, visit: Visit) -> None:
    page = visit(served)
    learner = opened(page)
    page.keyboard.press("?")
    page.get_by_label("Keys are on").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("3")
    page.keyboard.press("n")
    page.reload()
    page.wait_for_selector(".desk-row")
    page.keyboard.press("3")
    assert opened(page) == learner
    assert marks(served.home)[learner]["evidence"] == (None, "")


def test_what_was_done_is_taken_back_skipped_and_returned_to(served: Served, visit: Visit) -> None:
    page = visit(served)
    first = opened(page)
    page.keyboard.press("4")
    expect(page.get_by_role("status").filter(has_text="Evidence: Level 3. Saved.")).to_be_attached()
    page.keyboard.press("u")
    nothing_waits(page)
    assert marks(served.home)[first]["evidence"] == (None, "")
    page.keyboard.press("s")
    second = opened(page)
    assert second != first
    expect(page.locator(".desk-row", has_text="skipped")).to_have_count(1)
    for _ in range(3):
        for key in ("1", "1", "1", "n"):
            page.keyboard.press(key)
    assert opened(page) == first, "the skipped one comes last"
    page.keyboard.press("ArrowLeft")
    assert opened(page) != first


def test_after_each_step_the_focus_stands_where_one_goes_on(served: Served, visit: Visit) -> None:
    page = visit(served)
    opened(page)
    page.keyboard.press("n")
    opened(page)
    expect(page.locator(".desk-answer h2")).to_be_focused()
    page.keyboard.press("1")
    expect(criterion(page, "other")).to_be_focused()
    page.keyboard.press("f")
    expect(page.get_by_label("A note for those who mark")).to_be_focused()
    page.keyboard.type("Rings tomorrow.")
    page.get_by_role("button", name="Set the flag").click()
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(criterion(page, "other")).to_be_focused()
    expect(page.locator(".desk-row", has_text="care flag")).to_have_count(1)
    page.get_by_role("button", name="needs attention").click()
    expect(page.get_by_role("dialog").get_by_role("heading", name="Care flag set")).to_be_visible()


def test_a_phrase_is_kept_and_put_into_another_comment_by_a_key(served: Served, visit: Visit) -> None:
    page = visit(served)
    opened(page)
    page.keyboard.press("c")
    page.keyboard.type("Which record was it?")
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    criterion(page, "evidence").get_by_role("button", name="Keep this phrase").click()
    nothing_waits(page)
    page.keyboard.press("n")
    learner = opened(page)
    page.keyboard.press("b")
    page.keyboard.press("1")
    expect(comment(page, "evidence")).to_have_value("Which record was it?")
    expect(criterion(page, "evidence").get_by_text("Saved")).to_be_visible()
    nothing_waits(page)
    assert marks(served.home)[learner]["evidence"] == (None, "Which record was it?")


def test_the_sentence_that_a_level_leans_on_is_quoted_by_keys(served: Served, visit: Visit) -> None:
    page = visit(served)
    whose = opened(page)
    page.keyboard.press("q")
    expect(page.get_by_role("group", name="Which sentence does Evidence lean on?")).to_be_focused()
    page.keyboard.press("1")
    expect(comment(page, "evidence")).to_be_focused()
    page.keyboard.type("How do you know?")
    page.keyboard.press("Escape")
    nothing_waits(page)
    assert marks(served.home)[whose]["evidence"][1] == f"> Words of {whose}, and some more of them.\n\nHow do you know?"


def refusing(does: str, sentence: str, moved_on: threading.Event) -> Callable[[dict[str, Any]], str | None]:
    """Refuses an action, but not before the marker has gone on: what comes back must be fetched from there."""
    return lambda action: sentence if action["do"] == does and moved_on.wait(15) else None


def test_a_refused_comment_comes_back_with_its_text(served: Served, visit: Visit) -> None:
    page = visit(served)
    learner, moved_on = opened(page), threading.Event()
    served.refuse = refusing("comment", "The gradebook is locked; try again.", moved_on)
    page.keyboard.press("c")
    page.keyboard.type("Half a thought")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    moved_on.set()
    expect(page.locator(".desk-notices").get_by_text("The gradebook is locked; try again.")).to_be_visible()
    expect(comment(page, "evidence")).to_have_value("Half a thought")
    assert opened(page) == learner
    served.refuse = lambda _action: None
    page.reload()
    expect(comment(page, "evidence")).to_have_value("Half a thought")
    page.keyboard.press("n")
    nothing_waits(page)
    assert marks(served.home)[learner]["evidence"] == (None, "Half a thought")


def test_a_refused_level_brings_its_answer_back(served: Served, visit: Visit) -> None:
    page = visit(served)
    learner, moved_on = opened(page), threading.Event()
    served.refuse = refusing("level", "Only whole points here.", moved_on)
    page.keyboard.press("2")
    page.keyboard.press("n")
    moved_on.set()
    expect(page.locator(".desk-notices").get_by_text("Only whole points here.")).to_be_visible()
    expect(criterion(page, "evidence")).to_be_focused()
    assert opened(page) == learner
    expect(page.locator("[aria-pressed=true].desk-level")).to_have_count(0)


def test_what_a_silent_server_did_not_hear_arrives_after_a_reload_and_a_restart(served: Served, visit: Visit) -> None:
    page = visit(served)
    learner = opened(page)
    served.silent = True
    for key in ("4", "3", "2"):
        page.keyboard.press(key)
    expect(page.locator(".desk-level[aria-pressed=true]")).to_have_count(3)
    reloaded_before_it_answers(page, served)
    expect(page.locator(".desk-notices").get_by_text("The server does not answer.")).to_be_hidden()
    nothing_waits(page)
    assert [points for points, _ in marks(served.home)[learner].values()] == [3.0, 2.0, 1.0]


def test_a_server_that_was_started_anew_finds_the_page_where_it_stood(served: Served, visit: Visit) -> None:
    page = visit(served)
    page.locator(".desk-row").nth(2).click()
    learner = opened(page)
    served.silent = True
    page.keyboard.press("2")
    expect(page.locator(".desk-notices p").first).to_be_visible()
    served.restart()
    served.silent = False
    nothing_waits(page)
    assert opened(page) == learner
    assert marks(served.home)[learner]["evidence"] == (1.0, "")


def test_two_windows_do_not_pull_each_others_answer_away(served: Served, visit: Visit) -> None:
    one, two = visit(served), visit(served)
    open_answer(one, "sim-001")
    open_answer(two, "sim-002")
    one.keyboard.press("2")
    two.keyboard.press("3")
    nothing_waits(one)
    nothing_waits(two)
    assert (opened(one), opened(two)) == ("sim-001", "sim-002")
    one.keyboard.press("1")
    nothing_waits(one)
    expect(one.locator(".desk-row", has_text="partly marked")).to_have_count(2)
    found = marks(served.home)
    assert (found["sim-001"]["evidence"], found["sim-002"]["evidence"]) == ((1.0, ""), (2.0, ""))


def test_a_comment_that_two_windows_write_is_lost_in_neither(served: Served, visit: Visit) -> None:
    one, two = visit(served), visit(served)
    for page in (one, two):
        open_answer(page, "sim-003")
    comment(one, "use").fill("From the first window")
    expect(criterion(one, "use").get_by_text("Saved")).to_be_visible()
    two.keyboard.press("1")
    expect(comment(two, "use")).to_have_value("From the first window")
    assert marks(served.home)["sim-003"]["use"] == (None, "From the first window")


def test_names_stay_hidden_until_they_are_asked_for(served: Served, visit: Visit) -> None:
    page = visit(served)
    opened(page)
    expect(page.locator(".desk-who", has_text="Learner")).to_have_count(len(LEARNERS))
    page.get_by_text("Order and filter").click()
    page.get_by_label("Show names").check()
    expect(page.locator(".desk-who", has_text="Learner")).to_have_count(0)
    page.get_by_label("Show names").uncheck()
    expect(page.locator(".desk-who", has_text="Learner")).to_have_count(len(LEARNERS))


def test_feedback_goes_out_only_after_it_was_asked_for_twice(home: Home, served: Served, visit: Visit) -> None:
    page = visit(served)
    opened(page)
    for key in ("2", "2", "2"):
        page.keyboard.press(key)
    page.get_by_role("button", name="Collect, grade, feedback").click()
    page.get_by_role("button", name="Give feedback", exact=True).click()
    expect(page.get_by_text("Feedback goes out to the learners whose levels are all set: 1 of 4.")).to_be_visible()
    page.get_by_role("button", name="Give feedback now").click()
    done = page.locator(".desk-job").nth(2).get_by_role("status")
    expect(done).to_contain_text("1 got news", timeout=60_000)
    assert len(list((home.exchange / home.course_id / "feedback").iterdir())) == 1


def test_one_key_opens_what_got_in_the_way_and_one_sends_the_line_on_it(served: Served, visit: Visit) -> None:
    said = {"where": "*", "kind": "time", "said": ""}
    write(served.home, LEARNERS[0], "commit", said, "snags")
    submit(served.home, LEARNERS[0], None)
    page = visit(served)
    opened(page)
    page.keyboard.press("o")
    board = page.get_by_role("dialog", name="What got in the way")
    expect(board.get_by_text("The page as a whole (said by a few of us; 1 not looked at yet)")).to_be_visible()
    expect(board.get_by_label("The line for everybody")).to_be_focused()
    page.keyboard.press("Enter")
    expect(board.get_by_role("alert")).to_contain_text("The line for everybody is empty.")
    board.get_by_label("How far it is").select_option("something was tried")
    board.get_by_label("The line for everybody").fill("One card less.")
    page.keyboard.press("Enter")
    expect(board.get_by_text("Said last: One card less.")).to_be_visible()
    [move] = moved(served.home)
    assert (move.where, move.state, move.line) == ("*", "tried", "One card less.")
    page.keyboard.press("Escape")
    expect(board).to_be_hidden()
