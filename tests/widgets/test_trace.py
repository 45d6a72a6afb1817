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

from kith_exercises.cards.fold import FoldCard
from kith_exercises.cards.reflection import ReflectionCard
from kith_exercises.definitions import FoldPrompt, Prompt, TextPrompt, load_prompts, load_rubrics
from kith_exercises.envelope import CriterionMark, Envelope, Feedback
from kith_exercises.journal import Journal
from kith_facilitator import gallery
from kith_widgets import Fold, Reflection, Refused
from kith_widgets.host import Exhibit, page
from tests.chromium import fenced

pytestmark = pytest.mark.browser
FOLDER = Path(gallery.__file__).parent
PROMPTS = load_prompts(FOLDER / "prompts.toml")
RUBRICS = load_rubrics(FOLDER / "rubric.toml")
Action = dict[str, Any]
Card = FoldCard | ReflectionCard

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
PLACED = {"return": {"at": 20, "sure": "sure"}, "learn": {"none": True}}
EVERY = {
    "one-mark": {"values": {"ask": 4, "other": 3}, "width": 9},
    "stand": {"at": 66.5, "sure": "open", "none": False},
    "last": "them",
    "minutes": 25,
    "heard": " \n",
}
TEXTS: list[Any] = ["One.", "One.", "", "Two \ud83d\n", "x" * 500_001, "\U0001f642" * 400_000, {"html": "<b>"}, 5, None]
SAYING = [{"do": do, "text": text} for do in ("explain", "note") for text in ("Because.", "", None, 7)]

STRAIGHT: dict[str, list[Action]] = {
    "prediction": [
        NEXT, {"do": "note", "text": "early"}, {"do": "explain", "text": "early"}, {}, {"do": "grade me"},
        COMMIT, COMMIT, {"do": "look"}, NEXT, NEXT,
        NEXT, {**NEXT, "answer": 101}, {**NEXT, "answer": True}, {**NEXT, "answer": 20.5}, NEXT,
        *SAYING, {"do": "explain", "text": "again"}, {"do": "note", "text": "late"},
    ],
    "turns": [{"do": "commit", "answers": {"first": "give"}}, {"do": "look"}, {**NEXT, "answer": 3}, NEXT, *SAYING],
    "positions": [{"do": "look"}, {"do": "commit", "answers": PLACED}, NEXT, *SAYING],
    "every-field": [{"do": "commit", "answers": EVERY}, {**NEXT, "look": True}, *SAYING],
    "reflection": [*[{"do": "save", "text": text} for text in TEXTS], {"do": "drafts"}, {"do": "save"}, {"do": "look"}],
    "plain": [{"do": "drafts"}, {"do": "save", "text": ""}, {"do": "save", "text": "a"}, {"do": "drafts"}],
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
        if prompt in RUBRICS or do == "save":
            return {"do": dice.choice(["save", "save", "drafts"]), "text": dice.choice(["a", "b", "b ", *ODD])}
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
        return FoldCard(prompt, journal, key)
    assert isinstance(prompt, TextPrompt)
    marks = (CriterionMark("evidence", "Evidence", 1.5, 3, "", "Which page?"),)
    envelope = Envelope("me", "module", "notebook", "2026-11-21T09:30:00.000Z", {prompt.id: Feedback("One.", marks)})
    journal.write(prompt.id, "text", "Zero.", reach=prompt.reach)
    journal.write(prompt.id, "text", "One.", reach=prompt.reach)
    return ReflectionCard(prompt, RUBRICS.get(prompt.id, ()), journal, envelope, key)


def exhibit(card: Card) -> Exhibit:
    widget = (Fold if isinstance(card, FoldCard) else Reflection)(card.card(), card.state(), card.act)
    return Exhibit(widget, card.folded(), readers=True)


def by_python(card: Card, actions: list[Action]) -> Iterator[dict[str, Any]]:
    for action in actions:
        try:
            yield {"ok": True, "state": json.loads(json.dumps(card.act(action)))}
        except Refused as refused:
            yield {"ok": False, "why": str(refused)}


def timeless(value: Any) -> Any:
    """The same data, with any time in place of each time."""
    if isinstance(value, Mapping):
        return {
            key: "a time" if item and key in ("at", "explained_at") and isinstance(item, str) else timeless(item)
            for key, item in value.items()
        }
    return [timeless(item) for item in value] if isinstance(value, list) else value


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
    for card, actions in scripts:
        key = card.card()["key"]
        # As they are after the trip to the browser and back; half a pair of surrogates would not survive it here.
        sent = json.loads(re.sub(r"\\ud83d(?!\\u)", "", json.dumps(actions)))
        here = list(by_python(card, sent))
        there = tab.evaluate("([key, actions]) => probes[key].all(actions)", [key, sent])
        for number, (expected, found) in enumerate(zip(here, there, strict=True)):
            found.pop("at", None)
            assert timeless(found) == timeless(expected), f"{key}, action {number}: {str(sent[number])[:200]}"
    opened(tab, file)
    for card, _ in scripts:
        key = card.card()["key"]
        kept = tab.evaluate("key => probes[key].state()", key)
        assert timeless(kept) == timeless(json.loads(json.dumps(card.state()))), f"{key}, after a reload"
    context.close()
    assert strangers == []
