"""A page without a kernel: it asks no network, keeps what is done, can be emptied, and works from a file."""

import json
import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from kith_exercises.cards.fold import FoldCard
from kith_exercises.cards.reflection import ReflectionCard
from kith_exercises.cards.widgets import fold_widget
from kith_exercises.definitions import FoldPrompt, TextPrompt, load_prompts, load_rubrics
from kith_exercises.journal import Journal
from kith_widgets import Fold, Reflection, Widget
from kith_widgets.host import Exhibit, Section, page
from tests.chromium import fenced, violations
from tests.widgets.cards import PREDICTION, Controller
from tests.widgets.walks import commit_by_keys, commit_by_mouse

pytestmark = pytest.mark.browser
COURSE = Path(__file__).parents[2] / "course"
WELCOME = load_prompts(COURSE / "0-welcome" / "prompts.toml")
EMPATHY = load_prompts(COURSE / "1-empathy" / "prompts.toml")
RUBRICS = load_rubrics(COURSE / "1-empathy" / "rubric.toml")
ONLY_HERE = "Only you see this. It stays in this browser; nothing is sent to anybody."
NO_KERNEL = "There is no kernel behind this page: what you write stays in this browser."


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal.open(tmp_path / "learner" / "module", "module", "notebook")


def fold(journal: Journal, id: str = "being-seen") -> Exhibit:
    prompt = WELCOME[id]
    assert isinstance(prompt, FoldPrompt)
    card = FoldCard(prompt, journal, f"page/{id}")
    return Exhibit(fold_widget(card, card.act), card.folded())


def reflection(journal: Journal) -> Exhibit:
    prompt = EMPATHY["difference"]
    assert isinstance(prompt, TextPrompt)
    card = ReflectionCard(prompt, RUBRICS["difference"], journal, None, "page/difference")
    return Exhibit(Reflection(card.card(), card.state(), card.act), card.folded())


def exhibits_of(html: str) -> list[dict[str, Any]]:
    """What the page holds of each exhibit, as its script reads it."""
    data = html.partition('id="kith-page">')[2].partition("</script>")[0]
    found: list[dict[str, Any]] = json.loads(data)["exhibits"]
    return found


Open = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens a page from a file: `opened(html)`; nothing may be asked and nothing may fail meanwhile."""
    contexts, asked, wrong = [], [], []

    def open_page(html: str, **options: Any) -> Page:
        place = tmp_path / "page.html"
        place.write_text(html, encoding="utf-8")
        context, strangers = fenced(browser, **options)
        contexts.append(context)
        asked.append(strangers)
        tab = context.new_page()
        tab.on("pageerror", lambda error: wrong.append(str(error)))
        tab.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto(place.as_uri())
        if options.get("java_script_enabled", True):
            tab.wait_for_selector("[data-ready]")
        return tab

    yield open_page
    for context in contexts:
        context.close()
    assert [one for one in asked if one and not str(one).startswith(("file:", "blob:", "data:"))] == []
    assert wrong == []


def test_there_is_no_address_of_any_network_in_the_page_and_no_leave_to_ask_one(journal: Journal) -> None:
    html = page("Cards", [fold(journal), reflection(journal)])
    assert set(re.findall(r"\w+://[^\s\"'`\\)<]*", html)) == {"http://www.w3.org/2000/svg"}
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-eval" not in policy[1]


def test_the_browser_itself_holds_the_page_to_that(browser: Browser, tmp_path: Path, journal: Journal) -> None:
    place = tmp_path / "page.html"
    place.write_text(page("Cards", [reflection(journal)]))
    context, _ = fenced(browser)
    tab = context.new_page()
    tab.goto(place.as_uri())
    tab.wait_for_selector("[data-ready]")
    for attempt in ("new Image().src = 'file:///nowhere.png'", "fetch('http://127.0.0.1:9/').catch(() => {})"):
        refused = (
            "() => new Promise(done => { document.addEventListener('securitypolicyviolation', e => done(e.blockedURI));"
        )
        assert tab.evaluate(f"{refused} {attempt}; }})")
    context.close()


def to_the_end(tab: Page) -> None:
    for label in ("Show the twenty groups", "Show the averages"):
        tab.get_by_role("button", name=label).click()
    tab.get_by_role("textbox", name="In how many of 100 shuffles").fill("20")
    tab.get_by_role("button", name="Commit", exact=True).click()
    tab.get_by_label("What do you make of the difference?").fill("They knew each other.")
    tab.get_by_role("button", name="Keep what I make of it").click()
    tab.get_by_role("button", name="Add a note").click()
    tab.get_by_label("A note, with its date").fill("Later.")
    tab.get_by_role("button", name="Keep the note").click()
    expect(tab.get_by_role("blockquote").filter(has_text="Later.")).to_be_visible()


@pytest.mark.parametrize("commit", [commit_by_mouse, commit_by_keys])
def test_the_whole_way_without_a_kernel_is_kept_and_can_be_started_anew(
    opened: Open, journal: Journal, commit: Callable[..., None]
) -> None:
    tab = opened(page("Cards", [fold(journal)]), viewport={"width": 800, "height": 900})
    expect(tab.get_by_text(NO_KERNEL)).to_be_visible()
    expect(tab.get_by_role("button", name="Start anew")).to_have_count(0)
    commit(tab, second="Anonymous")
    to_the_end(tab)
    expect(tab.get_by_text("You expected 20 of 100; it was 1.8.")).to_be_visible()
    expect(tab.get_by_role("img", name="Public, you 40, 55.7, 16 apart")).to_be_visible()
    tab.reload()
    expect(tab.get_by_role("blockquote").filter(has_text="They knew each other.")).to_be_visible()
    expect(tab.get_by_role("blockquote").filter(has_text="Later.")).to_be_visible()
    tab.get_by_role("button", name="Start anew").click()
    expect(tab.get_by_role("button", name="Leave it as it is")).to_be_focused()
    tab.get_by_role("button", name="Leave it as it is").click()
    expect(tab.get_by_role("blockquote").filter(has_text="Later.")).to_be_visible()
    tab.get_by_role("button", name="Start anew").click()
    tab.get_by_role("button", name="Empty this card").click()
    expect(tab.get_by_text("This card is as it was at first.")).to_be_focused()
    expect(tab.get_by_role("slider", name="In public")).to_have_attribute("aria-valuetext", "not placed yet")
    assert tab.evaluate("localStorage.length") == 0
    assert journal.read().records == ()


def test_what_is_written_is_kept_with_its_drafts(opened: Open, journal: Journal) -> None:
    tab = opened(page("Cards", [reflection(journal)]))
    box = tab.get_by_role("textbox")
    for text in ("One.", "One and two."):
        box.fill(text)
        box.blur()
        expect(tab.get_by_text(re.compile(r"^Saved \d\d:\d\d$"))).to_be_visible()
    tab.get_by_role("button", name="Earlier drafts (1)").click()
    expect(tab.get_by_role("blockquote")).to_have_text("One.")
    tab.reload()
    expect(tab.get_by_role("textbox")).to_have_value("One and two.")
    expect(tab.get_by_role("button", name="Earlier drafts (1)")).to_be_visible()


def test_two_windows_on_one_page_do_not_undo_each_other(opened: Open, journal: Journal) -> None:
    tab = opened(page("Cards", [fold(journal, "three-turns")]))
    other = tab.context.new_page()
    other.goto(tab.url)
    other.get_by_role("button", name="Show me without predicting").click()
    other.get_by_role("button", name="Show what the choices stand for").wait_for()
    expect(tab.get_by_role("button", name="Show what the choices stand for")).to_be_visible()


SAVED = re.compile(r"^Saved \d\d:\d\d$")
BEGUN = "Begun here, and not saved."


def two_windows(opened: Open, html: str) -> tuple[Page, Page]:
    """One page in two windows; in the first, nothing is saved by the passing of time."""
    tab = opened(html)
    other = tab.context.new_page()
    other.goto(tab.url)
    other.wait_for_selector("[data-ready]")
    tab.evaluate("window.setTimeout = () => 0")
    return tab, other


def save(tab: Page, text: str) -> None:
    tab.get_by_role("textbox").fill(text)
    tab.get_by_role("textbox").blur()
    expect(tab.get_by_text(SAVED)).to_be_visible()


def test_a_text_saved_in_one_window_and_one_begun_in_another_are_both_there(opened: Open, journal: Journal) -> None:
    tab, other = two_windows(opened, page("Cards", [reflection(journal)]))
    tab.get_by_role("textbox").fill(BEGUN)
    save(other, "Saved elsewhere.")
    for window in (tab, other):
        expect(window.get_by_role("textbox")).to_have_value("Saved elsewhere.")
        expect(window.get_by_role("button", name="Put it in the field")).to_be_visible()
    for window in (tab, other):
        window.reload()
        expect(window.get_by_role("textbox")).to_have_value("Saved elsewhere.")
    tab.get_by_role("button", name="Put it in the field").click()
    expect(tab.get_by_role("textbox")).to_have_value(BEGUN)
    tab.get_by_role("textbox").blur()
    expect(tab.get_by_role("button", name="Earlier drafts (1)")).to_be_visible()
    expect(other.get_by_role("textbox")).to_have_value(BEGUN)
    expect(other.get_by_role("button", name="Put it in the field")).to_be_hidden()


def test_versions_that_parted_in_two_windows_are_all_kept_until_decided_upon(opened: Open, journal: Journal) -> None:
    tab, other = two_windows(opened, page("Cards", [reflection(journal)]))
    other.evaluate("window.setTimeout = () => 0")
    tab.get_by_role("textbox").fill(BEGUN)
    save(other, "Saved elsewhere.")
    expect(tab.get_by_role("button", name="Let it go")).to_be_visible()
    other.get_by_role("textbox").fill("Begun in the second.")
    save(tab, "Saved in the first.")
    expect(other.get_by_role("textbox")).to_have_value("Saved in the first.")
    tab.get_by_role("button", name="Let it go").click()
    for window in (tab, other):
        window.get_by_role("button", name="Put it in the field").wait_for()
    tab.get_by_role("button", name="Put it in the field").click()
    expect(tab.get_by_role("textbox")).to_have_value("Begun in the second.")


def test_a_window_that_did_not_hear_of_another_saves_after_it(opened: Open, journal: Journal) -> None:
    tab = opened(page("Cards", [reflection(journal)]))
    # As a frozen window finds it: nothing told it that this was written.
    kept = [{"text": "Saved elsewhere.", "at": "2026-11-20T12:03:04.123Z"}]
    tab.evaluate("all => localStorage.setItem(...all)", ["kith:page/difference:page", json.dumps(kept)])
    save(tab, "Saved in the window that was frozen.")
    tab.reload()
    tab.get_by_role("button", name="Earlier drafts (1)").click()
    expect(tab.get_by_role("blockquote")).to_have_text("Saved elsewhere.")


def test_words_begun_in_a_fold_stay_while_another_window_goes_on(opened: Open, journal: Journal) -> None:
    tab, other = two_windows(opened, page("Cards", [fold(journal, "three-turns")]))
    other.get_by_role("button", name="Show me without predicting").click()
    for window in (tab, other):
        window.get_by_role("button", name="Add a note").click()
    note = "A note, with its date"
    tab.get_by_label(note).fill(BEGUN)
    other.get_by_label(note).fill("Kept elsewhere.")
    other.get_by_role("button", name="Keep the note").click()
    expect(tab.get_by_role("blockquote")).to_have_text("Kept elsewhere.")
    expect(tab.get_by_label(note)).to_have_value(BEGUN)


PRESS = "name => [...document.querySelectorAll('button')].find(one => one.textContent === name).click()"


def test_starting_anew_leaves_nothing_behind_not_even_what_was_half_typed(opened: Open, journal: Journal) -> None:
    tab, other = two_windows(opened, page("Cards", [reflection(journal)]))
    for window in (tab, other):
        for begun in (tab, other):
            begun.evaluate("window.setTimeout = () => 0")
            begun.get_by_role("textbox").fill(BEGUN)
        # By script, since pressing would first leave the field, which saves it.
        for name in ("Start anew", "Empty this card"):
            window.evaluate(PRESS, name)
        expect(window.get_by_text("This card is as it was at first.")).to_be_visible()
        for empty in (tab, other):
            expect(empty.get_by_role("textbox")).to_have_value("")
        assert tab.evaluate("JSON.stringify(localStorage)") == "{}"
    tab.reload()
    expect(tab.get_by_role("textbox")).to_have_value("")


WHOLE = {"door": "look", "at": None, "answers": None, "guesses": [], "explanation": None, "notes": []}
NOTE = {"text": "Kept.", "at": "2026-11-20T12:03:04.123Z"}


@pytest.mark.parametrize(
    "odd",
    [
        {"door": 5},
        {"door": "window"},
        {"at": {"day": 1}},
        {"at": 5},
        {"guesses": ["20", {}, 20]},
        {"guesses": [None, None, 1e9, None, None]},
        {"notes": [None]},
        {"notes": [5, {"text": 5, "at": NOTE["at"]}, {"text": "No time."}]},
        {"explanation": {"html": "<b>"}},
        {"explanation": "Kept.", "explained_at": 7},
        {"door": "commit", "answers": "text"},
    ],
)
def test_what_no_longer_reads_well_in_this_browser_blanks_no_card(
    opened: Open, journal: Journal, odd: dict[str, Any]
) -> None:
    tab = opened(page("Cards", [fold(journal), reflection(journal)]))
    texts = [None, 5, {"text": 5}, {"text": "x"}, {"text": "Kept.", "at": NOTE["at"]}]
    for key, kept in (("being-seen", {**WHOLE, **odd}), ("difference", texts)):
        tab.evaluate("all => localStorage.setItem(...all)", [f"kith:page/{key}:page", json.dumps(kept)])
    tab.reload()
    tab.wait_for_selector("[data-ready]")
    expect(tab.get_by_role("textbox", name=re.compile("difference|conversation|What")).last).to_be_visible()
    assert tab.locator(".kith").count() == 2
    assert tab.get_by_role("alert").count() == 0
    expect(tab.locator("textarea").last).to_have_value("Kept.")


def test_what_still_reads_well_beside_what_does_not_is_not_lost(opened: Open, journal: Journal) -> None:
    tab = opened(page("Cards", [fold(journal)]))
    kept = {"guesses": [], "notes": [None, NOTE], "door": "look"}
    tab.evaluate("all => localStorage.setItem(...all)", ["kith:page/being-seen:page", json.dumps(kept)])
    tab.reload()
    expect(tab.get_by_role("blockquote")).to_have_text("Kept.")
    expect(tab.get_by_role("button", name="Show the twenty groups")).to_be_visible()


def test_a_card_that_can_t_be_shown_says_so_and_the_others_live(
    browser: Browser, tmp_path: Path, journal: Journal
) -> None:
    broken = Exhibit(fold(journal).widget, {"steps": None})
    place = tmp_path / "page.html"
    place.write_text(page("Cards", [broken, reflection(journal)]))
    context, _ = fenced(browser)
    tab = context.new_page()
    tab.goto(place.as_uri())
    tab.wait_for_selector("[data-ready]")
    expect(tab.get_by_role("alert")).to_have_text(re.compile(r"^This card can't be shown\. Start it anew"))
    save(tab, "One.")
    tab.get_by_role("button", name="Start anew").first.click()
    tab.get_by_role("button", name="Empty this card").click()
    expect(tab.get_by_role("alert")).to_be_visible()
    expect(tab.get_by_role("textbox")).to_have_value("One.")
    context.close()


def test_a_card_that_changed_since_begins_anew_where_the_answers_no_longer_fit(opened: Open, journal: Journal) -> None:
    kept = {"door": "commit", "answers": {"turn-1": "no such"}, "at": None, "guesses": [], "notes": []}
    html = page("Cards", [fold(journal, "three-turns")])
    tab = opened(html)
    for value in (kept, {"guesses": 5}, "text", None):
        tab.evaluate("value => localStorage.setItem('kith:page/three-turns:page', JSON.stringify(value))", value)
        tab.reload()
        expect(tab.get_by_role("button", name="Show me without predicting")).to_be_visible()


def test_reach_lines_tell_the_truth_of_the_page_unless_they_are_to_be_shown(journal: Journal) -> None:
    def written(exhibit: Exhibit) -> str:
        [shown] = exhibits_of(page("Cards", [exhibit]))
        return json.dumps({**shown, "folded": b64decode(shown["folded"]).decode()})

    one = fold(journal)
    assert "Your facilitator reads this" not in written(one)
    assert ONLY_HERE in written(one)
    assert "Your facilitator reads this" in written(Exhibit(one.widget, one.folded, readers=True))


def test_what_lies_folded_stands_nowhere_in_clear(journal: Journal) -> None:
    one = fold(journal)
    assert one.folded
    html = page("Cards", [one])
    for step in one.folded["steps"]:
        assert step["scene"]["title"] not in html
    [shown] = exhibits_of(html)
    assert [step["scene"] for step in json.loads(b64decode(shown["folded"]))["steps"]] == [
        step["scene"] for step in one.folded["steps"]
    ]


def test_only_what_the_exhibit_holds_is_in_the_page(journal: Journal) -> None:
    journal.write("difference", "text", "An early private draft.", reach="facilitator")
    journal.write("difference", "text", "The text as it stands.", reach="facilitator")
    one = reflection(journal)
    html = page("Cards", [Exhibit(one.widget)])
    assert "The text as it stands." in html
    assert "private" not in html
    assert str(journal.private.parent) not in html


def test_hostile_words_stay_words(opened: Open, journal: Journal) -> None:
    text = "</script><script>document.title = 'caught'</script><!-- <b>bold</b>"
    journal.write("difference", "text", text, reach="facilitator")
    tab = opened(page(f"Cards {text}", [Section(text, [reflection(journal)], note=text)], note=text))
    expect(tab.get_by_role("textbox")).to_have_value(text)
    assert tab.title() == f"Cards {text}"
    assert tab.locator("b").count() == 0


def test_without_javascript_there_is_a_plain_sentence(opened: Open, journal: Journal) -> None:
    tab = opened(page("Cards", [fold(journal)]), java_script_enabled=False)
    expect(tab.get_by_text("The cards of this page need JavaScript.")).to_be_visible()
    expect(tab.get_by_role("heading", name="Cards", level=1)).to_be_visible()


def test_the_page_speaks_its_language(opened: Open, journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_LANGUAGE", "de")
    tab = opened(page("Karten", [reflection(journal)]))
    assert tab.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["de", "ltr"]
    expect(tab.get_by_text("Hinter dieser Seite steht kein Kernel")).to_be_visible()


def test_no_card_says_who_reads_in_another_language_than_the_page(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    for one in (fold(journal), reflection(journal)):
        shown = Exhibit(one.widget, one.folded, readers=True)
        with pytest.raises(ValueError, match="make its card with KITH_LANGUAGE=de, or the page with language='en'"):
            page("Karten", [shown], language="de")
        assert "Nur du siehst das." in page("Karten", [one], language="de")
    monkeypatch.setenv("KITH_LANGUAGE", "de")
    german = fold(journal)
    assert "Deine Kursleitung" in page("Karten", [Exhibit(german.widget, german.folded, readers=True)])
    held = {**(german.folded or {}), "answers": {"reach": {"far": "few"}}}  # an author may give a field that name
    assert "Deine Kursleitung" in page("Karten", [Exhibit(german.widget, held, readers=True)])


def test_every_heading_has_an_address_of_its_own(journal: Journal) -> None:
    def parts(title: str, *titles: str) -> Section:
        cards = [json.loads(fold(journal).widget.card) for _ in titles]
        return Section(title, [
            Exhibit(Fold({**card, "key": f"{title}/{number}"}, {}), {}, title=titles[number])
            for number, card in enumerate(cards)
        ])  # fmt: skip

    html = page("Cards", [parts("Twice", "Same", "Same"), parts("Twice!", "?", "…"), parts("!", ""), parts("Content")])
    ids, links = re.findall(r'\bid="([^"]*)"', html), re.findall(r'href="#([^"]*)"', html)
    assert len(set(ids)) == len(ids)
    assert all(ids)
    assert set(links) <= set(ids)
    assert {"twice", "twice-same", "twice-same-2", "twice-2"} <= set(links)
    assert len(set(links)) == len(links) == 9


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_axe_finds_nothing_around_the_widgets(opened: Open, journal: Journal, theme: Any) -> None:
    exhibit = reflection(journal)
    tab = opened(page("Cards", [Section("Writing", [exhibit], note="One.")], theme=theme, bar=True, note="A page."))
    tab.get_by_role("textbox").fill("Something.")
    expect(tab.get_by_role("button", name="Start anew")).to_be_visible()
    assert violations(tab) == []


def test_the_bar_changes_theme_and_width(opened: Open, journal: Journal) -> None:
    tab = opened(page("Cards", [reflection(journal)], bar=True), color_scheme="light")
    tab.get_by_label("dark", exact=True).check()
    expect(tab.locator(".kith")).to_have_attribute("data-theme", "dark")
    tab.get_by_label("high contrast", exact=True).check()
    expect(tab.locator(".kith[data-contrast]")).to_have_attribute("data-theme", "light")
    tab.get_by_label("320", exact=True).check()
    box = tab.locator(".stand").bounding_box()
    assert box is not None
    assert box["width"] == 320


def test_what_cannot_be_shown_is_said_when_the_page_is_made(journal: Journal) -> None:
    one = fold(journal)
    with pytest.raises(ValueError, match=r"give folded=card\.folded\(\)"):
        Exhibit(one.widget)
    with pytest.raises(ValueError, match="Two exhibits have the key “page/being-seen”"):
        page("Cards", [one, one])
    with pytest.raises(ValueError, match="has no “key”"):
        Exhibit(Fold({**json.loads(one.widget.card), "key": ""}, Controller(PREDICTION).state), {})
    with pytest.raises(ValueError, match="does not speak “xx”"):
        page("Cards", [one], language="xx")

    key = one.widget.card.replace("page/being-seen", "page/being-seen:page")
    with pytest.raises(ValueError, match="the keys “page/being-seen:page” and “page/being-seen”"):
        page("Cards", [Exhibit(Fold(json.loads(key), {}), {}), one])
    with pytest.raises(ValueError, match="the keys “page/being-seen” and “page/being-seen:page”"):
        page("Cards", [one, Exhibit(Fold(json.loads(key), {}), {})])

    class Unbuilt(Widget):
        _bundle = "unbuilt"

    with pytest.raises(FileNotFoundError, match="are not built"):
        page("Cards", [Exhibit(Unbuilt({"prompt": "x", "key": "x"}, {}))])
