"""Going through a door: answers are checked, told apart by who sees them, and a word said in the room opens."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from kith_exercises.fields import Field
from kith_exercises.records import Reach
from kith_widgets.refused import Refused
from kith_widgets.words import say

__all__ = ["checked", "checked_if_there", "hold_of", "opens", "split_by_reach", "way_in"]


def checked(fields: Sequence[Field], given: object) -> dict[str, Any]:
    """An answer to each field, made of nothing but what it asks for. Raises Refused with a sentence."""
    answers = given if isinstance(given, Mapping) else {}
    try:
        return {field.id: field.check(answers.get(field.id)) for field in fields}
    except ValueError as error:
        raise Refused(str(error)) from None


def checked_if_there(fields: Sequence[Field], given: Mapping[str, Any]) -> dict[str, Any]:
    """The answers among those that are there; what a field would not take is none."""
    found = {}
    for field in fields:
        if field.id in given:
            try:
                found[field.id] = field.check(given[field.id])
            except ValueError:
                continue
    return found


def split_by_reach(
    fields: Sequence[Field], answers: Mapping[str, Any], closing: Reach
) -> tuple[tuple[Reach, dict[str, Any]], ...]:
    """The answers by who sees them: first what stays, at last those of the ``closing`` reach.

    Only the last closes the step, so whatever is cut off between two records leaves it open, and all of it is asked
    again. Where nothing else travels, that one is empty: others see that the step was passed, and not what was said.
    """
    found: dict[Reach, dict[str, Any]] = {}
    for field in sorted(fields, key=lambda one: one.reach != "mine"):
        found.setdefault(field.reach or closing, {})[field.id] = answers[field.id]
    last = found.pop(closing, {})
    closes = last or not found.keys() - {"mine"}
    return (*found.items(), (closing, last)) if closes else tuple(found.items())


def hold_of(word: str, salt: str) -> str:
    """What a course may tell of a room word: enough to know it again. A short word can be found out by trying."""
    digest = hashlib.sha256(f"{salt} {' '.join(word.split()).casefold()}".encode("utf-8", "surrogatepass")).hexdigest()
    return f"{salt} {digest}"


def opens(word: object, hold: str) -> bool:
    """Whether this is the word."""
    salt, _, _ = hold.partition(" ")
    return isinstance(word, str) and hmac.compare_digest(hold_of(word, salt).encode(), hold.encode())


def way_in(action: Mapping[str, Any], hold: str) -> Literal["word", "away"]:
    """How somebody opens what is held: by the word, or since they are not there. Raises Refused without either."""
    if action.get("away") is True:
        return "away"
    if opens(action.get("word"), hold):
        return "word"
    raise Refused(say("roomWord"))
