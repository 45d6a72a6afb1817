"""What was asked twice in the same words, and how people changed between: by those alone who answered both times.

A field that comes a second time, alike in every word, is one question asked again: a line between two claims, or a tap
that is one of two. How many said what the first time is told nowhere, as both together would tell of those who answered
only once.
"""

from collections.abc import Mapping, Sequence

from kith_exercises.definitions import FoldPrompt, Prompt
from kith_exercises.fields import Choice, Field, Position
from kith_exercises.measures.finding import Finding, Wording
from kith_exercises.primitives.figures import Asked, Journals, Released, measured, worded
from kith_exercises.privacy import apart
from kith_exercises.readers import chosen, numbers
from kith_facilitator.dashboards.catalogue import SPEAK, THOUGHT
from kith_widgets.words import say

__all__ = ["Again", "asked_again", "heading", "place_again"]

#: A fold, and what it asks that an earlier one asked.
Again = tuple[FoldPrompt, Field, Asked]
#: What somebody answered at first, and then: a place on a line, or 1 where they chose the first of two.
Pair = tuple[float, float]


def asked_again(prompts: Sequence[Prompt]) -> tuple[Again, ...]:
    """All that these prompts, in their order, ask a second time of the cohort."""
    found: list[Again] = []
    seen: dict[Field, FoldPrompt] = {}
    for prompt in prompts:
        if isinstance(prompt, FoldPrompt):
            for field in prompt.fields:
                if _comparable(prompt, field):
                    if field in seen:
                        found.append((prompt, field, _asked(seen[field], prompt, field)))
                    seen[field] = prompt
    return tuple(found)


def place_again(field: Field) -> str:
    """Positions are what we thought; a tap is what somebody kept to themselves or did."""
    return THOUGHT if isinstance(field, Position) else SPEAK


def heading(prompt: FoldPrompt, field: Field) -> str:
    """What stands open above the change."""
    if isinstance(field, Position):
        return say("againStand", label=field.label)
    return say("againTap", title=prompt.title, label=field.label)


def _comparable(prompt: FoldPrompt, field: Field) -> bool:
    kind = isinstance(field, Position) or (isinstance(field, Choice) and len(field.options) == 2)
    return kind and (field.reach or prompt.reach) == "count"


def _asked(earlier: FoldPrompt, later: FoldPrompt, field: Field) -> Asked:
    id = f"{later.id}/{field.id}"
    most, grain, digits = (100, apart(0, 100, 1), 1) if isinstance(field, Position) else (1, 1, 2)

    def answers(journals: Journals) -> dict[str, Pair]:
        before, after = (_answers(one, field, journals) for one in (earlier, later))
        return {who: (before[who], after[who]) for who in before.keys() & after.keys()}

    def measure(pairs: Sequence[Pair]) -> Finding:
        from kith_exercises.measures.change import change

        before, after = ({f"{place:06}": pair[time] for place, pair in enumerate(pairs)} for time in (0, 1))
        return change(before, after, what="", scale=(0, most))

    def release(pairs: Mapping[str, Pair]) -> Mapping[str, Released]:
        words, axis = _worded(field)
        return {id: measured(pairs, measure, words, (-100, 100), axis, key=_moved, grain=grain, digits=digits)}

    return Asked(id=id, figures=(id,), answers=answers, hidden=_moved, release=release, grain=grain)


def _answers(prompt: FoldPrompt, field: Field, journals: Journals) -> dict[str, float]:
    if isinstance(field, Position):
        return numbers(prompt, field.id, journals)
    return {who: 0.0 if place else 1.0 for who, place in chosen(prompt, field.id, journals).items()}


def _moved(pair: Pair) -> float:
    before, after = pair
    return after - before


def _worded(field: Field) -> tuple[Wording, str]:
    if isinstance(field, Position):
        label, left, right = field.label, field.left.rstrip("."), field.right.rstrip(".")
        return worded("moved", label=label, left=left, right=right), say("movedAxis", left=left, right=right)
    assert isinstance(field, Choice)
    option = field.options[0].label
    return worded("oftener", unit="unitPercent", option=option), say("oftenerAxis", option=option)
