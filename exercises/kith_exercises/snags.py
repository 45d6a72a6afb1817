"""What got in somebody's way on a page: at which question, what kind of obstacle it was, and their words for it.

It goes to whoever runs the course, with what is submitted. It is an answer to no question, so no figure counts it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kith_exercises.fields import Choice, Field, Option, Text, check_text
from kith_exercises.records import Record
from kith_widgets.words import say

__all__ = ["PAGE", "SNAGS", "Snag", "kind_of", "snag_fields", "snags_in"]

#: What it is written under in a journal, and the page as a whole among its questions.
SNAGS, PAGE = "snags", "*"

_KINDS: Mapping[str, str] = {
    "words": "snagWords",
    "technical": "snagTechnical",
    "time": "snagTime",
    "personal": "snagPersonal",
    "access": "snagAccess",
    "other": "snagOther",
}


@dataclass(frozen=True)
class Snag:
    """One obstacle: the question it was met at or ``PAGE``, its kind ("" for a note to the card), and the words."""

    where: str
    kind: str
    words: str
    at: str


def kind_of(snag: Snag) -> str:
    """What kind of obstacle it was, in words."""
    return say(_KINDS[snag.kind])


def snag_fields(asked: Mapping[str, str]) -> tuple[Field, ...]:
    """What is asked about an obstacle on a page that shows these questions, each by its title."""
    places = (*(Option(id, title) for id, title in asked.items()), Option(PAGE, say("snagPage")))
    kinds = tuple(Option(id, say(word)) for id, word in _KINDS.items())
    return (
        Choice("where", say("snagWhere"), None, places),
        Choice("kind", say("snagKind"), None, kinds),
        Text("said", say("snagSaid"), None, None, optional=True),
    )


def snags_in(records: Iterable[Record], asked: Iterable[str]) -> Iterator[Snag]:
    """What got in the way by these records, which may come from anywhere; a question that is gone is its page's."""
    known = frozenset(asked)
    for record in records:
        if record.prompt != SNAGS or record.reach != "facilitator":
            continue
        match record.event, record.value:
            case "commit", {"where": str(where), "kind": str(kind)} if kind in _KINDS:
                words = _words(record.value.get("said"))
                yield Snag(where if where in known else PAGE, kind, words, record.at)
            case "note", {"text": str(text)} if _words(text):
                yield Snag(PAGE, "", _words(text), record.at)


def _words(given: object) -> str:
    try:
        return check_text(given, "")
    except ValueError:
        return ""
