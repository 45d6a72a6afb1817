"""What a learner has to give, read from what they submitted; whatever has not the form that a card writes is none."""

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kith_exercises.exchange import Sending
from kith_exercises.leaving import THROUGH
from kith_exercises.records import TEXT, Record

__all__ = ["Offer", "came_by", "has_passed", "number_of", "offers_of"]

#: As much goes into one parcel, in characters of JSON: nobody has to fetch a flood.
_MOST = 200_000

#: A concept map, the deepest that a card writes, is a table of lists of tables.
_DEEPEST = 8

#: Up to this every whole number is one in a browser as well (ECMA-262, Number.MAX_SAFE_INTEGER is one less).
_LARGEST = 2**53

#: Only what was promised to a partner, or to all, goes to anybody.
_TRAVELS = ("partner", "library")

_NUMBERED = re.compile(r"(?P<step>.+)-(?P<number>[1-9]\d{0,2})")


@dataclass(frozen=True)
class Offer:
    """One thing to give: the step in which it was written, what it says by field, and the parcel that it answers.

    Who went on without answering a parcel offers an empty one, so that nobody waits for it.
    """

    step: str
    content: Mapping[str, Any]
    parcel: str = ""


def offers_of(sending: Sending, records: Iterable[Record]) -> tuple[Offer, ...]:
    """What somebody offers for a sending, in the order of steps' numbers; what is too large is none."""
    contents: dict[str, dict[str, Any]] = {}
    parcels: dict[str, str] = {}
    without = set[str]()
    for record in records:
        if record.prompt != sending.prompt or not (said := _said(sending, record)):
            continue
        step, answers, parcel = said
        parcels.setdefault(step, parcel)
        without |= {step} if record.event == "unfold" else set()
        content = contents.setdefault(step, {})
        if record.reach in _TRAVELS:
            for field in sending.fields:
                # What was committed first counts; a text without steps is written on, and the newest does.
                given = answers.get(field)
                if _is_fit(given) and (field not in content or record.event == TEXT):
                    content[field] = given
    steps = sorted(
        (step for step, content in contents.items() if content or step in without), key=lambda step: (len(step), step)
    )
    found = (Offer(step, contents[step], parcels[step]) for step in steps)
    return tuple(offer for offer in found if len(json.dumps(offer.content, ensure_ascii=False)) <= _MOST)


def has_passed(step: str, records: Iterable[Record], *, prompt: str, number: str = "") -> bool:
    """Whether somebody went through a step, by whichever door; or through the one of its steps with this number."""
    wanted = {step, f"{step}-{number}"} if number else {step}
    return any(
        record.prompt == prompt
        and record.event in ("commit", "trial", "look", "unfold", THROUGH)
        and isinstance(record.value, Mapping)
        and isinstance(record.value.get("step"), str)
        and record.value["step"] in wanted
        for record in records
    )


def came_by(sending: Sending, records: Sequence[Record]) -> bool:
    """Whether somebody was where this is asked, and went on, with or without giving anything."""
    if not sending.step:
        return any(record.prompt == sending.prompt for record in records)
    return has_passed(sending.step, records, prompt=sending.prompt)


def number_of(step: str) -> str:
    """The number of a step that is asked once for each parcel; empty for any other."""
    found = _NUMBERED.fullmatch(step)
    return found["number"] if found else ""


def _said(sending: Sending, record: Record) -> tuple[str, Mapping[str, Any], str] | None:
    """The step, answers by field, and the parcel of a record that says something for this sending."""
    match record:
        case Record(event="commit" | "also", value={"step": str(step), "answers": dict(answers)}):
            parcel = record.value.get("parcel")
            return (step, answers, parcel if isinstance(parcel, str) else "") if _is_of(sending, step) else None
        case Record(event="unfold", value={"step": str(step), "parcel": str(parcel)}) if sending.to == "back":
            return (step, {}, parcel) if _is_of(sending, step) else None
        case Record(event="commit", value=dict(answers)) if not sending.step:
            return "", answers, ""
        case Record(event="text", value=str(text)) if not sending.step:
            return "", {TEXT: text}, ""
    return None


def _is_fit(value: object, depth: int = 0) -> bool:
    """Whether there is something in it, and nothing that no card writes: a tower of lists, or what is no number."""
    if depth == _DEEPEST or value in (None, "", [], {}):
        return depth > 0 and depth < _DEEPEST
    if isinstance(value, dict | list):
        return all(_is_fit(item, depth + 1) for item in (value.values() if isinstance(value, dict) else value))
    if isinstance(value, int):
        return abs(value) <= _LARGEST
    return not isinstance(value, float) or math.isfinite(value)


def _is_of(sending: Sending, step: str) -> bool:
    found = _NUMBERED.fullmatch(step)
    return bool(sending.step) and (step == sending.step or bool(found and found["step"] == sending.step))
