"""What a learner does in a question, how long it takes, and which of ICAP's modes it is (Chi and Wylie 2014).

The mode is worked out and never claimed. *Interactive* is what answers another person: only its record carries that
person's id, so a step that can be taken before anything came from anybody is not. *Constructive* is what leaves a
record of something that the learner made: words, a mark, a prediction. Who ticks given lines, or looks, is *active*;
who reads is *passive*.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from kith_exercises.definitions import Activity, FoldPrompt, Prompt, TextPrompt
from kith_exercises.fields import Choice, Field, Text
from kith_exercises.lab_fields import Grid, Order, Sort
from kith_exercises.more_fields import Passage, Rating
from kith_exercises.primitives.flow import steps_of
from kith_exercises.primitives.primitive import Step, always

__all__ = ["PACE", "Doing", "Mode", "doings_of", "surely_taken"]

Mode = Literal["interactive", "constructive", "active", "passive"]

#: Words that are read in a minute.
PACE = 200
#: Words that are written in a minute, thinking included; an estimate of ours, as are those below.
_WRITING = 15
#: A text that names no target.
_LINE = 25
_MARK, _TICK, _TABLE, _LOOK = 0.5, 0.3, 2.0, 0.5


@dataclass(frozen=True)
class Doing:
    """One thing that is done, its mode and minutes; those of a part add up to what its author says, if anything."""

    mode: Mode
    minutes: float


def doings_of(prompt: Prompt, part: str) -> tuple[Doing, ...]:
    """What is done in a question, or in one part of it."""
    if isinstance(prompt, Activity):
        said, found = prompt.minutes.get(part, 0), list(_in_activity(prompt, part))
        first = part == prompt.parts[0]
        reading = _reading(*prompt.intro, *prompt.care) if first else 0
    else:
        said, found, reading = prompt.tags.minutes, [_in_prompt(prompt)], _reading(*_head(prompt))
    return _scaled(found, said, reading)


def surely_taken(prompt: Prompt, part: str) -> float:
    """The minutes of what is asked there in any case, as worked out, whatever an author says."""
    if not isinstance(prompt, Activity):
        return _in_prompt(prompt).minutes
    there = (step for step in steps_of(prompt) if step.part == part and prompt.forms[0] in step.forms)
    return sum(_taken(step) for step in there if step.when is always)


def _scaled(found: Sequence[Doing], said: float, reading: float) -> tuple[Doing, ...]:
    total = sum(one.minutes for one in found)
    if said and total:
        return tuple(Doing(one.mode, one.minutes * said / total) for one in found)
    if said:
        return (Doing("active", said),)
    return (*found, Doing("passive", reading)) if reading else tuple(found)


def _head(prompt: FoldPrompt | TextPrompt) -> tuple[str, ...]:
    return prompt.intro if isinstance(prompt, FoldPrompt) else prompt.question


def _reading(*texts: str) -> float:
    return sum(len(text.split()) for text in texts) / PACE


def _in_prompt(prompt: FoldPrompt | TextPrompt) -> Doing:
    if isinstance(prompt, TextPrompt):
        return Doing("constructive", _written(prompt.words))
    unfolds = len(prompt.held.unfoldings) if prompt.held else (2 if prompt.truth else 0)
    explained = _LINE / _WRITING if prompt.explain else 0
    return Doing("constructive", sum(map(_minutes, prompt.fields)) + unfolds * _LOOK + explained)


def _in_activity(activity: Activity, part: str) -> Iterator[Doing]:
    """By step, in the form that is the usual one; what only comes if something else did takes its share of a part."""
    form = activity.forms[0]
    once: set[str] = set()
    for step in steps_of(activity):
        if step.part != part or form not in step.forms:
            continue
        alike = step.id.rstrip("0123456789")
        if activity.kind == "look-back":  # one piece a sitting, of however many
            if alike in once or not step.fields or once:
                continue
            once.add(alike)
        yield Doing(_mode(step), _taken(step))


def _taken(step: Step) -> float:
    """Its minutes; who answers somebody looks first at what came from them."""
    looked = _LOOK if step.sends or not step.fields else 0
    return looked + sum(map(_minutes, step.fields))


def _mode(step: Step) -> Mode:
    if not step.fields:
        return "active"
    if step.sends and not step.lone:
        return "interactive"
    return "constructive" if step.door == "both" or any(map(_made, step.fields)) else "active"


def _made(field: Field) -> bool:
    """Whether an answer is something of one's own, and not one of the lines that are given."""
    if isinstance(field, Text):
        return not field.optional
    return not isinstance(field, Choice | Rating)


def _minutes(field: Field) -> float:
    if isinstance(field, Text):
        return 0 if field.optional else _written(field.words)
    if isinstance(field, Choice | Rating):
        return _TICK
    return _TABLE if isinstance(field, Sort | Order | Grid | Passage) else _MARK


def _written(words: tuple[int, int] | None) -> float:
    low, high = words or (_LINE, _LINE)
    return (low + high) / 2 / _WRITING
