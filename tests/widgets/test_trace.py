"""One script of actions for two kernels: the Python card, and what stands in for it on a page without a kernel.

Whatever is asked of them, in whatever order, both come to the same states and refuse in the same words; times aside.
"""

import json
import random
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from kith_exercises.cards.activity import ActivityCard
from kith_exercises.cards.fold import FoldCard
from kith_exercises.cards.reflection import ReflectionCard
from kith_exercises.cards.widgets import activity_widget, fold_widget
from kith_exercises.definitions import Activity, FoldPrompt, Prompt, TextPrompt, load_prompts, load_rubrics
from kith_exercises.envelope import CriterionMark, Envelope, Feedback, Suggestion
from kith_exercises.journal import Journal
from kith_exercises.primitives.known import Around, gatherer
from kith_facilitator import gallery
from kith_facilitator.gallery._stage import SEALED
from kith_widgets import Reflection, Refused
from kith_widgets.host import Exhibit, page
from tests.chromium import fenced

pytestmark = pytest.mark.browser
FOLDER = Path(gallery.__file__).parent
SOURCES = Path(__file__).parents[2] / "widgets" / "src"
PROMPTS = load_prompts(FOLDER / "prompts.toml")
RUBRICS = load_rubrics(FOLDER / "rubric.toml")
Action = dict[str, Any]
Card = ActivityCard | FoldCard | ReflectionCard

# Drawn in the widget's place: it hands actions to the page's kernel as they are, also those no widget would send.
PROBE = """export default { render({ model }) {
  const { key } = JSON.parse(model.get("card"));
  let id = 0;
  const act = (action) => new Promise((answered) => {
    const hear = (content) => { model.off("msg:custom", hear); answered(JSON.parse(content.payload)); };
    model.on("msg:custom", hear);
    model.send({ id: ++id, payload: JSON.stringify(action) });
  });
  (window.probes ??= {})[key] = {
    state: () => JSON.parse(model.get("state")),
    all: async (actions) => {
      const replies = [];
      for (const one of actions) replies.push(await act(one));
      return replies;
    },
  };
  return () => {};
} };"""

MARKS = {"values": {"public": 35, "anonymous": 62}, "width": 12}
COMMIT = {"do": "commit", "answers": {"marks": MARKS, "why": "People <b>relax</b> unseen."}}
NEXT: Action = {"do": "unfold"}
PLACED = {"return": {"at": 66.5, "sure": "open", "none": False}, "learn": {"none": True}}
EVERY = {
    "one-mark": {"values": {"ask": 4, "other": 3}, "width": 9},
    "last": "them",
    "minutes": 25,
    "heard": " \n",
}
EARLIER = "2026-11-20T09:30:00.000Z"
TEXTS: list[Any] = ["One.", "One.", "", "Two \ud83d\n", "x" * 500_001, "\U0001f642" * 400_000, {"html": "<b>"}, 5, None]
SAYING = [{"do": do, "text": text} for do in ("explain", "note") for text in ("Because.", "", None, 7)]

PUT = {"replaces": "other", "title": " Courage ", "good": "It says what I would rather not."}
GROWING: list[Action] = [
    *[{"do": "compare", "draft": draft} for draft in (0, 1, 2, 99, "feedback", "first", None, False)],
    *[{"do": "grow", "drafts": drafts} for drafts in ([1], [2, 1], ["1"], [True], [99], 1, None)],
    {"do": "compare"},
    {"do": "save", "text": "More."},
    {"do": "grow", "drafts": []},
    {"do": "grow", "drafts": [1]},
    {"do": "compare", "draft": 2},
    {"do": "save", "text": "Still more."},
    {"do": "compare", "draft": None},
    {"do": "save", "text": "And more."},
]
_SLIPS: list[Action] = [
    *[{"replaces": id} for id in ("gone", None, 5)],
    *[{"title": title} for title in (" \n", "x" * 121, 5, "Other")],
    *[{"good": good} for good in ("", "x" * 2001, None)],
    {"replaces": "evidence"},
]
SWAPPING: list[Action] = [
    {"do": "criterion"},
    *[{"do": "criterion", "put": {**PUT, **slip}} for slip in _SLIPS],
    *[{"do": "criterion", "put": put} for put in ("x", [], PUT)],
    {"do": "rate", "criterion": "other", "points": 2},
    *[{"do": "criterion", "put": put} for put in (None, None, PUT)],
]
RATING: list[Action] = [
    *[{"do": "rate", "criterion": "evidence", "points": points} for points in (1, 1.5, None, None, True, "1", 3)],
    *[
        {"do": "rate", "criterion": "next", "points": 0, "sentence": sentence}
        for sentence in (5, None, "One.", "Gone.")
    ],
    *[{"do": "rate", "criterion": id, "points": 0, "sentence": ""} for id in ("gone", None)],
]
REPLYING: list[Action] = [
    *[
        {"do": "reply", "criterion": id, "text": text}
        for id in ("evidence", "next", None)
        for text in ("", "But.", " ", "", "", "And.", 5)
    ],
    *[
        {"do": "suggestion", "suggestion": id, "verdict": verdict, "because": because}
        for id in ("s1", "s2", "s3", None)
        for verdict, because in (
            ("adopted", ""),
            (None, ""),
            ("declined", "No."),
            ("<b>", ""),
            (None, ""),
            ("adapted", None),
        )
    ],
]

CLAIM = {"do": "commit", "step": "claim-volunteers"}
LINES = {"say": "4", "who": "out", "nothing": "2", "repair": "5"}
STEPS: list[Action] = [
    *[{**CLAIM, "answers": answers} for answers in (None, [], {}, {"choice": "more"}, {"choice": "x", "sure": 80})],
    *[{**CLAIM, "answers": {"choice": "more", "sure": sure}} for sure in (101, "80", True, 80.5, 80)],
    {"do": "look", "step": "claim-tunes"}, {"do": "look", "step": "claim-tunes"}, {"do": "look", "step": None},
    *[{"do": "next", "step": step, "word": "x"} for step in ("group", "answers", "answers", "group", "group", "gone")],
    {"do": "look", "step": "explain"},
    *[{"do": "commit", "step": "explain", "answers": {"explain": text}} for text in ("", 5, "Too sure.", "Again.")],
    *[{"do": "form", "form": form} for form in ("alone", "cohort", "room", "gone", None, 5)],
]  # fmt: skip

ARGUED = {"groups": {"asked": "evidence", "line": "reason", "old": "counter", "others": "aside", "eyes": "counter"}}
_ARGUE = {"do": "commit", "step": "argue"}
_FIRST = {"do": "commit", "step": "first"}
FOUND = {"talk": "both", "note": "all", "board": "shift"}
LAB: list[Action] = [
    *[{**_ARGUE, "answers": {"cards": cards}} for cards in (None, [], {}, {"groups": []}, {"groups": {"asked": "x"}})],
    {**_ARGUE, "answers": {"cards": {**ARGUED, "because": {"old": 5}}}},
    {**_ARGUE, "answers": {"cards": {**ARGUED, "because": {"old": " ", "line": "", "others": "No.", "gone": "x"}}}},
    *[
        {**_FIRST, "answers": {"order": order, "found": FOUND}}
        for order in (None, {}, [], ["ask", "wait"], ["ask", "wait", "wait"], ["ask", [], None])
    ],
    *[
        {**_FIRST, "answers": {"order": ["wait", "three", "ask"], "found": found}}
        for found in (None, [], {"talk": "all"}, {**FOUND, "talk": ["all"]}, {**FOUND, "gone": "all"})
    ],
]

_SAY = {"do": "commit", "step": "say"}
TALK: list[Action] = [
    {"do": "look", "step": "say"}, {"do": "commit", "step": "hear-1", "answers": {"expect": "x"}},
    *[{**_SAY, "answers": answers} for answers in ({}, {"line": "3"}, {"line": 1}, {"line": "1"}, {"line": "2"})],
    *[{"do": "commit", "step": "hear-1", "answers": {"expect": text}} for text in ("", "She is angry.")],
    {"do": "commit", "step": "say-1", "answers": {"line": "2"}}, {"do": "look", "step": "hear-1-2"},
    *[{"do": "commit", "step": "back-1-2", "answers": {"line": line}} for line in ("1-2", "2", "1-1")],
    {"do": "look", "step": "again-hear-2"}, {"do": "commit", "step": "back-1-1", "answers": {"line": "2"}},
    {"do": "commit", "step": "explain", "answers": {"explain": "Both times I was wrong."}},
]  # fmt: skip

_DRAW = {"do": "commit", "step": "before"}
_LINK = {"from": "trust", "says": " needs\n", "to": "own-1"}
_ODD_LINKS = [{**_LINK, "says": " "}, {**_LINK, "says": 5}, {**_LINK, "to": ["time"]}, {**_LINK, "from": ""}, "x"]
MAP: list[Action] = [
    *[{**_DRAW, "answers": {"map": drawn}} for drawn in (None, [], {}, {"links": []}, {"links": {}})],
    *[{**_DRAW, "answers": {"map": {"links": [_LINK, odd]}}} for odd in _ODD_LINKS],
    {**_DRAW, "answers": {"map": {"links": [_LINK] * 201}}},
    {**_DRAW, "answers": {"map": {"links": [_LINK], "concepts": "x"}}},
    {**_DRAW, "answers": {"map": {"links": [_LINK], "concepts": [{"id": "own-1", "label": "x" * 500_001}]}}},
    {
        **_DRAW,
        "answers": {
            "map": {
                "links": [_LINK, {**_LINK, "to": "gone"}, {"from": "time", "says": "<b>", "to": "time", "more": 1}],
                "concepts": [{"id": "own-1", "label": "<i>"}, {"id": "trust", "label": "As it was"}, {"id": 5}, "x"],
                "places": {"own-1": [50, 12.5], "gone": [1], "time": [0, 101], "trust": [True, 5], "other": [5, 5]},
            }
        },
    },
]

_FACT, _LEAVE = {"do": "commit", "step": "round-fact"}, {"do": "commit", "step": "round-leaves"}
_CUSTOM = {"do": "commit", "step": "round-custom"}
NETWORK: list[Action] = [
    *[{**_FACT, "answers": {"guess": guess}} for guess in (None, "4", 40, 4)],
    *[
        {**_LEAVE, "answers": {"change": change, "guess": 6}}
        for change in (None, [], {"out": "nobody"}, {"out": ["dora"]}, {"out": "dora", "add": 5})
    ],
    *[
        {**_CUSTOM, "answers": {"change": {"add": add}, "guess": 6}}
        for add in (None, "anaben", ["ana"], ["ana", "ana"], ["ana", "ben"], ["ana", ["emil"]], ["emil", "cem"])
    ],
    {"do": "commit", "step": "round-held", "answers": {"change": {"out": "dora"}, "guess": 1}},
]
_MOVE = {"do": "commit", "step": "round-all"}
MOVES: list[Action] = [
    *[
        {**_MOVE, "answers": {"change": {"cut": cut, "add": add}, "guess": 3}}
        for cut, add in ((None, None), (["a", "c"], ["a", "c"]), (["b", "a"], ["b", "a"]), (["b", "a"], ["d", "c"]))
    ],
]

STRAIGHT: dict[str, list[Action]] = {
    "prediction": [
        NEXT, {"do": "note", "text": "early"}, {"do": "explain", "text": "early"}, {}, {"do": "grade me"},
        COMMIT, COMMIT, {"do": "look"}, NEXT, NEXT,
        NEXT, {**NEXT, "answer": 101}, {**NEXT, "answer": True}, {**NEXT, "answer": 20.5}, NEXT,
        *SAYING, {"do": "explain", "text": "again"}, NEXT, {**NEXT, "answer": 3}, NEXT, {"do": "note", "text": "late"},
    ],
    "turns": [{"do": "commit", "answers": {"first": "give"}}, {"do": "look"}, {**NEXT, "answer": 3}, NEXT, *SAYING],
    "positions": [{"do": "look"}, {"do": "commit", "answers": PLACED}, NEXT, *SAYING],
    "every-field": [{"do": "commit", "answers": EVERY}, {**NEXT, "look": True}, *SAYING],
    "reflection": [
        *[{"do": "save", "text": text} for text in TEXTS], {"do": "drafts"}, {"do": "save"}, {"do": "look"},
        *REPLYING, *RATING, {"do": "show"}, {"do": "show"}, *REPLYING, *RATING, *GROWING, *SWAPPING, *RATING,
    ],
    "how-sure": [{"do": "note", "text": "early"}, {"do": "next", "step": "answers"}, *STEPS, *SAYING, {"do": "look"}],
    "giving": [
        {"do": "next", "step": "score"}, {"do": "look", "step": "lines-1"},
        *[{"do": "commit", "step": "lines-1", "answers": answers} for answers in (None, {}, {**LINES, "say": 4})],
        {"do": "commit", "step": "lines-1", "answers": LINES}, {"do": "next", "step": "lines-1"},
        *[{"do": "next", "step": step} for step in ("score", "score", "group", "group")], *SAYING,
    ],
    "hand-over": [*LAB, *SAYING],
    "late-notes": [*TALK, *SAYING],
    "sharing-map": [*MAP, *SAYING],
    "who-hears": [*NETWORK, *SAYING],
    "long-network": [*MOVES, *SAYING],
    "back-early": [{"do": "commit", "step": "nothing", "answers": {}}, {"do": "next", "step": "nothing"}, *SAYING],
    "plain": [
        {"do": "drafts"}, {"do": "save", "text": ""}, {"do": "save", "text": "a"}, {"do": "drafts"},
        *GROWING, *SWAPPING, {"do": "show"},
    ],
}  # fmt: skip

#: Values that any place in an answer may hold.
ODD: list[Any] = [
    None,
    True,
    "",
    "35",
    -1,
    0,
    7,
    10_000.5,
    [],
    {},
    {"values": []},
    {"none": True},
    {"at": 5, "sure": "x"},
]


#: Activities, and what is done in them that goes wrong or right.
LISTED = {
    "how-sure": STEPS, "hand-over": LAB, "sharing-map": MAP, "late-notes": TALK,
    "who-hears": NETWORK, "long-network": MOVES,
}  # fmt: skip


def wild(seed: int, prompt: str) -> list[Action]:
    """Forty actions in no order, most of them with something wrong in them."""
    dice = random.Random(f"{seed} {prompt}")
    good: dict[str, Any] = {"prediction": COMMIT["answers"], "positions": PLACED, "every-field": EVERY}.get(prompt, {})

    def answers() -> Any:
        given = {id: dice.choice([value, value, dice.choice(ODD)]) for id, value in good.items()}
        return dice.choice([given, given, given, None, [], good])

    def one() -> Action:
        do = dice.choice(
            ["commit", "commit", "look", "unfold", "unfold", "explain", "note", "save", "drafts", "no such"]
        )
        if steps := LISTED.get(prompt):
            return dice.choice([*steps, *steps, *SAYING, {"do": do}])
        if prompt in RUBRICS or do == "save":
            said: list[Action] = [*GROWING, *SWAPPING, *RATING, *REPLYING, {"do": "show"}, {"do": "drafts"}]
            save = {"do": "save", "text": dice.choice(["a", "b", "b ", *ODD])}
            return dice.choice([save, dice.choice(said), dice.choice(said)])
        if do == "commit":
            return {"do": do, "answers": answers()}
        if do == "unfold":
            return {"do": do, **dice.choice([{}, {"look": True}, {"answer": dice.choice([3, 50, *ODD])}])}
        return {"do": do, "text": dice.choice(["text", *ODD])}

    return [one() for _ in range(40)]


def cards(folder: Path) -> Iterator[tuple[Card, list[Action]]]:
    """A card of its own for each script."""
    scripts = [(prompt, "straight", actions) for prompt, actions in STRAIGHT.items()]
    scripts += [(prompt, f"wild-{seed}", wild(seed, prompt)) for prompt in STRAIGHT for seed in range(4)]
    for prompt, name, actions in scripts:
        yield card(PROMPTS[prompt], folder / name / prompt, f"{prompt}/{name}"), actions


def card(prompt: Prompt, folder: Path, key: str) -> Card:
    journal = Journal.open(folder / "module", "module", "notebook")
    if isinstance(prompt, FoldPrompt):
        group = {f"{prompt.id}/{mark}": {"title": f"We, {mark}", "sentence": "So."} for mark in ("public", "anonymous")}
        return FoldCard(prompt, journal, key, figures=lambda: group)
    if isinstance(prompt, Activity):
        part = prompt.parts[0]
        known = gatherer(prompt, part, lambda: journal.read().of(prompt.id), Around(sealed=SEALED.get(prompt.id, {})))
        return ActivityCard(prompt, part, journal, known, key)
    assert isinstance(prompt, TextPrompt)
    tries = Suggestion("s1", "Ask Mira."), Suggestion("s2", "Quote her.")
    marks = (
        CriterionMark(
            "evidence", "Evidence", 1.5, 3, "", "Which *page*?", before=1, suggestions=tries, sentence="One."
        ),
        CriterionMark("other", "Courage", 4, 4, "All of it", "", own=True),
        CriterionMark("next", "Next", None, 1, "not marked yet", ""),
        CriterionMark("long gone", "Long gone", 1, 1, "", "A criterion that the course has no more."),
    )
    replies = ({"to": EARLIER, "criterion": "evidence", "text": "But.", "at": EARLIER},)
    feedback = {prompt.id: Feedback("One.", marks, replies)}
    envelope = Envelope("me", "module", "notebook", "2026-11-21T09:30:00.000Z", feedback)
    # Two sittings, something submitted, and what was for the learner alone.
    for minute, text in (("00", "Nil."), ("05", "Null."), ("06", "Nought.")):
        journal.write(prompt.id, "text", text, reach="mine", at=f"2026-11-19T09:{minute}:00.000Z")
        if minute == "05":
            journal.write("", "submitted", None, reach="mine", at="2026-11-19T09:05:30.000Z")
    journal.write(prompt.id, "text", "Zero.", reach=prompt.reach)
    journal.write(prompt.id, "text", "One.", reach=prompt.reach)
    if prompt.id in RUBRICS and "wild" in key:
        for to, text in ((EARLIER, "But."), (EARLIER, "And."), ("2026-11-22", "Later.")):
            for criterion in ("evidence", "other"):
                value = {"to": to, "criterion": criterion, "text": text}
                journal.write(prompt.id, "reply", value, reach=prompt.reach, at=EARLIER)
        value = {"criterion": "next", "points": 1, "sentence": "Zero."}
        journal.write(prompt.id, "self", value, reach=prompt.reach, at=EARLIER)
    return ReflectionCard(prompt, RUBRICS.get(prompt.id, ()), journal, envelope, key)


def exhibit(card: Card) -> Exhibit:
    if isinstance(card, FoldCard):
        return Exhibit(fold_widget(card, card.act), card.folded(), readers=True)
    if isinstance(card, ActivityCard):
        return Exhibit(activity_widget(card, card.act), card.folded(), readers=True)
    return Exhibit(Reflection(card.card(), card.state(), card.act), card.folded(), readers=True)


def by_python(card: Card, actions: list[Action]) -> Iterator[dict[str, Any]]:
    for action in actions:
        try:
            yield {"ok": True, "state": json.loads(json.dumps(card.act(action)))}
        except Refused as refused:
            yield {"ok": False, "why": str(refused)}


def timeless(value: Any) -> Any:
    """The same data, with any time in place of each time, and of a difference the two texts that it tells.

    Whether answers count is left out: a page without a kernel sends none.
    """
    if isinstance(value, Mapping):
        return {
            key: "a time"
            if item and key in ("at", "explained_at") and isinstance(item, str)
            else both(item)
            if key == "parts" and not any(isinstance(part, Mapping) for part in item)
            else timeless(item)
            for key, item in value.items()
            if key != "out" or isinstance(item, str)  # somebody who is taken out of a network is an answer
        }
    return [timeless(item) for item in value] if isinstance(value, list) else value


def in_form(reply: Any, card: Card) -> Any:
    """The same; how many steps there are is left out in another form than the page's, as it has those of its own."""
    state = reply.get("state", {})
    if isinstance(card, ActivityCard) and state.get("ahead") and state["form"] != card.activity.forms[0]:
        state["ahead"].pop("place")
    return reply


def both(parts: list[tuple[str, str]]) -> tuple[str, str]:
    """The earlier and the later text; a page without a kernel may tell the way from one to the other in other steps."""
    earlier = "".join(text for kind, text in parts if kind in ("same", "gone"))
    return earlier, "".join(text for kind, text in parts if kind in ("same", "new"))


def probed(html: str) -> str:
    """The page with the probe in place of its widgets' scripts."""
    start = html.index(">", html.index('id="kith-page"')) + 1
    end = html.index("</script>", start)
    data = json.loads(html[start:end])
    for bundle in data["bundles"].values():
        bundle["script"] = PROBE
    return html[:start] + json.dumps(data).replace("<", "\\u003c") + html[end:]


def opened(page: Page, file: Path) -> None:
    page.goto(file.as_uri())
    page.wait_for_selector("[data-ready]", state="attached")


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_page_without_a_kernel_does_what_the_python_cards_do(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("KITH_LANGUAGE", language)
    scripts = list(cards(tmp_path))
    file = tmp_path / "page.html"
    file.write_text(probed(page("A trace", [exhibit(card) for card, _ in scripts])))
    context, strangers = fenced(browser)
    tab = context.new_page()
    opened(tab, file)
    done: set[str] = set()
    for card, actions in scripts:
        key = card.card()["key"]
        # As they are after the trip to the browser and back; half a pair of surrogates would not survive it here.
        sent = json.loads(re.sub(r"\\ud83d(?!\\u)", "", json.dumps(actions)))
        here = list(by_python(card, sent))
        there = tab.evaluate("([key, actions]) => probes[key].all(actions)", [key, sent])
        done |= {action["do"] for action, reply in zip(sent, here, strict=True) if reply["ok"]}
        for number, (expected, found) in enumerate(zip(here, there, strict=True)):
            found.pop("at", None)
            told = f"{key}, action {number}: {str(sent[number])[:200]}"
            assert in_form(timeless(found), card) == in_form(timeless(expected), card), told
    opened(tab, file)
    for card, _ in scripts:
        key = card.card()["key"]
        # What stood open beside the text is closed by a reload.
        kept = tab.evaluate("key => probes[key].state()", key)
        known = {"state": timeless(json.loads(json.dumps(card.state())))}
        assert in_form({"state": timeless(kept)}, card) == in_form(known, card), f"{key}, after a reload"
    context.close()
    assert strangers == []
    shapes = [SOURCES / "types.ts", *(SOURCES / "types").glob("*.ts")]
    everything = {do for file in shapes for do in re.findall(r'do: "(\w+)"', file.read_text(encoding="utf-8"))}
    # A page without a kernel sends no answer that could be left out, and no trial goes on in it that could be stopped.
    # Nor does anything come to it, so an inbox that looks again has nothing else to say, and no word holds what came.
    assert done == everything - {"again", "open", "out", "stop"}, "each action was done at least once"
