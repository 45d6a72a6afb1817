"""A reflection's own side in a real browser: how it grew, an own criterion, own levels, and feedback that is answered.

Behind each page stands the real card and a real journal.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from kith_exercises.cards.reflection import ReflectionCard
from kith_exercises.definitions import TextPrompt, load_prompts, load_rubrics
from kith_exercises.envelope import CriterionMark, Envelope, Feedback, Suggestion
from kith_exercises.journal import Journal
from kith_facilitator import gallery
from kith_widgets import Reflection
from tests.chromium import picture, violations
from tests.study import figure_in
from tests.widgets.walks import Hand, Keys, Mouse

pytestmark = pytest.mark.browser
Show = Callable[..., Page]
FOLDER = Path(gallery.__file__).parent
RUBRIC = load_rubrics(FOLDER / "rubric.toml")["reflection"]
ISSUED = "2026-01-22T12:00:00.000Z"
TEXT = "I showed Mira the sheet. She nodded all through.\n\nIt was politeness."
HOSTILE = "<img src=x onerror=document.title='fired'><script>document.title='fired'</script>"
TRY = Suggestion("00ce00de", "Ask Mira.")
SECRET = "Nobody may know this yet"


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal.open(tmp_path / "module", "module", "notebook")


def mark(comment: str = f"*{SECRET}*, says the comment.", **more: Any) -> CriterionMark:
    return CriterionMark("evidence", "What you saw or heard", 2.5, 3, "", comment, **more)


def opened(journal: Journal, *marks: CriterionMark, on: str = TEXT) -> Reflection:
    prompt = load_prompts(FOLDER / "prompts.toml")["reflection"]
    assert isinstance(prompt, TextPrompt)
    envelope = Envelope("me", "m", "n", ISSUED, {"reflection": Feedback(on, marks)}) if marks else None
    card = ReflectionCard(prompt, RUBRIC, journal, envelope, "test/answered")
    return Reflection(card.card(), card.state(), card.act)


def wrote(journal: Journal, *texts: str) -> None:
    for text in texts:
        journal.write("reflection", "text", text, reach="facilitator")


HOUR, DAY = "2026-01-20T09:00:00.000Z", "2026-01-21T09:00:00.000Z"


def mark2() -> CriterionMark:
    return CriterionMark("other", "The other person's view", 1, 3, "", "And hers?")


def sat(journal: Journal, *texts: str) -> None:
    """Each text at a sitting of its own."""
    for day, text in enumerate(texts, 10):
        journal.write("reflection", "text", text, reach="facilitator", at=f"2026-01-{day}T09:00:00.000Z")


def saved_as(page: Page, journal: Journal, text: str) -> None:
    """Wait until the journal has this text."""
    for _ in range(200):
        if values(journal, "text")[-1] == text:
            return
        page.wait_for_timeout(50)
    raise AssertionError(values(journal, "text")[-1])


def values(journal: Journal, event: str) -> list[Any]:
    return [record.value for record in journal.read().records if record.event == event]


def disclosure(page: Page, name: str) -> Locator:
    return page.locator("summary").filter(has_text=name)


def everything(page: Page) -> str:
    """All that a curious learner could find."""
    found = page.evaluate("host.model.get('card') + host.model.get('state') + document.documentElement.outerHTML")
    return str(found) + str(page.evaluate("JSON.stringify({ ...localStorage })"))


HANDS = (Mouse, Keys)


@pytest.mark.parametrize("use", HANDS)
def test_how_my_thinking_changed_is_read_shown_and_taken_back(show: Show, journal: Journal, use: Any) -> None:
    sat(journal, "She understood.", "She nodded.", "She nodded all through.")
    page = show(opened(journal))
    hand: Hand = use(page)
    hand.press(disclosure(page, "How my thinking changed"))
    expect(page.get_by_role("deletion")).to_contain_text("understood")
    expect(page.get_by_role("insertion")).to_contain_text("nodded all through")
    expect(page.get_by_text("Crossed out: what went. Underlined: what came.")).to_be_visible()
    assert violations(page, ".kith") == []
    version = page.get_by_label("From")
    expect(version.locator("option").first).to_have_text(re.compile(r" \(the first\)$"))
    hand.press(page.get_by_role("button", name="Show how this grew"))
    version.select_option(index=1)
    expect(page.get_by_role("deletion")).to_have_count(0)
    expect(page.get_by_role("insertion")).to_contain_text("all through")
    expect(version).to_be_focused()
    hand.press(disclosure(page, "as a whole"))
    expect(page.get_by_role("blockquote").get_by_text("She nodded.", exact=True)).to_be_visible()
    expect(page.get_by_text("Whoever reads your text will see this version beside it")).to_be_visible()
    hand.press(page.get_by_role("button", name="Show how this grew"))
    expect(page.get_by_role("button", name="Take it back", exact=True)).to_be_focused()
    assert values(journal, "grown") == [{"drafts": [1]}, {"drafts": [1, 2]}], "a second one leaves the first"
    lines = page.get_by_text("Goes along with your text: the version of")
    expect(lines).to_have_count(2)
    picture(page, "widgets/reflection-grown", ".kith")
    assert b'She nodded."' in journal.travelling.read_bytes()
    hand.press(disclosure(page, "How my thinking changed"))
    expect(page.get_by_role("insertion")).to_have_count(0)
    expect(lines).to_have_count(2)
    hand.press(page.get_by_role("button", name=re.compile("^Take it back: ")).first)
    expect(lines).to_have_count(1)
    assert values(journal, "grown")[-1] == {"drafts": [2]}
    assert b"understood" not in journal.travelling.read_bytes()
    assert page.evaluate("host.shortcuts") == []


def test_a_comparison_stays_open_and_follows_while_i_write(show: Show, journal: Journal) -> None:
    sat(journal, "She understood.", "She nodded.")
    page = show(opened(journal))
    disclosure(page, "How my thinking changed").click()
    disclosure(page, "as a whole").click()
    box = page.get_by_role("textbox")
    box.press_sequentially(" Twice.")
    box.evaluate("box => box.setSelectionRange(3, 3)")
    saved_as(page, journal, "She nodded. Twice.")
    expect(page.get_by_role("insertion").last).to_contain_text("Twice")
    expect(page.get_by_role("blockquote").get_by_text("She understood.", exact=True)).to_be_visible()
    expect(box).to_be_focused()
    disclosure(page, "How my thinking changed").click()
    box.fill("She nodded. Twice. Then she left.")
    saved_as(page, journal, "She nodded. Twice. Then she left.")
    expect(page.get_by_role("insertion")).to_have_count(0)


def test_earlier_drafts_stay_open_while_i_write(show: Show, journal: Journal) -> None:
    wrote(journal, "One.", "Two.")
    page = show(opened(journal))
    page.get_by_role("button", name="Earlier drafts (1)").click()
    page.get_by_role("textbox").fill("Three.")
    expect(page.get_by_role("button", name="Earlier drafts (2)")).to_be_visible()
    expect(page.get_by_role("blockquote")).to_have_text(["One."])


def test_what_i_wrote_for_myself_alone_is_not_offered_to_readers(show: Show, journal: Journal) -> None:
    for at, text, reach in ((HOUR, "One.", "mine"), (DAY, "Two.", "facilitator")):
        journal.write("reflection", "text", text, reach=reach, at=at)  # type: ignore[arg-type]  # two reaches
    page = show(opened(journal))
    disclosure(page, "How my thinking changed").click()
    expect(page.get_by_text("You wrote this version for yourself alone")).to_be_visible()
    expect(page.get_by_role("button", name="Show how this grew")).to_have_count(0)


def test_an_autosave_leaves_a_reply_in_mid_word_alone(show: Show, journal: Journal) -> None:
    wrote(journal, TEXT)
    page = show(opened(journal, mark(), mark2()))
    page.get_by_role("button", name="Show me without rating myself").click()
    disclosure(page, "My reply").first.click()
    page.evaluate("host.busy = true")
    page.get_by_role("textbox").first.fill(f"{TEXT} More.")
    reply = page.get_by_label("My reply").first
    reply.click()
    page.keyboard.type("Half a w")
    page.evaluate("host.awake()")
    expect(disclosure(page, "What moved in my text since")).to_be_visible()
    saved_as(page, journal, f"{TEXT} More.")
    expect(reply).to_be_focused()
    page.keyboard.type("ord")
    expect(reply).to_have_value("Half a word")


def test_a_level_that_i_chose_stays_while_i_keep_another(show: Show, journal: Journal) -> None:
    wrote(journal, TEXT)
    page = show(opened(journal, mark(), mark2()))
    region = page.get_by_role("region", name="Feedback")
    for place in (0, 1):
        disclosure(page, "Set my level here").nth(place).click()
        region.get_by_role("group", name="Where do you see your text?").nth(place).get_by_role("radio").nth(1).check()
    region.get_by_role("button", name="Keep my level").first.click()
    expect(region.get_by_text("You: Begun")).to_be_visible()
    expect(region.get_by_role("radio", checked=True)).to_have_count(1)


def test_a_reply_a_verdict_and_a_level_can_be_taken_back(show: Show, journal: Journal) -> None:
    wrote(journal, TEXT)
    page = show(opened(journal, mark(suggestions=(TRY,))))
    page.get_by_role("button", name="Show me without rating myself").click()
    region = page.get_by_role("region", name="Feedback")
    region.get_by_role("radio").nth(2).check()
    region.get_by_role("button", name="Keep this").click()
    disclosure(page, "My reply").click()
    region.get_by_label("My reply").fill("But I did.")
    region.get_by_role("button", name="Keep the reply").click()
    back = region.get_by_role("button", name="Take it back")
    expect(back).to_have_count(2)
    picture(page, "widgets/reflection-replied", ".kith")
    back.last.click()
    expect(region.get_by_text("But I did.")).to_have_count(0)
    expect(disclosure(page, "My reply")).to_be_focused()
    back.click()
    expect(region.get_by_role("radio", checked=True)).to_have_count(0)
    assert values(journal, "reply")[-1]["text"] == ""
    assert values(journal, "suggestion")[-1]["verdict"] is None
    disclosure(page, "How I see it myself").click()
    myself = page.locator("details").filter(has=disclosure(page, "How I see it myself")).last
    myself.get_by_role("radio").nth(1).check()
    myself.get_by_role("button", name="Keep my level").first.click()
    disclosure(page, "What you saw or heard").click()
    myself.get_by_role("button", name="Take it back").click()
    expect(disclosure(page, "What you saw or heard")).to_contain_text("No level set")
    assert values(journal, "self")[-1]["points"] is None


def test_a_verdict_chosen_while_another_is_on_its_way_stays_begun(show: Show, journal: Journal) -> None:
    wrote(journal, TEXT)
    page = show(opened(journal, mark(suggestions=(TRY,))))
    page.get_by_role("button", name="Show me without rating myself").click()
    region = page.get_by_role("region", name="Feedback")
    region.get_by_role("radio").nth(0).check()
    page.evaluate("host.busy = true")
    region.get_by_role("button", name="Keep this").click()
    region.get_by_role("radio").nth(2).check()
    page.evaluate("host.awake()")
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    expect(region.get_by_role("radio").nth(2)).to_be_checked()
    assert [value["verdict"] for value in values(journal, "suggestion")] == ["adopted"]


@pytest.mark.parametrize("use", HANDS)
def test_one_criterion_changes_places_with_one_of_mine_and_back(show: Show, journal: Journal, use: Any) -> None:
    page = show(opened(journal))
    hand: Hand = use(page)
    hand.press(disclosure(page, "Swap one of these"))
    hand.press(page.get_by_role("button", name="Put mine in its place"))
    expect(page.get_by_text("First: choose which one it replaces.").first).to_be_visible()
    form = page.get_by_role("group", name="Which one does it replace?")
    hand.choose(form.get_by_role("radio"), 1)
    hand.write(page.get_by_label("The name of my criterion"), HOSTILE[:80])
    hand.write(page.get_by_label("What good looks like"), "It says what I would rather not have seen.")
    hand.press(page.get_by_role("button", name="Put mine in its place"))
    expect(page.get_by_text("My own criterion, in the place of “The other person's view”")).to_be_visible()
    expect(disclosure(page, "What readers look for")).to_be_focused()
    expect(page.get_by_role("listitem").nth(1)).to_contain_text(HOSTILE[:80])
    expect(page.get_by_text("Does it tell their side, as they might tell it?")).to_have_count(0)
    assert page.locator("img, script[src='x']").count() == 0
    assert values(journal, "criterion")[-1]["replaces"] == "other"
    assert page.evaluate("localStorage.length") == 0
    assert violations(page, ".kith") == []
    hand.press(page.get_by_role("button", name="Take mine out again"))
    expect(page.get_by_text("Does it tell their side, as they might tell it?")).to_be_visible()
    assert values(journal, "criterion")[-1] is None


def test_a_criterion_that_was_begun_is_still_there_after_a_reload(show: Show, journal: Journal) -> None:
    page = show(opened(journal))
    disclosure(page, "Swap one of these").click()
    page.get_by_label("The name of my criterion").fill("Courage")
    page.reload()
    page.evaluate("() => host.show('it')")
    expect(page.get_by_label("The name of my criterion")).to_have_value("Courage")


@pytest.mark.parametrize("use", HANDS)
def test_i_set_my_level_and_choose_the_sentence_that_shows_it(show: Show, journal: Journal, use: Any) -> None:
    wrote(journal, TEXT)
    page = show(opened(journal))
    hand: Hand = use(page)
    hand.press(disclosure(page, "How I see it myself"))
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    keep = page.get_by_role("button", name="Keep my level").first
    hand.press(keep)
    expect(page.get_by_text("First: choose a level.").first).to_be_visible()
    hand.choose(page.get_by_role("group", name="Where do you see your text?").first.get_by_role("radio"), 2)
    hand.press(disclosure(page, "Choose the sentence that shows it").first)
    sentences = page.get_by_role("group", name="Which sentence of yours shows it?").get_by_role("radio")
    expect(sentences).to_have_count(4)
    hand.choose(sentences, 2)
    assert values(journal, "self") == []
    hand.press(keep)
    expect(disclosure(page, "What you saw or heard")).to_contain_text("Clear")
    assert values(journal, "self") == [
        {"criterion": "evidence", "points": 2, "sentence": "She nodded all through.", "own": None}
    ]
    assert page.evaluate("host.shortcuts") == []


def test_what_is_selected_in_the_text_can_be_the_sentence(show: Show, journal: Journal) -> None:
    wrote(journal, TEXT)
    page = show(opened(journal))
    page.get_by_role("textbox").evaluate("box => box.setSelectionRange(0, 13)")
    disclosure(page, "How I see it myself").click()
    disclosure(page, "Choose the sentence that shows it").first.click()
    expect(page.get_by_role("radio", name="I showed Mira", exact=True)).to_be_visible()


def test_a_sentence_that_is_no_longer_in_the_text_is_said_calmly(show: Show, journal: Journal) -> None:
    wrote(journal, TEXT)
    level = {"criterion": "evidence", "points": 2, "sentence": "It was politeness."}
    journal.write("reflection", "self", level, reach="facilitator")
    page = show(opened(journal))
    disclosure(page, "How I see it myself").click()
    disclosure(page, "What you saw or heard").click()
    expect(page.get_by_text("This sentence is no longer in your text.")).to_have_count(0)
    page.get_by_role("textbox").fill("I showed Mira the sheet.")
    expect(page.get_by_text("This sentence is no longer in your text. Your level stays")).to_be_visible()


@pytest.mark.parametrize("use", HANDS)
def test_what_was_said_unfolds_once_my_level_is_in(show: Show, journal: Journal, use: Any) -> None:
    wrote(journal, TEXT)
    page = show(opened(journal, mark(before=1, sentence="It was politeness.")))
    hand: Hand = use(page)
    region = page.get_by_role("region", name="Feedback")
    assert SECRET not in everything(page)
    assert not figure_in("2.5", everything(page))
    hand.press(disclosure(page, "Set my level here"))
    hand.choose(region.get_by_role("radio"), 1)
    assert SECRET not in everything(page), "a choice is not a level yet"
    hand.press(region.get_by_role("button", name="Keep my level"))
    expect(region.get_by_text("You: Begun")).to_be_visible()
    expect(region.get_by_text("Your facilitator: Between “Clear” and “Telling”, 2.5 of 3 points")).to_be_visible()
    expect(region.get_by_text("In the feedback before: 1 of 3 points")).to_be_visible()
    expect(region.locator("em")).to_have_text(SECRET)
    expect(region.get_by_role("heading", name="What you saw or heard")).to_be_focused()
    expect(region.get_by_role("button", name="Show me without rating myself")).to_have_count(0)
    assert violations(page, ".kith") == []
    picture(page, "widgets/reflection-mirror", ".kith")


@pytest.mark.parametrize("use", HANDS)
def test_the_second_door_is_as_near_and_leads_to_the_same(show: Show, journal: Journal, use: Any) -> None:
    wrote(journal, TEXT)
    page = show(opened(journal, mark()))
    use(page).press(page.get_by_role("button", name="Show me without rating myself"))
    region = page.get_by_role("region", name="Feedback")
    expect(region.locator("em")).to_have_text(SECRET)
    expect(region.get_by_text("You:")).to_have_count(0)
    assert [value["points"] for value in values(journal, "self")] == [None]


@pytest.mark.parametrize("use", HANDS)
def test_feedback_is_answered_word_by_word(show: Show, journal: Journal, use: Any) -> None:
    wrote(journal, TEXT)
    page = show(opened(journal, mark(suggestions=(TRY,))))
    hand: Hand = use(page)
    page.get_by_role("button", name="Show me without rating myself").click()
    region = page.get_by_role("region", name="Feedback")
    hand.press(region.get_by_role("button", name="Keep this"))
    expect(region.get_by_text("First: choose what came of it.").first).to_be_visible()
    hand.choose(region.get_by_role("radio"), 2)
    hand.write(region.get_by_label("because …"), "Mira is away.")
    hand.press(region.get_by_role("button", name="Keep this"))
    expect(region.get_by_role("blockquote").get_by_text("Mira is away.")).to_be_visible()
    hand.press(disclosure(page, "My reply"))
    hand.write(region.get_by_label("My reply"), HOSTILE)
    hand.press(region.get_by_role("button", name="Keep the reply"))
    expect(region.get_by_text("It goes along when you submit again.")).to_be_focused()
    expect(region.get_by_role("blockquote").get_by_text(HOSTILE)).to_be_visible()
    assert page.title() != "fired"
    assert page.locator("img").count() == 0
    [verdict], [reply] = values(journal, "suggestion"), values(journal, "reply")
    assert (verdict["verdict"], verdict["because"], verdict["to"]) == ("declined", "Mira is away.", ISSUED)
    assert reply == {"to": ISSUED, "criterion": "evidence", "text": HOSTILE}
    assert page.evaluate("localStorage.length") == 0
    assert violations(page, ".kith") == []


def test_a_reply_that_was_begun_survives_a_reload(show: Show, journal: Journal) -> None:
    wrote(journal, TEXT)
    page = show(opened(journal, mark()))
    page.get_by_role("button", name="Show me without rating myself").click()
    disclosure(page, "My reply").click()
    page.get_by_label("My reply").fill("Half a")
    page.reload()
    page.evaluate("() => host.show('it')")
    expect(page.get_by_label("My reply")).to_have_value("Half a")


def test_what_moved_in_my_text_since_it_was_read_stands_under_it(show: Show, journal: Journal) -> None:
    wrote(journal, f"{TEXT} I never asked.")
    page = show(opened(journal, mark()))
    region = page.get_by_role("region", name="Feedback")
    disclosure(page, "What moved in my text since").click()
    expect(region.get_by_role("insertion")).to_contain_text("I never asked.")
    expect(disclosure(page, "What moved in my text since")).to_be_focused()


@pytest.mark.parametrize(
    "told", [HOSTILE, f"[click]({'java' + 'script'}:document.title='fired')", f"![x](x) {HOSTILE}"]
)
def test_nothing_that_a_marker_writes_becomes_html(show: Show, journal: Journal, told: str) -> None:
    wrote(journal, TEXT)
    hostile = CriterionMark(
        "evidence", HOSTILE, 1, 3, HOSTILE, told, True, 0, (Suggestion("s", HOSTILE),), sentence=HOSTILE
    )
    page = show(opened(journal, hostile, on=HOSTILE))
    page.get_by_role("button", name="Show me without rating myself").click()
    expect(page.get_by_role("region", name="Feedback").get_by_text("1 of 3 points")).to_be_visible()
    assert page.locator(".kith :is(img, script, iframe, a)").count() == 0
    assert page.title() != "fired"


def test_at_320_pixels_and_in_german_nothing_sticks_out(
    show: Show, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KITH_LANGUAGE", "de")
    wrote(journal, "Sie hat verstanden.", TEXT)
    page = show(opened(journal, mark(suggestions=(TRY,))), width=320)
    page.get_by_role("button", name="Zeig es mir ohne eigene Stufe").click()
    for name in ("Wie sich mein Denken verändert hat", "Wie ich es selbst sehe", "Meine Antwort darauf"):
        disclosure(page, name).first.click()
    expect(page.get_by_role("button", name="Zeigen, wie das gewachsen ist")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page, ".kith") == []
    assert json.loads(page.evaluate("host.model.get('state')"))["feedback"]["criteria"][0]["folded"] is False
    picture(page, "german-answered")
