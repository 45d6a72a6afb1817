"""What a simulated learner answers to each kind of prompt; nothing is written here."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from kith_exercises.cohort.learner import SimulatedLearner
from kith_exercises.cohort.words import LABEL, QUESTIONS, REASONS, SENTENCES
from kith_exercises.definitions import Activity, Criterion, FoldPrompt, Prompt, TextPrompt
from kith_exercises.fields import Choice, Field, Marks, Number, Position, Text
from kith_exercises.inputs import by_name, instance, several
from kith_exercises.truths import targets

__all__ = ["RATES", "Plan", "plan"]

#: Who gives themselves levels at all, and how much these differ.
RATES = 3 / 4
SELF_SPREAD = 0.5

_NO_IDEA = 1 / 10
_EXPLAINS = 9 / 10


@dataclass(frozen=True)
class Plan:
    """What a learner will do with one prompt: the actions of its widget, in order.

    ``guess`` answers what is asked while a reveal unfolds, as a share of its scale (None: shown without predicting).
    ``levels`` are their own by criterion, each with the sentence of their text that shows it.
    """

    prompt: str
    door: str | None = None
    answers: Mapping[str, Any] | None = None
    guess: float | None = None
    text: str | None = None
    levels: Mapping[str, tuple[float, str]] = field(default_factory=dict)


def plan(
    learner: SimulatedLearner, prompts: Iterable[Prompt], rubrics: Mapping[str, tuple[Criterion, ...]] | None = None
) -> tuple[Plan, ...]:
    """What the learner will answer to each prompt."""
    instance("learner", learner, SimulatedLearner)
    several("prompts", prompts)
    by_name("rubrics", rubrics or {})
    return tuple(_plan(learner, prompt, rubrics or {}) for prompt in prompts)


def _plan(learner: SimulatedLearner, prompt: Prompt, rubrics: Mapping[str, tuple[Criterion, ...]]) -> Plan:
    instance("one of the prompts", prompt, FoldPrompt, TextPrompt, Activity)
    if isinstance(prompt, TextPrompt):
        written = _written(learner, prompt)
        rates = learner.dice(prompt.id, "self").random() < RATES
        levels = (
            {one.id: _self_level(learner, prompt, one, written) for one in rubrics.get(prompt.id, ())} if rates else {}
        )
        return Plan(prompt.id, text=written, levels=levels)
    if isinstance(prompt, Activity):
        return Plan(prompt.id)
    dice = learner.dice(prompt.id, "doors")
    looks = prompt.truth is not None and dice.random() < learner.effects.looks
    guess = None if dice.random() < learner.effects.looks else round(float(dice.beta(2, 4)), 2)
    explains = prompt.explain is not None and dice.random() < _EXPLAINS
    text = _reason(learner, prompt.id, "explain") if explains else None
    if looks:
        return Plan(prompt.id, "look", None, guess, text)
    return Plan(prompt.id, "commit", {f.id: _answer(learner, prompt, f) for f in prompt.fields}, guess, text)


def _answer(learner: SimulatedLearner, prompt: FoldPrompt, field: Field) -> Any:
    dice = learner.dice(prompt.id, field.id)
    match field:
        case Marks():
            return _marks(learner, dice, prompt, field)
        case Position():
            if dice.random() < _NO_IDEA:
                return {"none": True}
            return {"at": int(dice.integers(0, 101)), "sure": str(dice.choice([option.id for option in field.sure]))}
        case Choice():
            return str(dice.choice([option.id for option in field.options]))
        case Number():
            return _on_line(field, float(dice.uniform(field.scale.min, field.scale.max)))
        case Text():
            return "" if field.optional and dice.random() < 0.5 else _reason(learner, prompt.id, field.id)
    raise TypeError(
        f"A simulated learner can't answer a field of kind {type(field).__name__}; teach it in cohort/answers.py."
    )


def _marks(learner: SimulatedLearner, dice: np.random.Generator, prompt: FoldPrompt, field: Marks) -> dict[str, Any]:
    truths = targets(prompt.truth, prompt.held) if prompt.truth else {}
    values = {}
    for number, mark in enumerate(field.marks):
        centre = truths.get(mark.id, (field.scale.min + field.scale.max) / 2)
        bias = learner.effects.marks[number % len(learner.effects.marks)] if learner.effects.marks else 0.0
        values[mark.id] = _on_line(field, float(dice.normal(centre + bias, learner.effects.spread)))
    width = min(int(dice.integers(5, 26)), field.scale.max - field.scale.min) if field.width else None
    return {"values": values, "width": width}


def _on_line(field: Marks | Number, value: float) -> float:
    scale = field.scale
    steps = round((min(max(value, scale.min), scale.max) - scale.min) / scale.step)
    placed = scale.min + steps * scale.step
    return int(placed) if placed == int(placed) else placed


def _reason(learner: SimulatedLearner, *about: str) -> str:
    return f"{LABEL} {learner.dice(*about, 'reason').choice(REASONS)}"


def _written(learner: SimulatedLearner, prompt: TextPrompt) -> str:
    dice = learner.dice(prompt.id, "text")
    if not prompt.rubric:
        return f"{LABEL} {dice.choice(QUESTIONS)}"
    low, high = prompt.words or (200, 400)
    # Care makes a text longer and lets it use the better sentences; some stay far below the target.
    length = (0.3 + learner.care) * (low + high) / 2
    usable = [sentence for worth, sentence in SENTENCES if worth <= learner.care + 0.2]
    text = [LABEL]
    for sentence in dice.permutation(usable):
        if sum(len(part.split()) for part in text) >= length:
            break
        text.append(str(sentence))
    return " ".join(text)


def _self_level(learner: SimulatedLearner, prompt: TextPrompt, criterion: Criterion, text: str) -> tuple[float, str]:
    dice = learner.dice(prompt.id, "self", criterion.id)
    last = len(criterion.levels) - 1
    place = round(float(dice.normal(learner.care * last + learner.effects.self_levels, SELF_SPREAD)))
    sentence = str(dice.choice(re.split(r"(?<=[.!?])\s+", text)))
    return criterion.levels[min(max(place, 0), last)].points, sentence
