"""What two readers of the same answers tell: agreement by criterion, in a sentence that says how sure it is."""

from collections.abc import Iterator
from typing import Any

from kith_facilitator.desk.agreement import LEAST, Agreement, agreement
from kith_facilitator.desk.snapshot import Snapshot
from kith_widgets.words import say

__all__ = ["agreements"]


def agreements(desk: Snapshot) -> list[dict[str, Any]] | None:
    """One entry a criterion; None before anybody read a second time, and for a second marker, who is to stay blind."""
    if desk.view.second or not desk.notes.seconds:
        return None
    return list(_entries(desk))


def _entries(desk: Snapshot) -> Iterator[dict[str, Any]]:
    for prompt, rubric in desk.rubrics.items():
        for criterion in rubric.criteria:
            found = agreement(_pairs(desk, prompt, criterion.id))
            several = len(desk.rubrics) > 1
            yield {
                "criterion": criterion.id,
                "title": f"{rubric.prompt.title}: {criterion.title}" if several else criterion.title,
                "n": found.n,
                "kappa": None if found.kappa is None else round(found.kappa, 4),
                "sentence": _sentence(found),
            }


def _pairs(desk: Snapshot, prompt: str, criterion: str) -> list[tuple[float, float]]:
    """Levels of both readers. A learner's own criterion asks something else, so it is left out."""
    pairs = []
    seconds = {answer: points for (_, answer, of), points in desk.notes.seconds.items() if of == criterion}
    for case in desk.every.values():
        own = desk.written(case).own
        first = case.marks[criterion].points if case.prompt == prompt and criterion in case.marks else None
        second = seconds.get(case.answer)
        if first is not None and second is not None and not (own and own.replaces == criterion):
            pairs.append((first, second))
    return pairs


def _sentence(found: Agreement) -> str:
    n = found.n
    if n < LEAST:
        return say("deskKappaFew", n=n, least=LEAST)
    if found.kappa is None or found.low is None or found.high is None:
        return say("deskKappaNone", n=n)
    kappa = round(found.kappa, 2)
    if found.same == n:
        return say("deskKappaAll", n=n)
    low, high = round(found.low, 2), round(found.high, 2)
    return say("deskKappaUnsure" if found.low <= 0 else "deskKappa", n=n, kappa=kappa, low=low, high=high)
