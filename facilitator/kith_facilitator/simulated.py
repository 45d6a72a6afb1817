"""Simulated learners, for demonstrations and tests: labelled as such, the same for the same seed.

Their effects are *planted*: they put each mark a known distance from the truth, so a measure that reads their
journals can be held to what was put in. They measure nothing themselves.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from kith_exercises import assessment
from kith_exercises.cards.fold import FoldCard
from kith_exercises.definitions import Criterion, FoldPrompt, Prompt, TextPrompt, load_prompts, load_rubrics
from kith_exercises.fields import Choice, Field, Marks, Number, Position, Text
from kith_exercises.journal import Journal
from kith_exercises.truths import targets
from kith_facilitator._stock import LABEL, QUESTIONS, REASONS, SENTENCES
from kith_facilitator.notebooks import read_notebook

__all__ = ["Plan", "SimulatedLearner", "plan", "play", "synthesise"]

#: How far from the truth the first, second ... mark of a line is put on average, in units of the line.
BIAS = (-18.0, 9.0)
SPREAD = 12.0
LOOKS = 1 / 8

#: How many levels higher than their care would earn they see their own text on average, and who sees it at all.
SELF_BIAS = 0.4
SELF_SPREAD = 0.5
RATES = 3 / 4

_NO_IDEA = 1 / 10
_EXPLAINS = 9 / 10
_CELL = re.compile(r"\bkith\.(?:fold|reflection)\(\s*[\"']([^\"']+)[\"']\s*\)")


@dataclass(frozen=True)
class SimulatedLearner:
    """Somebody made up: an id, and the traits from which every answer follows."""

    id: str
    seed: int
    care: float
    bias: tuple[float, ...] = BIAS
    spread: float = SPREAD
    looks: float = LOOKS

    def dice(self, *about: str) -> np.random.Generator:
        """Chance for one purpose, the same whenever and in whatever order it is asked for."""
        key = hashlib.sha256("\0".join((str(self.seed), self.id, *about)).encode()).digest()
        return np.random.default_rng(int.from_bytes(key[:16], "big"))


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


def synthesise(
    learners: int, seed: int, *, bias: tuple[float, ...] = BIAS, spread: float = SPREAD, looks: float = LOOKS
) -> tuple[SimulatedLearner, ...]:
    """That many simulated learners, ``sim-001`` and so on; a larger cohort begins with the smaller one."""
    cohort = []
    for number in range(1, learners + 1):
        blank = SimulatedLearner(f"sim-{number:03d}", seed, 0.0, bias, spread, looks)
        care = round(float(blank.dice("care").beta(3, 2)), 3)
        cohort.append(SimulatedLearner(blank.id, seed, care, bias, spread, looks))
    return tuple(cohort)


def plan(
    learner: SimulatedLearner, prompts: Iterable[Prompt], rubrics: Mapping[str, tuple[Criterion, ...]] | None = None
) -> tuple[Plan, ...]:
    """What the learner will answer to each prompt; nothing is written."""
    return tuple(_plan(learner, prompt, (rubrics or {}).get(prompt.id, ())) for prompt in prompts)


def play(learner: SimulatedLearner, folder: Path, module: str) -> None:
    """Answer every prompt of the module in ``folder``, through the controllers that a widget uses.

    ``folder`` is the assignment as fetched. What the journal holds already stays: playing twice adds nothing,
    and playing on after a break ends as playing in one go.
    """
    prompts, rubrics = load_prompts(folder / "prompts.toml"), load_rubrics(folder / "rubric.toml")
    for notebook in sorted(folder.glob("*.ipynb")):
        journal = Journal.open(folder, module, notebook.stem)
        for prompt_id in dict.fromkeys(_CELL.findall(_sources(notebook))):
            prompt = prompts.get(prompt_id)
            if prompt is not None:
                _play(_plan(learner, prompt, rubrics.get(prompt_id, ())), prompt, journal)


def _plan(learner: SimulatedLearner, prompt: Prompt, criteria: tuple[Criterion, ...] = ()) -> Plan:
    if isinstance(prompt, TextPrompt):
        written = _written(learner, prompt)
        rates = learner.dice(prompt.id, "self").random() < RATES
        levels = {one.id: _self_level(learner, prompt, one, written) for one in criteria} if rates else {}
        return Plan(prompt.id, text=written, levels=levels)
    dice = learner.dice(prompt.id, "doors")
    looks = prompt.truth is not None and dice.random() < learner.looks
    guess = None if dice.random() < learner.looks else round(float(dice.beta(2, 4)), 2)
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
        f"A simulated learner can't answer a field of kind {type(field).__name__}; teach it in simulated.py."
    )


def _marks(learner: SimulatedLearner, dice: np.random.Generator, prompt: FoldPrompt, field: Marks) -> dict[str, Any]:
    truths = targets(prompt.truth) if prompt.truth else {}
    values = {}
    for number, mark in enumerate(field.marks):
        centre = truths.get(mark.id, (field.scale.min + field.scale.max) / 2)
        bias = learner.bias[number % len(learner.bias)] if learner.bias else 0.0
        values[mark.id] = _on_line(field, float(dice.normal(centre + bias, learner.spread)))
    width = int(dice.integers(5, 26)) if field.width else None
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
    place = round(float(dice.normal(learner.care * last + SELF_BIAS, SELF_SPREAD)))
    sentence = str(dice.choice(re.split(r"(?<=[.!?])\s+", text)))
    return criterion.levels[min(max(place, 0), last)].points, sentence


def _play(planned: Plan, prompt: Prompt, journal: Journal) -> None:
    if isinstance(prompt, TextPrompt):
        if not journal.read().of(prompt.id):
            journal.write(prompt.id, "text", planned.text, reach=prompt.reach)
        known = assessment.self_levels(journal.read().of(prompt.id))
        for criterion, (points, sentence) in planned.levels.items():
            if criterion not in known:
                value = {"criterion": criterion, "points": points, "sentence": sentence}
                journal.write(prompt.id, "self", value, reach=prompt.reach)
        return
    card = FoldCard(prompt, journal, key="")
    state = card.state()
    if state["stage"] == "open":
        if _went_through(prompt, journal):
            return  # in a form that the card doesn't take any more: theirs stays as it is
        state = card.act({"do": planned.door, "answers": planned.answers})
    while state["next"] is not None:
        state = card.act({"do": "unfold", **_prediction(planned, state["ask"])})
    if planned.text and state["explain"] is not None and state["explanation"] is None:
        card.act({"do": "explain", "text": planned.text})


def _went_through(prompt: FoldPrompt, journal: Journal) -> bool:
    """Whether a door is in the journal; a commit of private fields alone is only the first half of one."""
    records = journal.read().of(prompt.id)
    return any(record.event in ("commit", "look") and record.reach == prompt.reach for record in records)


def _prediction(planned: Plan, ask: Mapping[str, Any] | None) -> dict[str, Any]:
    if ask is None or planned.guess is None:
        return {"look": True}
    return {"answer": round(ask["min"] + planned.guess * (ask["max"] - ask["min"]))}


def _sources(notebook: Path) -> str:
    return "\n".join(cell.source for cell in read_notebook(notebook).cells if cell.cell_type == "code")
