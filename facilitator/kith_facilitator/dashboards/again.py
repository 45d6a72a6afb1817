"""Lines between two claims on which people were asked to stand twice, and how far they moved: those who did it twice.

A line that comes a second time, alike in every word, is one question asked again. Where people stood the first time is
told nowhere, as both together would tell of those who answered only once.
"""

from collections.abc import Mapping, Sequence

from kith_exercises.definitions import FoldPrompt, Prompt
from kith_exercises.fields import Position
from kith_exercises.measures.finding import Finding
from kith_exercises.primitives.figures import Asked, Journals, Released, measured, worded
from kith_exercises.privacy import apart
from kith_exercises.readers import numbers
from kith_widgets.words import say

__all__ = ["Again", "asked_again", "heading"]

#: A fold, and the line in it that an earlier one had.
Again = tuple[FoldPrompt, Position, Asked]
#: Where somebody stood at first, and then.
Pair = tuple[float, float]


def asked_again(prompts: Sequence[Prompt]) -> tuple[Again, ...]:
    """All lines that these prompts, in their order, bring a second time to the cohort."""
    found: list[Again] = []
    seen: dict[Position, FoldPrompt] = {}
    for prompt in prompts:
        if isinstance(prompt, FoldPrompt):
            for field in prompt.fields:
                if isinstance(field, Position) and (field.reach or prompt.reach) == "count":
                    if field in seen:
                        found.append((prompt, field, _asked(seen[field], prompt, field)))
                    seen[field] = prompt
    return tuple(found)


def heading(field: Position) -> str:
    """What stands open above the change."""
    return say("againStand", label=field.label)


def _asked(earlier: FoldPrompt, later: FoldPrompt, field: Position) -> Asked:
    id, grain = f"{later.id}/{field.id}", apart(0, 100, 1)

    def answers(journals: Journals) -> dict[str, Pair]:
        before, after = (numbers(one, field.id, journals) for one in (earlier, later))
        return {who: (before[who], after[who]) for who in before.keys() & after.keys()}

    def release(pairs: Mapping[str, Pair]) -> Mapping[str, Released]:
        left, right = field.left.rstrip("."), field.right.rstrip(".")
        words = worded("moved", label=field.label, left=left, right=right)
        axis = say("movedAxis", left=left, right=right)
        return {id: measured(pairs, _change, words, (-100, 100), axis, key=_moved, grain=grain)}

    return Asked(id=id, figures=(id,), answers=answers, hidden=_moved, release=release, grain=grain)


def _change(pairs: Sequence[Pair]) -> Finding:
    from kith_exercises.measures.change import change

    before, after = ({f"{place:06}": pair[time] for place, pair in enumerate(pairs)} for time in (0, 1))
    return change(before, after, what="", scale=(0, 100))


def _moved(pair: Pair) -> float:
    before, after = pair
    return after - before
