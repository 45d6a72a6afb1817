"""The course's own cards in a real browser, down to the journal: by keys as by mouse, and any text as it was typed."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kith_exercises.cards.fold import FoldCard
from kith_exercises.cards.reflection import ReflectionCard
from kith_exercises.cards.widgets import fold_widget
from kith_exercises.definitions import FoldPrompt, TextPrompt, load_prompts, load_rubrics
from kith_exercises.journal import Journal
from kith_widgets import Fold, Reflection, Stand
from tests.study import figures_of_the_study_in
from tests.widgets.cards import ODD_TEXTS
from tests.widgets.walks import Hand, Keys, Mouse, commit_by_keys, commit_by_mouse, set_text, text_in

pytestmark = pytest.mark.browser
Show = Callable[..., Page]
COURSE = Path(__file__).parents[2] / "course"
WELCOME = load_prompts(COURSE / "0-welcome" / "prompts.toml")
EMPATHY = load_prompts(COURSE / "1-empathy" / "prompts.toml")
RUBRICS = load_rubrics(COURSE / "1-empathy" / "rubric.toml")
SAVED = re.compile(r"^Saved \d\d:\d\d$")
HANDS = (Mouse, Keys)


@pytest.fixture
def learner(tmp_path: Path) -> Callable[[str], Journal]:
    """A learner's journal: `learner("ana")`; a second call reads the same one from disk."""
    return lambda name: Journal.open(tmp_path / name / "module", "module", "notebook")


Learner = Callable[[str], Journal]


def fold(id: str, journal: Journal) -> Fold | Stand:
    prompt = WELCOME[id]
    assert isinstance(prompt, FoldPrompt)
    card = FoldCard(prompt, journal, f"test/{id}")
    return fold_widget(card, card.act)


def reflection(journal: Journal) -> Reflection:
    prompt = EMPATHY["difference"]
    assert isinstance(prompt, TextPrompt)
    card = ReflectionCard(prompt, RUBRICS["difference"], journal, None, "test/difference")
    return Reflection(card.card(), card.state(), card.act)


def records(journal: Journal) -> list[tuple[str, Any]]:
    return [(record.event, record.value) for record in journal.read().records]


def to_the_end(page: Page, hand: Hand) -> None:
    """From the commit of being-seen to a note under what I make of it."""
    for label in ("Show the twenty groups", "Show the averages"):
        hand.press(page.get_by_role("button", name=label))
        page.get_by_role("button", name=label).wait_for(state="detached")
    hand.write(page.get_by_role("textbox", name="In how many of 100 shuffles"), "20")
    hand.press(page.get_by_role("button", name="Commit", exact=True))
    explanation = page.get_by_label("What do you make of the difference?")
    explanation.wait_for()
    hand.write(explanation, "They knew each other.")
    hand.press(page.get_by_role("button", name="Keep what I make of it"))
    page.get_by_role("blockquote").filter(has_text="They knew each other.").wait_for()
    hand.press(page.get_by_role("button", name="Add a note"))
    hand.write(page.get_by_label("A note, with its date"), "Later.")
    hand.press(page.get_by_role("button", name="Keep the note"))
    page.get_by_role("blockquote").filter(has_text="Later.").wait_for()


def test_being_seen_leaves_the_same_journal_by_keys_as_by_mouse(show: Show, learner: Learner) -> None:
    for commit, hand in ((commit_by_mouse, Mouse), (commit_by_keys, Keys)):
        page = show(fold("being-seen", learner(hand.__name__)))
        commit(page, second="Anonymous")
        to_the_end(page, hand(page))
        assert page.evaluate("host.shortcuts") == [], "keys reached Jupyter's shortcuts"
    by_mouse, by_keys = (records(learner(hand.__name__)) for hand in HANDS)
    assert by_mouse == by_keys
    marks = {"values": {"public": 40, "anonymous": 45}, "width": 15}
    assert by_keys == [
        ("commit", {"why": "People like to look kind."}),
        ("commit", {"marks": marks}),
        ("unfold", {"scene": 0, "answer": None}),
        ("unfold", {"scene": 1, "answer": None}),
        ("unfold", {"scene": 2, "answer": 20}),
        ("explain", "They knew each other."),
        ("note", "Later."),
    ]


@pytest.mark.parametrize("hand", HANDS)
def test_the_second_door_of_being_seen_is_kept_as_looking(show: Show, learner: Learner, hand: Any) -> None:
    page = show(fold("being-seen", learner("ana")))
    hand(page).press(page.get_by_role("button", name="Show me without predicting"))
    page.get_by_role("button", name="Show the twenty groups").wait_for()
    assert records(learner("ana")) == [("look", None)]


def test_where_i_stand_leaves_the_same_journal_by_keys_as_by_mouse(show: Show, learner: Learner) -> None:
    places = {"What comes back": (20, 2), "How it is learned": (50, 1), "What comes first": (96, 0)}
    for use in HANDS:
        page = show(fold("where-i-stand", learner(use.__name__)))
        hand: Hand = use(page)
        for label in ("What comes back", "How it is learned", "Who it is shaped for", "What comes first"):
            group = page.get_by_role("group", name=label, exact=True)
            if label in places:
                at, sure = places[label]
                hand.place(group.get_by_role("slider"), at, 100)
                hand.choose(group.get_by_role("radio"), sure)
            else:
                hand.choose(group.get_by_role("checkbox"), 0)
        hand.press(page.get_by_role("button", name="Commit", exact=True))
        page.get_by_text("Kept as you placed them.").wait_for()
    by_mouse, by_keys = (records(learner(hand.__name__)) for hand in HANDS)
    assert by_mouse == by_keys
    assert by_keys == [
        (
            "commit",
            {
                "return": {"at": 20, "sure": "sure"},
                "learn": {"at": 50, "sure": "fairly"},
                "fit": {"none": True},
                "voice": {"at": 96, "sure": "could-change"},
            },
        )
    ]


def test_a_reflection_leaves_the_same_journal_by_keys_as_by_mouse(show: Show, learner: Learner) -> None:
    for use in HANDS:
        page = show(reflection(learner(use.__name__)))
        hand: Hand = use(page)
        box = page.get_by_role("textbox")
        for text in ("I expected 40.\nIt was more.", "\n\nThey saw each other."):
            hand.write(box, text)
            hand.leave(box)
            page.get_by_text(SAVED).wait_for()
        hand.press(page.get_by_role("button", name="Earlier drafts (1)"))
        expect(page.get_by_role("blockquote")).to_have_text("I expected 40. It was more.")
        assert page.evaluate("host.shortcuts") == []
    by_mouse, by_keys = (records(learner(hand.__name__)) for hand in HANDS)
    assert by_mouse == by_keys
    assert by_keys == [
        ("text", "I expected 40.\nIt was more."),
        ("text", "I expected 40.\nIt was more.\n\nThey saw each other."),
    ]


def test_tab_goes_through_a_reflection_in_the_order_of_reading(show: Show, learner: Learner) -> None:
    learner("ana").write("difference", "text", "First.", reach="facilitator")
    learner("ana").write("difference", "text", "Second.", reach="facilitator")
    page = show(reflection(learner("ana")))
    order = []
    for _ in range(5):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.textContent || document.activeElement.tagName"))
    assert order == [
        "What readers look for",
        "TEXTAREA",
        "How my thinking changed",
        "Earlier drafts (1)",
        "How I see it myself",
    ]


def what_the_browser_has(page: Page) -> str:
    """All that a curious learner could find: the model, the page, and what is kept in the browser."""
    return str(
        page.evaluate(
            "host.model.get('card') + host.model.get('state') + document.body.textContent"
            " + document.documentElement.outerHTML + JSON.stringify({ ...localStorage })"
        )
    )


def test_no_figure_of_the_study_is_in_the_browser_before_the_commit(show: Show, learner: Learner) -> None:
    page = show(fold("being-seen", learner("ana")))
    assert figures_of_the_study_in(what_the_browser_has(page)) == []
    Mouse(page).write(page.get_by_label("Why there?"), "A hunch.")
    assert "A hunch." in what_the_browser_has(page), "this looks where drafts are"
    assert figures_of_the_study_in(what_the_browser_has(page)) == []
    page.get_by_label("Why there?").fill("")
    commit_by_mouse(page, second="Anonymous")
    page.get_by_role("button", name="Show the twenty groups").wait_for()
    assert figures_of_the_study_in(what_the_browser_has(page)) == []
    to_the_end(page, Mouse(page))
    found = figures_of_the_study_in(what_the_browser_has(page))
    assert len(found) >= 5, "this would see the figures and a list of values"


@pytest.mark.parametrize("name", [name for name, text in ODD_TEXTS.items() if text])
def test_a_hard_text_comes_back_equal_from_the_journal_and_in_the_field(
    show: Show, learner: Learner, name: str
) -> None:
    text = ODD_TEXTS[name]
    page = show(reflection(learner("ana")))
    set_text(page.get_by_role("textbox"), text)
    page.get_by_role("textbox").blur()
    page.get_by_text(SAVED).wait_for()
    assert records(learner("ana")) == [("text", text)]
    page = show(reflection(learner("ana")))
    assert text_in(page.get_by_role("textbox")) == text
    assert page.locator("script").count() == 1
    assert page.get_by_text(SAVED).count() == 1


@pytest.mark.parametrize("name", ["emoji", "right to left", "markup", "line separators", "only spaces", "20,000 words"])
def test_a_hard_text_that_is_typed_comes_back_equal(show: Show, learner: Learner, name: str) -> None:
    text = ODD_TEXTS[name]
    page = show(reflection(learner("ana")))
    page.get_by_role("textbox").focus()
    page.keyboard.insert_text(text)
    page.keyboard.press("Tab")
    page.get_by_text(SAVED).wait_for()
    assert records(learner("ana"))[-1] == ("text", text)
