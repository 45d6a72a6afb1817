"""Withheld figures with their reason, in plain sentences; none says more than is known anyway."""

from typing import Literal

from kith_exercises.privacy.bands import Band
from kith_exercises.privacy.figures import Withheld
from kith_exercises.privacy.thresholds import Kind, Thresholds
from kith_widgets.words import say

__all__ = ["alike", "beside", "one_part", "too_few", "too_few_for_bands", "unknown"]

#: Numbers up to here are written as words.
_WORDS = range(3, 13)


def too_few(thresholds: Thresholds, kind: Kind = "scores", unit: Literal["people", "groups"] = "people") -> Withheld:
    """There are not enough of them."""
    number = _number(thresholds.people(kind) - 1)
    return Withheld(
        say("fewPeople" if unit == "people" else "fewGroups", number=number), say("fewShort", number=number)
    )


def too_few_for_bands(thresholds: Thresholds) -> Withheld:
    """There are not enough for two bands."""
    return Withheld(say("fewBands", number=_number(thresholds.people())), say("fewBandsShort"))


def alike() -> Withheld:
    """There are enough, but they say too much about each."""
    return Withheld(say("alike"), say("withheld"))


def one_part(thresholds: Thresholds, people: Band) -> Withheld:
    """One of two parts is too small."""
    number = _number(thresholds.people())
    return Withheld(say("onePart", number=number), say("onePartShort", number=number), people)


def beside(thresholds: Thresholds) -> Withheld:
    """Large enough, but it and other figures are not to be seen together: one sentence, whichever of its parts holds.

    Two would say whether it was for what people answered, where it may have been for who is in which part.
    """
    return Withheld(say("besideOthers", number=_number(thresholds.people())), say("withheld"))


def unknown() -> Withheld:
    """The measure itself finds nothing in these answers."""
    return Withheld(say("notEnough"), say("notEnoughShort"))


def _number(count: int) -> str:
    """Small numbers as words."""
    return say(f"number{count}") if count in _WORDS else str(count)
