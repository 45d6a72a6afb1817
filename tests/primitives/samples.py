"""One small activity of each kind, and ways to walk through it: what holds for all is tested on all of them.

A kind that is added gets a sample in ``definitions``, and with it all tests of ``test_rules``.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from kith_exercises.cards.activity import ActivityCard
from kith_exercises.exchange import MAKERS
from kith_exercises.journal import Journal, Record
from kith_exercises.primitives import flow
from kith_exercises.primitives.known import Around, Pages, gatherer
from tests.primitives.definitions import (
    ALLOCATE,
    ALLOCATE_ROOM,
    BYLINE,
    CALIBRATION,
    CASCADE,
    CONCEPT_MAP,
    CONVERSATION,
    GAME_ROUND,
    IN_ROOM,
    LAB,
    LOOK_BACK,
    MODEL,
    NETWORK_LAB,
    OFFER,
    RECEIPT,
    RECEIPT_ROOM,
    SAMPLES,
    SAY_BACK,
    SAY_BACK_ROOM,
    SURVEY,
    UNDER_RULE,
)
from tests.primitives.sample import Came, Sample

__all__ = [
    "ALLOCATE",
    "ALLOCATE_ROOM",
    "BYLINE",
    "CALIBRATION",
    "CASCADE",
    "CONCEPT_MAP",
    "CONVERSATION",
    "GAME_ROUND",
    "IN_ROOM",
    "LAB",
    "LOOK_BACK",
    "MODEL",
    "NETWORK_LAB",
    "OFFER",
    "RECEIPT",
    "RECEIPT_ROOM",
    "SAMPLES",
    "SAY_BACK",
    "SAY_BACK_ROOM",
    "SURVEY",
    "UNDER_RULE",
    "WORDS",
    "Came",
    "Sample",
    "Walker",
    "answer_to",
    "commit",
    "first_door",
    "in_text",
    "interactive",
    "second_door",
    "shown_in_time",
    "states_along",
]

#: What a learner writes wherever words are asked for: nothing in it may be changed, and nothing of ours may hold it.
WORDS = "canary \u202e drab \u0000 \ud800 {mine} <b>x</b>"


@dataclass
class Walker:
    """One learner with one activity, in a folder of their own; each card is another window onto the same journal."""

    sample: Sample
    folder: Path
    around: Around | None = None

    def __post_init__(self) -> None:
        self.activity = self.sample.write(self.folder)
        if self.around is None:
            self.around = Around(self.sample.came, sealed=self.sample.sealed, earlier=lambda: self.sample.earlier)

    @property
    def journal(self) -> Journal:
        """The journal of the page, opened anew."""
        return Journal.open(self.folder, self.folder.name, "page", {})

    def card(self, part: str = "", *, page: str = "page") -> ActivityCard:
        """The card as a page makes it that is opened now."""
        pages = Pages(self.folder, self.folder.name, {})
        around = self.around or Around()
        known = gatherer(self.activity, part, lambda: pages.of(self.activity.id), around)
        journal = Journal.open(self.folder, self.folder.name, page, {})
        return ActivityCard(self.activity, part, journal, known, "key", contact="Ask Sam.")


def answer_to(field: Mapping[str, Any], words: str = WORDS) -> Any:
    """An answer that a field takes, whatever it asks for."""
    match field["kind"]:
        case "choice":
            return field["options"][0]["id"]
        case "number" | "rating":
            return field["max"]
        case "passage":
            return {"spans": [[0, 3]]}
        case "sort" | "order" | "grid" | "map" | "crowd":
            return _moved(field, words)
        case "network" | "turns" | "several" | "code":
            return _changed(field)
        case "text":
            return words
    raise AssertionError(f"no answer to a field of the kind {field['kind']} is written down here")


def _moved(field: Mapping[str, Any], words: str) -> Any:
    match field["kind"]:
        case "sort":
            ids, [first, *_] = [item["id"] for item in field["items"]], field["groups"]
            return {"groups": dict.fromkeys(ids, first["id"]), "because": {ids[0]: words} if field["because"] else {}}
        case "order":
            return [item["id"] for item in reversed(field["items"])]
        case "map":
            first, second, *_ = (concept["id"] for concept in field["concepts"])
            return {"links": [{"from": first, "says": words, "to": second}]}
        case "crowd":
            return {"0": len(field["start"])}
    return {row["id"]: field["columns"][0]["id"] for row in field["rows"]}


def _changed(field: Mapping[str, Any]) -> Any:
    match field["kind"]:
        case "turns":
            return [60 * seat for seat in range(field["seats"])]
        case "several":
            return [field["options"][0]["id"]]
        case "network":
            return _rewired(field)
    [*_, was] = field["lines"]
    return {"line": len(field["lines"]), "was": was, "now": f"{was}  # as it was"}


def _rewired(field: Mapping[str, Any]) -> Any:
    ids, ties = [person["id"] for person in field["net"]["people"]], field["net"]["ties"]
    if field["change"] == "leave":
        return {"out": ids[0]}
    free = next([one, other] for one, other in combinations(ids, 2) if [one, other] not in ties)
    return {"add": free, **({"cut": ties[0]} if field["change"] == "move" else {})}


def commit(ahead: Mapping[str, Any], words: str = WORDS) -> dict[str, Any]:
    """The action that commits what a step asks."""
    answers = {field["id"]: answer_to(field, words) for field in ahead["fields"]}
    return {"do": "commit", "step": ahead["id"], "answers": answers}


def first_door(ahead: Mapping[str, Any], words: str = WORDS) -> dict[str, Any]:
    """Answering wherever something is asked."""
    asked = ahead["fields"] or (ahead["door"] == "both" and not ahead["waits"])
    return commit(ahead, words) if asked else second_door(ahead)


def second_door(ahead: Mapping[str, Any]) -> dict[str, Any]:
    """Answering nowhere where one may go on without."""
    if ahead["waits"]:
        return {"do": "next", "step": ahead["id"]}
    doors = {"both": "look", "skip": "next", "next": "next"}
    return {"do": doors[ahead["door"]], "step": ahead["id"], "away": True} if ahead["door"] in doors else commit(ahead)


Choose = Callable[[Mapping[str, Any]], dict[str, Any]]


def states_along(card: ActivityCard, choose: Choose = first_door) -> Iterator[dict[str, Any]]:
    """Every state on the way through a part, the first before anything was done."""
    state = card.state()
    yield state
    while state["ahead"] is not None:
        state = card.act(choose(state["ahead"]))
        yield state


def in_text(*things: Any) -> str:
    """All that would reach a browser."""
    return json.dumps(things, ensure_ascii=False)


def interactive(records: Iterable[Record]) -> bool:
    """Whether one of these is about something that another person made, and not the makers."""
    values = (one.value for one in records if isinstance(one.value, Mapping))
    return any(bool(value.get("parcel")) and value.get("to") not in (None, "", MAKERS) for value in values)


def shown_in_time(walker: Walker, part: str, state: Any) -> set[str]:
    """The pieces that a part shows: each behind its own step, and none before that."""
    steps = {step.id: step.part for step in flow.steps_of(walker.activity)}
    done = {one["id"] for one in state["passed"]}
    page = in_text(walker.card(part).card(), state)
    found = {piece for piece in walker.sample.withheld if piece in page}
    behind = walker.sample.withheld
    assert found == {piece for piece, step in behind.items() if step in done and steps[step] == part}
    return found
