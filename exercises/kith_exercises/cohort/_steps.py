"""What a simulated learner does with a step of an activity, as its card shows it: which door, and which answers.

Answers go by the kind of a field. Where a kind of activity has a measure, its effect is planted in them. What a learner
knows of the world is in no card: ``knows`` says what is so, and makes them right as often as is planted; for which
``wave`` a questionnaire is filled in, the first being 0; and what lies in their ``inbox``.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from kith_exercises.cohort import _own as own
from kith_exercises.cohort._drawn import on_scale
from kith_exercises.cohort.learner import SimulatedLearner
from kith_exercises.cohort.words import EXPLANATIONS, LABEL, NOTES, QUESTIONS, SAID_BACK, STORIES
from kith_exercises.definitions import Activity
from kith_exercises.exchange import Inbox
from kith_exercises.primitives.crowds import Band
from kith_exercises.primitives.game_seat import seats_of
from kith_exercises.primitives.primitive import Known
from kith_exercises.primitives.say_back_room import way_at

__all__ = ["action"]

Card = Mapping[str, Any]
Answers = dict[str, Any]

_UNMARKED = 1 / 3
_UNWRITTEN = 1 / 2


def action(learner: SimulatedLearner, activity: Activity, ahead: Card, knows: Mapping[str, Any]) -> dict[str, Any]:
    """What the learner does with the step that is ``ahead``, as ``ActivityCard.act`` takes it."""
    step: str = ahead["id"]
    if ahead["door"] != "next" and not _passes(learner, activity, ahead):
        planted = _PLANTED.get(activity.kind, _nothing)(learner, activity, ahead, knows)
        free = [field for field in ahead["fields"] if field["id"] not in planted]
        drawn = {field["id"]: _answer(learner.dice(activity.id, step, field["id"]), activity, field) for field in free}
        return {"do": "commit", "step": step, "answers": planted | drawn}
    # No simulated learner was in the room in which a word was said.
    return {"do": "look" if ahead["door"] == "both" else "next", "step": step, "away": True}


def _passes(learner: SimulatedLearner, activity: Activity, ahead: Card) -> bool:
    """Whether somebody takes the second door, where there is one."""
    may = ahead["door"] in ("both", "skip")
    if any(field["kind"] == "code" for field in ahead["fields"]):
        return True  # nobody simulated writes code
    return may and learner.dice(activity.id, ahead["id"], "door").random() < learner.effects.looks


# By the kind of field


def _answer(dice: np.random.Generator, activity: Activity, field: Card) -> Any:
    if field["kind"] == "text":
        empty = field["optional"] and dice.random() < _UNWRITTEN
        return "" if empty else _said(dice, _TEXTS.get((activity.kind, field["id"]), NOTES))
    if field["kind"] not in _ANSWERS:
        raise TypeError(
            f"A simulated learner can't answer a field of kind {field['kind']}; teach it in cohort/_steps.py."
        )
    return _ANSWERS[field["kind"]](dice, field)


def _chosen(dice: np.random.Generator, field: Card) -> str:
    return _one_of(dice, field["options"])


def _number(dice: np.random.Generator, field: Card) -> float:
    return _on_line(dice, field, 0.5)


def _marks(dice: np.random.Generator, field: Card) -> Answers:
    values = {mark["id"]: _on_line(dice, field, 0.5) for mark in field["marks"]}
    return {"values": values, "width": (field["max"] - field["min"]) / 5 if field["width"] else None}


def _position(dice: np.random.Generator, field: Card) -> Answers:
    return {"at": int(dice.integers(0, 101)), "sure": _one_of(dice, field["sure"])}


def _passage(dice: np.random.Generator, field: Card) -> Answers:
    return {"spans": _places(dice, field["words"])}


def _order(dice: np.random.Generator, field: Card) -> list[str]:
    return [str(id) for id in dice.permutation([item["id"] for item in field["items"]])]


def _grid(dice: np.random.Generator, field: Card) -> Answers:
    return {row["id"]: _one_of(dice, field["columns"]) for row in field["rows"]}


def _groups(dice: np.random.Generator, field: Card) -> Answers:
    return {"groups": {item["id"]: _one_of(dice, field["groups"]) for item in field["items"]}, "because": {}}


def _links(dice: np.random.Generator, field: Card) -> Answers:
    """Each concept but the first is linked to one before it, by words that are offered where there are some."""
    ids = [concept["id"] for concept in field["concepts"]]
    words = field["says"] or NOTES
    return {
        "links": [
            {"from": id, "says": _said(dice, words), "to": ids[int(dice.integers(place))]}
            for place, id in enumerate(ids)
            if place
        ]
    }


def _change(dice: np.random.Generator, field: Card) -> Answers:
    """Any change that the network allows."""
    ids, ties = [one["id"] for one in field["net"]["people"]], field["net"]["ties"]
    if field["change"] == "leave":
        return {"out": str(dice.choice(ids))}
    free = [pair for pair in combinations(ids, 2) if {*pair} not in [{*tie} for tie in ties]]
    cut = {"cut": list(ties[int(dice.integers(len(ties)))])} if field["change"] == "move" else {}
    return {**cut, "add": list(free[int(dice.integers(len(free)))])}


def _crowd(dice: np.random.Generator, field: Card) -> dict[str, int]:
    """Somebody is moved to the front or, where all stand there, to the back."""
    stands = sorted(field["start"])
    stands[-1] = 0 if stands[-1] else len(stands)
    if dice.random() < 1 / 2 and stands[1:-1] and stands[1]:
        stands[1] -= 1
    return {str(at): stands.count(at) for at in sorted(set(stands))}


def _turns(dice: np.random.Generator, field: Card) -> list[int]:
    """Everybody speaks, in a quarter of an hour, for about as long."""
    return [int(seconds) for seconds in dice.gamma(4, 225 / field["seats"], field["seats"]) + 1]


def _some(dice: np.random.Generator, field: Card) -> list[str]:
    ids = [option["id"] for option in field["options"]]
    return [id for id in ids if dice.random() < 1 / 2] or ids[:1]


_ANSWERS: Mapping[str, Callable[[np.random.Generator, Card], Any]] = {
    "choice": _chosen,
    "number": _number,
    "rating": _number,
    "marks": _marks,
    "position": _position,
    "passage": _passage,
    "sort": _groups,
    "order": _order,
    "grid": _grid,
    "map": _links,
    "network": _change,
    "crowd": _crowd,
    "turns": _turns,
    "several": _some,
}


def _one_of(dice: np.random.Generator, options: list[Card]) -> str:
    return str(dice.choice([option["id"] for option in options]))


def _on_line(dice: np.random.Generator, field: Card, place: float, spread: float = 0.2) -> float:
    """A step of a scale, on average so far along (0 to 1)."""
    steps = int((field["max"] - field["min"]) / field["step"] + 1e-9)
    value = field["min"] + field["step"] * on_scale(dice, place * steps, spread * steps, 0, steps)
    return int(value) if value == int(value) else value


def _places(dice: np.random.Generator, words: str) -> list[list[int]]:
    """One sentence of theirs, or none."""
    sentences = [found.span() for found in re.finditer(r"[^\s.!?][^.!?]*", words)]
    if not sentences or dice.random() < _UNMARKED:
        return []
    return [list(sentences[int(dice.integers(len(sentences)))])]


def _said(dice: np.random.Generator, texts: tuple[str, ...]) -> str:
    return f"{LABEL} {dice.choice(texts)}"


_TEXTS = {
    ("say-back", "story"): STORIES,
    ("say-back", "again"): SAID_BACK[0],
    ("allocate", "text"): EXPLANATIONS,
    ("allocate", "again"): EXPLANATIONS,
    ("cascade", "question"): QUESTIONS,
}


# What is planted


def _nothing(*_: object) -> Answers:
    return {}


def _label_experiment(learner: SimulatedLearner, activity: Activity, ahead: Card, _: object) -> Answers:
    """A note is rated by what it is worth to everybody, by how mild one is, and by the label above it."""
    if not ahead["id"].startswith("note-"):
        return {}
    [note], [field, *_] = ahead["before"], [field for field in ahead["fields"] if field["kind"] == "rating"]
    mild, gap = own.rater(learner.dice(activity.id, "rater"), learner.effects)
    side = 1 if note["label"] == activity.spec.arms[0].label else -1
    worth = float(learner.shared_dice(activity.id, note["words"]).uniform(4, 6))
    place = (worth + mild + side * gap / 2) / 10
    return {field["id"]: _on_line(learner.dice(activity.id, ahead["id"], "rating"), field, place, 0.12)}


def _calibration(learner: SimulatedLearner, activity: Activity, ahead: Card, knows: Mapping[str, Any]) -> Answers:
    """They are right as often as they say, less what is planted."""
    if not ahead["id"].startswith("claim-"):
        return {}
    choice, sure = ahead["fields"]
    dice, right = learner.dice(activity.id, ahead["id"]), knows["right"][ahead["id"].removeprefix("claim-")]
    levels = [sure["min"] + sure["step"] * n for n in range(int((sure["max"] - sure["min"]) / sure["step"] + 1e-9) + 1)]
    said = float(dice.choice([level for level in levels if 50 <= level <= 90] or levels))
    holds = dice.random() < said / 100 - own.surer(learner.dice(activity.id, "surer"), learner.effects)
    chosen = next(option["id"] for option in choice["options"] if (option["id"] == right) == holds)
    return {choice["id"]: chosen, sure["id"]: said}


def _cascade(learner: SimulatedLearner, activity: Activity, ahead: Card, _: object) -> Answers:
    """Everybody has one threshold; who would never ask, and finds no words for that, takes the last there is."""
    return {"band": _band_of(own.threshold(learner), activity.spec.bands)} if ahead["id"] == "band" else {}


def _network_lab(learner: SimulatedLearner, activity: Activity, ahead: Card, _: object) -> Answers:
    """Everybody has asked as many as they have, whoever that is."""
    return {"ties": _band_of(own.asked(learner), activity.spec.ours.bands)} if ahead["id"] == "ties" else {}


def _band_of(number: int | None, bands: Sequence[Band]) -> str:
    fits = [
        band
        for band in bands
        if (band.low is None) == (number is None)
        and (number is None or (band.low <= number and (band.high is None or number <= band.high)))  # type: ignore[operator]  # either both are None or none is
    ]
    return (fits or bands[-1:])[0].id


def _allocate(learner: SimulatedLearner, activity: Activity, ahead: Card, _: object) -> Answers:
    """What is forecast lies above the middle of its scale, around which comes what comes."""
    off = own.hope(learner.dice(activity.id, "hope"), learner.effects) / 100
    dice = learner.dice(activity.id, ahead["id"], "guess")
    return {field["id"]: _on_line(dice, field, 0.5 + off) for field in ahead["fields"] if field["id"] == "guess"}


def _say_back(learner: SimulatedLearner, activity: Activity, ahead: Card, _: object) -> Answers:
    """Who listens goes by the way that stands on the card; how heard one is, goes by the words that came."""
    step, number = re.fullmatch(r"(.*?)-?(\d*)", ahead["id"]).groups()  # type: ignore[union-attr]  # anything fits
    dice = learner.dice(activity.id, ahead["id"], "planted")
    if step == "say" and number:
        asked = ahead["before"][-1]["paragraphs"][0]
        return {"said": _said(dice, SAID_BACK[0 if asked == activity.spec.ways[0].label else 1])}
    if step not in ("mark", "room-mark") or not number:
        return {}
    if step == "room-mark":  # what was said at the table went by the way that their lot says
        side = 1 if way_at(activity, learner.id, int(number)) == activity.spec.ways[0].id else -1
    else:
        side = _way_of(next(field["words"] for field in ahead["fields"] if field["kind"] == "passage"))
    one = own.teller(learner.dice(activity.id, "teller"), learner.effects)
    points = {f"mark-{n}": own.mark(dice, one.through(side)) for n in activity.spec.numbers}
    felt = next(field for field in ahead["fields"] if field["id"] == "understood")
    return {**points, "understood": _on_line(dice, felt, (one.felt(side) - 1) / 6)}


def _way_of(words: str) -> int:
    """By which way somebody was heard: the first (1), the second (-1), or in words that are no simulated learner's."""
    first, second = (words.removeprefix(f"{LABEL} ") in texts for texts in SAID_BACK)
    return first - second


def _survey(learner: SimulatedLearner, activity: Activity, ahead: Card, knows: Mapping[str, Any]) -> Answers:
    """What their traits say of each line, by this time; what they leave out has an answer of its own, the last one."""
    one, wave = activity.spec.instrument, knows["wave"]
    given = dict(own.filled_in(learner, one, wave, own.risen(learner.effects, one, wave)))
    return {
        field["id"]: field["options"][-1]["id"] if (said := given[field["id"]]) is None else str(said)
        for field in ahead["fields"]
        if field["id"] in given
    }


def _receipt(learner: SimulatedLearner, activity: Activity, ahead: Card, _: object) -> Answers:
    """How far a note is trusted goes by the note and by its reader, then by what they make of stamps."""
    step, number = re.fullmatch(r"(.*?)-?(\d*)", ahead["id"]).groups()  # type: ignore[union-attr]  # anything fits
    if step not in ("trust", "verdict"):
        return {}
    first, seen = own.reader(learner.dice(activity.id, "reader", number), learner.effects)
    place = (first + seen * (step == "verdict")) / 10
    dice = learner.dice(activity.id, ahead["id"], "planted")
    return {field["id"]: _on_line(dice, field, place, 0.1) for field in ahead["fields"] if field["kind"] == "rating"}


def _game_round(learner: SimulatedLearner, activity: Activity, ahead: Card, knows: Mapping[str, Any]) -> Answers:
    """Everybody guesses their own share of a talk around an equal one, and what is planted above it."""
    seats = seats_of(activity, Known(inbox=knows.get("inbox", Inbox())))
    place = 1 / seats + learner.effects.share / 100
    dice = learner.dice(activity.id, ahead["id"], "planted")
    return {field["id"]: _on_line(dice, field, place, 0.1) for field in ahead["fields"] if field["id"] == "share"}


_PLANTED: Mapping[str, Callable[[SimulatedLearner, Activity, Card, Mapping[str, Any]], Answers]] = {
    "label-experiment": _label_experiment,
    "calibration": _calibration,
    "cascade": _cascade,
    "network-lab": _network_lab,
    "allocate": _allocate,
    "say-back": _say_back,
    "survey": _survey,
    "receipt": _receipt,
    "game-round": _game_round,
}
