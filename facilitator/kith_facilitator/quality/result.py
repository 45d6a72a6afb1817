"""What a check says: passed, failed or not yet, in a sentence, with each place that it is about."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from kith_facilitator.course.finding import Finding

__all__ = ["Check", "Result", "Verdict", "judged", "not_yet"]

#: What can't be judged yet is ``not yet``, and never ``passed``.
Verdict = Literal["passed", "failed", "not yet"]


@dataclass(frozen=True)
class Result:
    """What a check says of one module, or of a whole course.

    ``findings`` are what failed, each with its remedy; ``places`` are told besides, as the worst of what passed.
    """

    verdict: Verdict
    sentence: str
    findings: tuple[Finding, ...] = ()
    places: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Check:
    """One question to a course, with its floor in words; ``ask`` answers it for what it is asked of."""

    id: str
    title: str
    floor: str
    ask: Callable[..., Result]


def judged(findings: Sequence[Finding], sentence: str, places: Sequence[Finding] = ()) -> Result:
    """Passed, if there are no findings."""
    return Result("failed" if findings else "passed", sentence, tuple(findings), tuple(places))


def not_yet(sentence: str, places: Sequence[Finding] = ()) -> Result:
    """Not to be judged yet, and why."""
    return Result("not yet", sentence, (), tuple(places))
