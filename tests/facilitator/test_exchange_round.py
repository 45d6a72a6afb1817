"""Six people say each other's stories back, from the first word to the second try, by real submits and fetches."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kith_exercises.cards.activity import ActivityCard
from kith_exercises.definitions import Activity, load_prompts
from kith_exercises.exchange import FileArrivals
from kith_exercises.journal import Journal
from kith_exercises.primitives.known import Around, Pages, gatherer
from kith_facilitator.exchanging.declared import declared_of
from kith_facilitator.exchanging.report import ExchangeReport
from kith_facilitator.home import Home
from kith_facilitator.nbgrader_api import Nbgrader
from kith_facilitator.sources import course_of
from tests.facilitator.talking import NOW, PARTS, folder_of, run, say_back_home
from tests.primitives.samples import SAY_BACK, answer_to
from tests.small_course import MODULE, NOTEBOOK

PEOPLE = tuple(f"sim-{number:03}" for number in range(1, 7))


@pytest.fixture(scope="module")
def talking(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home in which a module with saying it back is released."""
    return say_back_home(tmp_path_factory.mktemp("round"))


def card(home: Home, who: str, part: str) -> ActivityCard:
    """The card of a part, as a page of this learner makes it."""
    folder = folder_of(home, who)
    activity = load_prompts(folder / "prompts.toml")["story"]
    assert isinstance(activity, Activity)
    around = Around(FileArrivals(folder.parent), student=who, sealed=SAY_BACK.sealed)
    known = gatherer(activity, part, lambda: Pages(folder, MODULE).of("story"), around)
    return ActivityCard(activity, part, Journal.open(folder, MODULE, NOTEBOOK), known, "key")


def walk(home: Home, who: str, part: str) -> dict[str, Any]:
    """Through a part as far as it goes without waiting; the last state."""
    shown = card(home, who, part)
    state = shown.state()
    while (ahead := state["ahead"]) is not None and not ahead["waits"]:
        words = f"{who} at {ahead['id']}"
        answers = {one["id"]: answer_to(one, words) for one in ahead["fields"]}
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


def elsewhere(home: Home, who: str, words: str) -> list[Path]:
    """Files of anybody else, or in the exchange, that hold these words."""
    places = [home.exchange, *(home.simulated / other for other in PEOPLE if other != who)]
    files = [path for place in places for path in place.rglob("*") if path.is_file()]
    return [path for path in files if words.encode() in path.read_bytes()]


def test_a_story_is_said_back_marked_and_said_again(talking: Home) -> None:
    declared = declared_of(course_of(talking).module(MODULE))
    assert set(declared.pages.values()) == {NOTEBOOK}
    assert [sorted(content) for content in declared.makers["story/story"]] == [["story"], ["story"]]
    teller = PEOPLE[0]
    for days, part in enumerate(PARTS):
        for who in PEOPLE:
            assert walk(talking, who, part)["ended"] or part == "heard"  # the group's figure is not there yet
        if part != "landed":
            assert elsewhere(talking, teller, f"{teller} at points") == []
        report = hand_over(talking, days)
        assert (len(report.pairs), len(report.given)) == (12, 6)
    boxes = {who: FileArrivals(folder_of(talking, who).parent).inbox(who) for who in PEOPLE}
    for box in boxes.values():
        stories, said, marks, again = (box.of_sending(f"story/{id}") for id in ("story", "said", "marks", "again"))
        assert {one.origin for one in stories} == {one.origin for one in marks}
        assert {one.origin for one in said} == {one.origin for one in again}
        assert {one.arm for one in stories} == {one.arm for one in said} == {"words", "full"}
        assert [one.part for one in (*stories, *said, *marks)] == ["listen"] * 2 + ["heard"] * 2 + ["landed"] * 2
    told = {who for who, box in boxes.items() if f"{teller} at points" in str(box)}
    assert told == {who for who, box in boxes.items() if f"{teller} at story" in str(box)}
    assert len(told) == 2
