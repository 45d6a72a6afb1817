"""What the contract looks with: all states of a widget on one page of our own host, and a walk by either hand."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Locator, Page

import kith_widgets
from kith_facilitator.gallery import specimens
from kith_widgets import Widget
from kith_widgets.host import Exhibit
from kith_widgets.host import page as host_page
from tests.chromium import fenced
from tests.widgets.walks import Hand

__all__ = [
    "AUDIT",
    "MODES",
    "WALKS",
    "audit",
    "every_widget",
    "fill",
    "leaves",
    "nameless",
    "stand",
    "states",
    "tab_through",
]

#: What a reader may ask of the browser.
MODES: Mapping[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "more-contrast": {"color_scheme": "light", "contrast": "more"},
    "more-contrast-dark": {"color_scheme": "dark", "contrast": "more"},
    "forced-colours": {"color_scheme": "dark", "forced_colors": "active"},
    "print": {"media": "print"},
}
_USUAL = {"media": "screen", "color_scheme": "light", "contrast": "no-preference", "forced_colors": "none"}
AUDIT = (Path(__file__).parent / "audit.js").read_text(encoding="utf-8")
_NAMED = {
    "button",
    "checkbox",
    "combobox",
    "link",
    "listbox",
    "radio",
    "slider",
    "spinbutton",
    "switch",
    "tab",
    "textbox",
}


def every_widget() -> set[str]:
    """The names of all widgets there are, whether somebody thought of listing them or not."""
    found = (getattr(kith_widgets, name) for name in kith_widgets.__all__)
    return {one.__name__ for one in found if isinstance(one, type) and issubclass(one, Widget) and one is not Widget}


@cache
def states(widget: str) -> Mapping[str, Exhibit]:
    """A widget in every state that the gallery shows."""
    return {state: exhibit for name, state, exhibit in specimens() if name == widget}


@contextmanager
def stand(browser: Browser, folder: Path, shown: Mapping[str, Exhibit], **options: Any) -> Iterator[Page]:
    """A page of our own host with these exhibits, and nothing but it: no request, no error, no other page."""
    place = folder / "page.html"
    place.write_text(host_page("Contract", list(shown.values())), encoding="utf-8")
    context, strangers = fenced(browser, viewport={"width": 800, "height": 900}, **options)
    page = context.new_page()
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type in {"error", "warning"} else None)
    page.goto(place.as_uri())
    page.wait_for_selector("[data-ready]", state="attached")
    page.evaluate(AUDIT)
    page.evaluate("names => audit.label(names)", list(shown))
    yield page
    context.close()
    assert [url for url in asked if not url.startswith(("blob:", "data:", place.as_uri()))] + strangers == []
    assert wrong == []


def audit(page: Page, *names: str, **wishes: Any) -> list[str]:
    """What the audits of these names find, under a reader's wishes."""
    page.emulate_media(**{**_USUAL, **wishes})
    page.evaluate("audit.still()")
    return [f"{name}: {found}" for name in names for found in page.evaluate(f"audit.{name}()")]


def nameless(page: Page) -> list[str]:
    """Controls that the browser's accessibility tree gives no name, and sliders without a value in words."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    controls = [node for node in nodes if not node.get("ignored") and _value(node, "role") in _NAMED]
    assert controls, "the tree holds no control"
    bare = [f"{_value(node, 'role')} without a name" for node in controls if not _value(node, "name").strip()]
    sliders = page.locator(".kith [role=slider]").all()
    mute = [one.get_attribute("aria-label") or "slider" for one in sliders if not one.get_attribute("aria-valuetext")]
    return bare + [f"{name}: no value in words" for name in mute]


def _value(node: Mapping[str, Any], key: str) -> str:
    return str(node.get(key, {}).get("value", ""))


def tab_through(page: Page, key: str) -> tuple[list[int], list[str]]:
    """The stops that a key makes in the widgets of a page, from one end to the other, and what cannot be seen there."""
    ends = page.get_by_role("button", name="prepend", exact=True), page.get_by_role("button", name="append", exact=True)
    start, end = ends if key == "Tab" else ends[::-1]
    goal = end.element_handle()
    start.focus()
    stops: list[int] = []
    faults: list[str] = []
    for _ in range(600):
        page.keyboard.press(key)
        found = page.evaluate("goal => document.activeElement === goal ? false : audit.focus()", goal)
        if found is False:
            return stops, faults
        if found:
            stops.append(found["at"])
            faults += found["faults"]
    raise AssertionError(f"{key} does not come out again; it went {stops[-20:]}")


def leaves(page: Page) -> list[str]:
    """What is still there after each widget came and went: parts of the page, or listeners on what outlives it."""
    session = page.context.new_cdp_session(page)
    before = page.evaluate("document.documentElement.outerHTML"), _listeners(session)
    page.evaluate("audit.visit()")
    after = page.evaluate("document.documentElement.outerHTML"), _listeners(session)
    parts = [] if before[0] == after[0] else ["the page is not what it was"]
    return parts + ([f"{after[1] - before[1]} more listeners on the page"] if after[1] != before[1] else [])


def _listeners(session: CDPSession) -> int:
    count = 0
    for expression in ("window", "document", "document.body", "document.documentElement"):
        target = session.send("Runtime.evaluate", {"expression": expression})["result"]["objectId"]
        count += len(session.send("DOMDebugger.getEventListeners", {"objectId": target})["listeners"])
    return count


def fill(root: Locator, hand: Hand, words: str = "Two words.") -> None:
    """Answers whatever stands open in a widget, each by its kind, in the order of reading."""
    things = root.locator("[role=slider], input:not([type=checkbox]), textarea")
    for _ in range(60):
        if (found := root.evaluate("root => audit.open(root)"))["index"] < 0:
            return
        thing = things.nth(found["index"])
        if found["kind"] == "slider":
            # Two marks of one line stand apart, so that a pointer meets the one it means.
            length = found["most"] - found["least"]
            hand.place(thing, length // 2 + 3 + length // 10 * (found["index"] % 3), length)
        elif found["kind"] == "radio":
            hand.choose(root.locator(f"[type=radio][name='{found['name']}']"), 1)
        else:
            hand.write(thing, "2" if found["inputMode"] in {"numeric", "decimal"} else words)
    raise AssertionError(f"what stands open is not filled: {found}")


#: What keeps a note, or begins one.
_NOTE = re.compile("^(Keep the note|Add a note)$")


def _press(root: Locator, hand: Hand, button: Locator) -> None:
    """Presses a button, and waits for what comes of it."""
    before = len(_deeds(root))
    hand.press(button)
    root.evaluate("(root, before) => audit.moved(root, before)", before)


def _to_the_end_of_a_fold(root: Locator, hand: Hand) -> None:
    """Commits, unfolds what came step by step, says what one makes of it, takes answers out, and adds a note."""
    for _ in range(14):
        fill(root, hand)
        _press_if_there(root, hand, "I'm not in the room", "open")
        first = root.locator("button:visible:not([tabindex='-1'])").first
        _press(root, hand, root.get_by_role("button", name=_NOTE) if "out" in _deeds(root) else first)
        if _deeds(root)[-1:] == ["note"]:
            return
    raise AssertionError(f"a fold does not come to its end: {_deeds(root)}")


def _to_the_end_of_an_activity(root: Locator, hand: Hand) -> None:
    """Takes each step by its first door, what is held by not being there; takes answers out, and adds a note."""
    for _ in range(12):
        fill(root, hand)
        # A room put together by hand is nobody's until somebody was moved; a native slider knows no middle, and
        # the second person stands one step away from the end, so that arrows and pointer end at one place.
        for line in root.get_by_role("slider", name="Person 2").all():
            root.locator("xpath=ancestor::*[@data-state][1]").evaluate("audit.approach")
            hand.place(line, 3, 5)
        for start in root.get_by_role("button", name="Start the clock").all():
            hand.press(start)
            hand.press(root.get_by_role("button", name="Seat 2"))
            root.page.wait_for_timeout(1100)
        several = root.get_by_role("group", name=re.compile("^Which of these facts")).get_by_role("checkbox")
        if several.count():
            hand.choose(several, 0)
        before = _deeds(root)
        if before[-1:] == ["note"]:
            return
        places = root.locator("summary:visible", has_text="Choose by sentence")
        if places.count() and not root.locator("details[open] > summary", has_text="Choose by sentence").count():
            # What was filled may stand below them, and Tab would go round the whole page.
            root.locator("xpath=ancestor::*[@data-state][1]").evaluate("audit.approach")
            hand.press(places)
            hand.choose(root.get_by_role("checkbox"), 0)
        # A clock and who speaks are no way on.
        not_on = "Mark what I selected|Take all marks away|Pause|Undo|Seat .|Start 3 minutes"
        ways_to_mark = re.compile(f"^({not_on})$")
        buttons = root.locator("button:visible:not([tabindex='-1'])")
        first = buttons.filter(has_not_text=ways_to_mark).first
        if before[-1:] == ["next"] and not buttons.count():
            return  # what was gone past was all there is
        away = root.get_by_role("button", name="I'm not in the room")
        counted = root.get_by_role("button", name="Count my answers again")
        if away.count():
            hand.press(away)
        elif "out" in before or counted.count():
            hand.press(root.get_by_role("button", name=_NOTE))
        else:
            hand.press(first)
        root.evaluate("(root, before) => audit.moved(root, before)", len(before))
    raise AssertionError(f"an activity does not come to its end: {_deeds(root)}")


def _to_the_end_of_a_lab(root: Locator, hand: Hand) -> None:
    """Sorts all cards, makes the order its own, fills the rest, and commits; adds a note."""
    place = root.locator("xpath=ancestor::*[@data-state][1]")
    for _ in range(6):
        before = _deeds(root)
        if before[-1:] == ["note"]:
            return
        heap = root.get_by_role("group", name="Not sorted yet").get_by_role("combobox")
        for n in range(heap.count()):
            place.evaluate("audit.approach")
            groups = heap.first.locator("option").all_inner_texts()[1:]
            hand.sort(heap.first, groups[n % len(groups)])
        downs = root.get_by_role("button", name=re.compile("down$"))
        if downs.count():
            place.evaluate("audit.approach")
            hand.press(downs.first)
        place.evaluate("audit.approach")
        fill(root, hand)
        doors = root.get_by_role("button", name=re.compile("^(Commit|Keep my order|Keep the note|Add a note)$"))
        place.evaluate("audit.approach")
        hand.press(doors.first)
        root.evaluate("(root, before) => audit.moved(root, before)", len(before))
    raise AssertionError(f"a lab does not come to its end: {_deeds(root)}")


def _to_the_end_of_a_map(root: Locator, hand: Hand) -> None:
    """Moves a concept, links it, takes the link back and draws another; commits, says what changed and adds a note."""
    place = root.locator("xpath=ancestor::*[@data-state][1]")
    concepts = root.locator("[role=group] button[aria-pressed]")
    for _ in range(6):
        before = _deeds(root)
        if before[-1:] == ["note"]:
            return
        says = root.get_by_role("combobox", name="What it says").or_(root.get_by_role("textbox", name="What it says"))
        for word in ("leads to", "costs") if says.count() else ():
            place.evaluate("audit.approach")
            if word == "leads to":
                hand.shift(concepts.first)
            hand.link(concepts, 0, 2)
            assert says.evaluate("field => field === document.activeElement"), "what it says is asked at once"
            hand.write(says, word)
            hand.press(root.get_by_role("button", name="Link them"))
            if word == "leads to":
                hand.press(root.get_by_role("button", name="Undo"))
        place.evaluate("audit.approach")
        if not says.count():
            fill(root, hand)
        doors = root.get_by_role(
            "button", name=re.compile("^(Commit|Keep what I make of it|Keep the note|Add a note)$")
        )
        place.evaluate("audit.approach")
        hand.press(doors.first)
        root.evaluate("(root, before) => audit.moved(root, before)", len(before))
    raise AssertionError(f"a map does not come to its end: {_deeds(root)}")


def _to_the_end_of_a_network(root: Locator, hand: Hand) -> None:
    """Changes what can be changed, guesses, runs it and sees it end; says what one makes of it, and adds a note."""
    place = root.locator("xpath=ancestor::*[@data-state][1]")
    doors = root.get_by_role("button", name=re.compile("^(Run it|Keep the note|Add a note|Keep what I make of it)$"))
    for _ in range(8):
        before = _deeds(root)
        if before[-1:] == ["note"]:
            return
        network = root.get_by_role("group").filter(has=root.page.get_by_role("img"))
        if network.count():
            place.evaluate("audit.approach")
            _rewire(network, hand)
        guess = root.locator("select:visible").filter(has_text="Choose").last
        if guess.count():
            hand.pick(guess, "2" if guess.locator("option", has_text="2").count() else "1")
        fill(root, hand)
        place.evaluate("audit.approach")
        hand.press(doors.first)
        root.evaluate("(root, before) => audit.moved(root, before)", len(before))
    raise AssertionError(f"a network does not come to its end: {_deeds(root)}")


def _rewire(network: Locator, hand: Hand) -> None:
    """Lets the first person leave, or ties them to the first whom they don't know, by dragging or by menus."""
    knows = {
        row.locator("th").text_content() or "": re.split(
            ", and |, | and ", row.locator("td").first.text_content() or ""
        )
        for row in network.locator("tbody tr").all()
    }
    one, *others = knows
    if network.get_by_role("combobox").count() == 1:
        hand.rewire(network, (one, one), [("Who leaves", one)])
        return
    if network.get_by_role("combobox", name="The tie that goes").count():
        far, near = next((far, near) for far, [near, *_] in knows.items() if near)
        ties = network.get_by_role("combobox", name="The tie that goes").locator("option").all_inner_texts()
        tie = next(tie for tie in ties if tie in {f"{far} and {near}", f"{near} and {far}"})
        hand.rewire(network, (far, near), [("The tie that goes", tie)])
    other = next(other for other in others if other not in knows[one])
    hand.rewire(network, (one, other), [("A new tie between", one), ("and", other)])


def _through_a_reflection(root: Locator, hand: Hand) -> None:
    """Writes, sees how it changed and shows that, opens the drafts, sets a level, and takes feedback's second door."""
    box = root.locator("textarea").first
    saves = _deeds(root).count("save")
    hand.write(box, " And one sentence more.")
    hand.leave(box)
    root.evaluate("(root, times) => audit.until(root, 'save', times)", saves + 1)
    changed = root.locator("summary:visible", has_text="How my thinking changed")
    if changed.count():
        if not root.locator("details[open] > summary", has_text="How my thinking changed").count():
            hand.press(changed)
            root.evaluate("root => audit.until(root, 'compare')")
        _press_if_there(root, hand, "Show how this grew", "grow")
    _press_if_there(root, hand, "Earlier drafts", "drafts")
    myself = root.locator("summary:visible", has_text="How I see it myself")
    if myself.count():
        hand.press(myself)
        levels = root.get_by_role("group", name="Where do you see your text?").locator("visible=true").first
        if levels.count():
            hand.choose(levels.get_by_role("radio"), 1)
            hand.press(root.get_by_role("button", name="Keep my level").locator("visible=true").first)
            root.evaluate("root => audit.until(root, 'rate')")
    _press_if_there(root, hand, "Show me without rating myself", "show")


def _to_the_end_of_a_model(root: Locator, hand: Hand) -> None:
    """Guesses, runs it and goes a step on; goes past what takes a kernel, says what one makes of it, adds a note."""
    place = root.locator("xpath=ancestor::*[@data-state][1]")
    ways = "^(Run it|Go on without|Go on without it|Keep the note|Add a note|Keep what I make of it)$"
    doors = root.get_by_role("button", name=re.compile(ways))
    for _ in range(8):
        before = _deeds(root)
        if before[-1:] == ["note"]:
            return
        steps = root.get_by_role("button", name="One step on")
        if steps.count():
            place.evaluate("audit.approach")
            hand.press(steps.last)
        fill(root, hand)
        place.evaluate("audit.approach")
        hand.press(doors.first)
        root.evaluate("(root, before) => audit.moved(root, before)", len(before))
    raise AssertionError(f"a model does not come to its end: {_deeds(root)}")


def _through_a_run(root: Locator, hand: Hand) -> None:
    """Tries to go before the first step, then goes two steps on."""
    for name in ("One step back", "One step on", "One step on"):
        hand.press(root.get_by_role("button", name=name))
    assert root.get_by_role("slider").input_value() == "2"


def _through_an_inbox(root: Locator, hand: Hand) -> None:
    """Opens what is done and what was left, asks for a card that is not on this page, and looks again."""
    if not root.locator("details[open]").count():
        for folded in root.locator("summary:visible").all():
            hand.press(folded)
    for here in root.get_by_role("button", name="Show me").locator("visible=true").all()[:1]:
        hand.press(here)
        root.get_by_text("Its cell has not been run yet.").first.wait_for()
    _press_if_there(root, hand, "Look again", "again")


def _press_if_there(root: Locator, hand: Hand, name: str, deed: str) -> None:
    button = root.get_by_role("button", name=name)
    if button.count():
        hand.press(button)
        root.evaluate("(root, deed) => audit.until(root, deed)", deed)


def _deeds(root: Locator) -> list[str]:
    return list(root.evaluate("root => audit.deeds(root.closest('[data-state]').dataset.state)"))


#: The way through each widget; whoever adds a widget adds its walk.
WALKS: Mapping[str, Callable[[Locator, Hand], None]] = {
    "Fold": _to_the_end_of_a_fold,
    "Inbox": _through_an_inbox,
    "Lab": _to_the_end_of_a_lab,
    "Leaves": _to_the_end_of_an_activity,
    "Map": _to_the_end_of_a_map,
    "Network": _to_the_end_of_a_network,
    "Player": _through_a_run,
    "Reflection": _through_a_reflection,
    "Rooms": _to_the_end_of_an_activity,
    "Run": _to_the_end_of_a_model,
    "Stand": _to_the_end_of_a_fold,
    "Parts": fill,
}
