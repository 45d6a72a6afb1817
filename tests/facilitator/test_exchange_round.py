"""Six people say stories back, mark where texts lost them and judge notes, from the first word to the last.

All of it goes by real submits, exchanges and fetches. The activities ride in the same four exchanges.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kith_exercises.cards.activity import ActivityCard
from kith_exercises.definitions import Activity, load_prompts
from kith_exercises.exchange import FileArrivals, Inbox
from kith_exercises.journal import Journal
from kith_exercises.primitives.known import Around, Pages, gatherer
from kith_facilitator.exchanging.book import Book, keep_book
from kith_facilitator.exchanging.declared import declared_of
from kith_facilitator.exchanging.report import ExchangeReport
from kith_facilitator.home import Home
from kith_facilitator.nbgrader_api import Nbgrader
from kith_facilitator.sources import course_of
from tests.facilitator.talking import KEY, NOW, SEALED, folder_of, home_with, run
from tests.facilitator.talking import PARTS as SAYING
from tests.primitives.samples import ALLOCATE, RECEIPT, SAY_BACK, answer_to
from tests.small_course import MODULE, NOTEBOOK

PEOPLE = tuple(f"sim-{number:03}" for number in range(1, 7))
SAMPLES = {"story": SAY_BACK, "explain-it": ALLOCATE, "stamped": RECEIPT}
PARTS = {"story": SAYING, "explain-it": ("write", "read", "came", "again"), "stamped": ("give", "read", "came", "came")}
TEXTS = """
[[explain-it.texts]]
text = "Turn it left, then the other way."
questions = "How often?"
how = "did"
key = "Four times"

[[stamped.notes]]
note = "Label the lid, too."
sure = 90
how = "did"
fails = "Lids get swapped."
"""


@dataclass(frozen=True)
class Round:
    """What was seen as an exchange was held: who had ended their parts, where one's own words lay, its report."""

    ended: Mapping[str, frozenset[bool]]
    told: tuple[Path, ...]
    report: ExchangeReport


@pytest.fixture(scope="module")
def talking(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home in which a module with these activities is released."""
    definitions = "".join(sample.definition for sample in SAMPLES.values())
    shown = {prompt: tuple(dict.fromkeys(parts)) for prompt, parts in PARTS.items()}
    home = home_with(tmp_path_factory.mktemp("round"), shown, definitions, SEALED + TEXTS)
    keep_book(home.course, MODULE, Book(KEY))  # so that the same is drawn by lot in every run of these tests
    return home


@pytest.fixture(scope="module")
def rounds(talking: Home) -> tuple[Round, ...]:
    """Four times all go as far as they can, submit, an exchange is held, and all fetch."""
    return tuple(hold(talking, days) for days in range(4))


def hold(home: Home, days: int) -> Round:
    """One of them."""
    parts = {prompt: PARTS[prompt][days] for prompt in PARTS}
    ended = {id: frozenset(walk(home, who, id, part)["ended"] for who in PEOPLE) for id, part in parts.items()}
    told = [path for step in ("points", "text key") for path in elsewhere(home, PEOPLE[0], f"{PEOPLE[0]} at {step}")]
    return Round(ended, tuple(told), hand_over(home, days))


def card(home: Home, who: str, prompt: str, part: str) -> ActivityCard:
    """The card of a part, as a page of this learner makes it."""
    folder = folder_of(home, who)
    activity = load_prompts(folder / "prompts.toml")[prompt]
    assert isinstance(activity, Activity)
    around = Around(FileArrivals(folder.parent), student=who, sealed=SAMPLES[prompt].sealed)
    known = gatherer(activity, part, lambda: Pages(folder, MODULE).of(prompt), around)
    return ActivityCard(activity, part, Journal.open(folder, MODULE, NOTEBOOK), known, "key")


def walk(home: Home, who: str, prompt: str, part: str) -> dict[str, Any]:
    """Through a part as far as it goes without waiting; the last state."""
    shown = card(home, who, prompt, part)
    state = shown.state()
    while (ahead := state["ahead"]) is not None and not ahead["waits"]:
        answers = {one["id"]: answer_to(one, f"{who} at {ahead['id']} {one['id']}") for one in ahead["fields"]}
        answers |= {"landed": "almost"} if "landed" in answers else {}
        done = {"do": "commit", "answers": answers} if answers else {"do": "next"}
        state = shown.act({**done, "step": ahead["id"]})
    return state


def hand_over(home: Home, days: int) -> ExchangeReport:
    """All submit, an exchange is held, and all fetch."""
    for who in PEOPLE:
        Nbgrader(home, learner=who).submit(MODULE)
    declared = declared_of(course_of(home).module(MODULE))
    report = run(home, now=NOW + timedelta(days=days), declared=declared)
    for who in PEOPLE:
        Nbgrader(home, learner=who).fetch_feedback(MODULE)
    return report


def boxes_of(home: Home) -> dict[str, Inbox]:
    """What lies in everybody's folder."""
    return {who: FileArrivals(folder_of(home, who).parent).inbox(who) for who in PEOPLE}


def elsewhere(home: Home, who: str, words: str) -> list[Path]:
    """Files of anybody else, or in the exchange, that hold these words."""
    places = [home.exchange, *(home.simulated / other for other in PEOPLE if other != who)]
    files = [path for place in places for path in place.rglob("*") if path.is_file()]
    return [path for path in files if words.encode() in path.read_bytes()]


def pairs_of(held: Round, prompt: str) -> int:
    """How many new pairs an exchange made of what one activity sends."""
    return sum(pair.sending.startswith(f"{prompt}/") for pair in held.report.pairs)


def test_a_story_is_said_back_marked_and_said_again(talking: Home, rounds: tuple[Round, ...]) -> None:
    declared = declared_of(course_of(talking).module(MODULE))
    assert set(declared.pages.values()) == {NOTEBOOK}
    assert [sorted(content) for content in declared.makers["story/story"]] == [["story"], ["story"]]
    teller = PEOPLE[0]
    for held, part in zip(rounds, PARTS["story"], strict=True):
        assert held.ended["story"] == {True} or part == "heard", "the group's figure is not there yet"
        assert held.told == () or part == "landed", "what is noted for oneself goes with the marks"
        assert (pairs_of(held, "story"), len(held.report.given)) == (12, 6)
    boxes = boxes_of(talking)
    for box in boxes.values():
        stories, said, marks, again = (box.of_sending(f"story/{id}") for id in ("story", "said", "marks", "again"))
        assert {one.origin for one in stories} == {one.origin for one in marks}
        assert {one.origin for one in said} == {one.origin for one in again}
        assert {one.arm for one in stories} == {one.arm for one in said} == {"words", "full"}
        assert [one.part for one in (*stories, *said, *marks)] == ["listen"] * 2 + ["heard"] * 2 + ["landed"] * 2
    told = {who for who, box in boxes.items() if f"{teller} at points" in str(box)}
    assert told == {who for who, box in boxes.items() if f"{teller} at story" in str(box)}
    assert len(told) == 2


def test_a_text_is_read_marked_checked_and_written_again_for_somebody_else(
    talking: Home, rounds: tuple[Round, ...]
) -> None:
    declared = declared_of(course_of(talking).module(MODULE))
    assert declared.makers["explain-it/text"] == (
        {"text": "Turn it left, then the other way.", "questions": "How often?", "how": "did"},
    ), "the key of a text by the makers goes to nobody with it"
    once_more = pairs_of(rounds[3], "explain-it")  # to avoid a first reader, the lot may give somebody two
    assert [pairs_of(held, "explain-it") for held in rounds[:3]] == [12, 12, 12 + once_more]
    assert [held.ended["explain-it"] for held in rounds] == [{True}, {True}, {True}, {False}]
    assert {walk(talking, who, "explain-it", "again")["ended"] for who in PEOPLE} == {True}, (
        "their second reader's came"
    )
    writer, boxes = PEOPLE[0], boxes_of(talking)
    for box in boxes.values():
        names = ("text", "lost", "checked", "again", "found")
        texts, lost, checked, again, found = (box.of_sending(f"explain-it/{id}") for id in names)
        assert [len(one) for one in (texts, lost, checked)] == [2, 2, 2]
        assert {len(again), len(found)} <= {1, 2}
        assert {one.origin for one in texts} == {one.origin for one in checked}
        assert {one.origin for one in found}.isdisjoint(one.origin for one in lost), "a second reader is another one"
        assert [one.part for one in (*texts, *lost)] == ["read"] * 2 + ["came"] * 2
        assert {one.part for one in (*again, *found)} == {"again"}
        assert {*again[0].content} == {*texts[0].content} == {"text", "questions", "how"}
        assert all("text key" in one.content["told-key"] for one in checked)
        ids = {one.id for other in boxes.values() for one in other.of_sending("explain-it/text")}
        assert all(one.content["lost"]["of"] in ids for one in lost)

    def got(words: str) -> set[str]:
        return {who for who, box in boxes.items() if f"{writer} at {words}" in str(box)}

    assert got("text text") == got("text key")
    assert len(got("text text")) == 2
    assert len(got("rewrite text")) in (1, 2)
    assert got("rewrite text").isdisjoint(got("text text")), "the second reader has not read the first text"


def test_a_note_is_judged_and_used_and_its_giver_is_told(talking: Home, rounds: tuple[Round, ...]) -> None:
    assert [pairs_of(held, "stamped") for held in rounds] == [12, 12, 12, 0]
    assert [held.ended["stamped"] for held in rounds] == [{True}, {True}, {False}, {True}], "what was done comes late"
    giver, boxes = PEOPLE[0], boxes_of(talking)
    for who, box in boxes.items():
        notes, verdicts, used = (box.of_sending(f"stamped/{id}") for id in ("note", "verdict", "use"))
        assert [one.part for one in (*notes, *verdicts, *used)] == ["read"] * 2 + ["came"] * 4
        assert {one.origin for one in verdicts} == {one.origin for one in used}
        assert [(one.content["before"], one.content["again"]) for one in verdicts] == [(10, 10)] * 2
        told = [step for step in walk(talking, who, "stamped", "came")["passed"] if step["id"].startswith("told-")]
        assert [step["scenes"][-1]["words"] for step in told] == [one.content["difference"] for one in used]
    assert len([who for who, box in boxes.items() if f"{giver} at note fails" in str(box)]) == 2
