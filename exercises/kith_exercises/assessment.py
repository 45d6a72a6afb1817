"""How a learner sees their own text, read from their records: own criterion, own levels, replies, drafts they show.

Records may come from anywhere: what has not the form that a card writes is passed over.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kith_exercises.definitions import Criterion, Level
from kith_exercises.records import Record
from kith_widgets.words import say

__all__ = [
    "GOOD_LIMIT",
    "TITLE_LIMIT",
    "VERDICTS",
    "Own",
    "Rating",
    "Reply",
    "SelfLevel",
    "Verdict",
    "criteria_for",
    "own_criterion",
    "own_levels",
    "own_of",
    "put_in_place",
    "rating_of",
    "replies",
    "self_level_of",
    "self_levels",
    "shown_drafts",
    "verdict_on",
    "verdicts",
]

#: Longest title of an own criterion, and longest text on what good looks like, in characters.
TITLE_LIMIT = 120
GOOD_LIMIT = 2_000

#: In words these are “verdictAdopted” and so on, and “workAdopted” on a learner's own page.
VERDICTS = ("adopted", "adapted", "declined")


@dataclass(frozen=True)
class Own:
    """A criterion that the learner put in the place of one of the course's."""

    replaces: str
    title: str
    good: str
    at: str


@dataclass(frozen=True)
class SelfLevel:
    """Where the learner sees their own text; ``points`` is None for who was shown without rating.

    ``to`` is when the feedback was issued beside which the level was set, and empty where there was none yet.
    """

    points: float | None
    sentence: str
    at: str
    to: str = ""


@dataclass(frozen=True)
class Rating:
    """An own level and what it is about; ``own`` is the title of the own criterion in the place of the course's."""

    criterion: str
    own: str | None
    level: SelfLevel


@dataclass(frozen=True)
class Reply:
    """An answer to what a marker said on one criterion, in the feedback issued at ``to``."""

    to: str
    criterion: str
    text: str
    at: str


@dataclass(frozen=True)
class Verdict:
    """What the learner did with a suggestion, and why; ``text`` is what was suggested, where it is known.

    ``criterion`` is empty in records that did not say it yet: there it is about each that has the suggestion.
    """

    to: str
    suggestion: str
    verdict: str
    because: str
    at: str
    text: str = ""
    criterion: str = ""


def own_criterion(records: Iterable[Record]) -> Own | None:
    """The criterion that stands in place of another now, or None."""
    found = None
    for record in records:
        if record.event == "criterion":
            found = own_of(record)
    return found


def own_levels(criterion: Criterion) -> tuple[Level, ...]:
    """The levels of an own criterion in this one's place: the same points, named so that they fit whatever is asked."""
    last = len(criterion.levels) - 1
    return tuple(Level(level.points, *_named(i, last, level.points)) for i, level in enumerate(criterion.levels))


def put_in_place(criterion: Criterion, own: Own) -> Criterion:
    """The criterion as it is with the learner's own in its place; the id, and so the marks, stay those of the place."""
    return replace(criterion, title=own.title, asks=own.good, levels=own_levels(criterion))


def criteria_for(criteria: Sequence[Criterion], records: Iterable[Record]) -> tuple[Criterion, ...]:
    """The criteria by which this learner's text is read, the own one in its place."""
    own = own_criterion(records)
    return tuple(put_in_place(one, own) if own and one.id == own.replaces else one for one in criteria)


def self_levels(records: Sequence[Record]) -> Mapping[str, SelfLevel]:
    """The newest own level by criterion. One that was set on what stood in a criterion's place before is not in it."""
    own = own_criterion(records)
    return {
        criterion: levels[-1]
        for (criterion, title), levels in _rated(records).items()
        if title == (own.title if own and own.replaces == criterion else None)
    }


def self_level_of(records: Sequence[Record], criterion: str, own: str | None, issued: str) -> SelfLevel | None:
    """The own level to set beside feedback: the last from before it was issued, else the first that was set beside it.

    Whoever chose to see feedback without rating, after they had rated, took that level back.

    ``own`` is the title of the own criterion that was marked, or None where the course's was.
    """
    levels = _rated(records).get((criterion, own), [])
    before = [level for level in levels if level.at < issued][-1:]
    # What was set beside this feedback is about it, even if something else stands in the criterion's place by then.
    ever = [level for (id, _), found in _rated(records).items() if id == criterion for level in found]
    beside = [level for level in ever if level.to == issued]
    if before and before[0].points is not None:
        return before[0]
    return min(beside, key=lambda level: level.at, default=None)


def replies(records: Iterable[Record]) -> tuple[Reply, ...]:
    """The newest reply to each criterion of each feedback, in the order written; an empty one takes it back."""
    found: dict[tuple[str, str], Reply] = {}
    for record in records:
        match record:
            case Record(event="reply", value={"to": str(to), "criterion": str(criterion), "text": str(text)}):
                found.pop((to, criterion), None)
                if text:
                    found[to, criterion] = Reply(to, criterion, text, record.at)
    return tuple(found.values())


def verdicts(records: Iterable[Record]) -> Mapping[tuple[str, str, str], Verdict]:
    """The newest verdict by when the feedback was issued, criterion and suggestion, in the order in which they came.

    A verdict of None takes it back.
    """
    found: dict[tuple[str, str, str], Verdict] = {}
    for record in records:
        match record:
            case Record(
                event="suggestion",
                value={"to": str(to), "suggestion": str(id), "verdict": verdict, "because": str(because)},
            ) if verdict is None or verdict in VERDICTS:
                criterion = str(record.value.get("criterion") or "")
                for key in ((to, "", id), (to, criterion, id)):
                    found.pop(key, None)
                if verdict is None:
                    continue
                text = str(record.value.get("text", ""))
                found[to, criterion, id] = Verdict(to, id, verdict, because, record.at, text, criterion)
    return found


def verdict_on(
    verdicts: Mapping[tuple[str, str, str], Verdict], to: str, criterion: str, suggestion: str
) -> Verdict | None:
    """What the learner did with a suggestion in one criterion of the feedback issued at ``to``.

    The same words may be suggested again, elsewhere or later; they are answered anew.
    """
    found = [verdicts.get((to, about, suggestion)) for about in (criterion, "")]
    return max((one for one in found if one), key=lambda one: one.at, default=None)


def shown_drafts(records: Sequence[Record]) -> tuple[Record, ...]:
    """The earlier versions that the learner chose to show, oldest first; never the newest, which is shown anyway.

    One that was written when the answer was for the learner alone is not among them, even if it is named: it does not
    travel, so a page that showed it here would promise what nobody else will see.
    """
    chosen: Any = []
    for record in records:
        if record.event == "grown" and isinstance(record.value, Mapping):
            chosen = record.value.get("drafts")
    texts = [record for record in records if record.event == "text" and isinstance(record.value, str)]
    seen = [record for record in texts[:-1] if record.reach != "mine"]
    return tuple(record for record in seen if isinstance(chosen, list) and record.seq in chosen)


def own_of(record: Record) -> Own | None:
    """The own criterion that a record puts in place; None if it takes one back, or is nothing a card writes."""
    match record.value:
        case {"replaces": str(replaces), "title": str(title), "good": str(good)}:
            if title.strip() and len(title) <= TITLE_LIMIT and len(good) <= GOOD_LIMIT:
                return Own(replaces, title, good, record.at)
    return None


def rating_of(record: Record, own: Own | None) -> Rating | None:
    """The own level that a record says, or None. What it is about it says itself; in older ones it is ``own``."""
    match record:
        case Record(event="self", value={"criterion": str(criterion), "points": points, "sentence": str(sentence)}):
            title = record.value.get("own", own.title if own and own.replaces == criterion else None)
            if _is_points(points) and isinstance(title, str | None):
                return Rating(criterion, title, SelfLevel(points, sentence, record.at, str(record.value.get("to", ""))))
    return None


def _rated(records: Sequence[Record]) -> dict[tuple[str, str | None], list[SelfLevel]]:
    """All own levels by criterion and by the title of the own criterion that stood there when they were set."""
    found: dict[tuple[str, str | None], list[SelfLevel]] = {}
    own: Own | None = None
    for record in records:
        if record.event == "criterion":
            own = own_of(record)
        if rating := rating_of(record, own):
            found.setdefault((rating.criterion, rating.own), []).append(rating.level)
    return found


def _is_points(value: object) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e9)


def _named(place: int, last: int, points: float) -> tuple[str, str]:
    if place == 0:
        return say("ownNone"), say("ownNoneText")
    if place == last:
        return say("ownAll"), say("ownAllText")
    if last == 2:
        return say("ownPart"), say("ownPartText")
    if last == 3:
        return (say("ownLittle"), say("ownLittleText")) if place == 1 else (say("ownMost"), say("ownMostText"))
    return say("ownPoints", n=points), say("ownPartText")
