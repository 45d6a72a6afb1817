"""Withheld figures with their reason, in plain sentences; none says more than is known anyway."""

from kith_exercises.privacy.bands import Band
from kith_exercises.privacy.figures import Withheld
from kith_exercises.privacy.thresholds import Kind, Thresholds

__all__ = ["alike", "beside", "one_part", "too_few", "too_few_for_bands", "unknown"]

_WORDS = ("", "", "", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def too_few(thresholds: Thresholds, kind: Kind = "scores", unit: str = "people") -> Withheld:
    """There are not enough of them."""
    word = _number(thresholds.people(kind) - 1)
    whom = "the reader" if unit == "people" else "the reader's own"
    return Withheld(
        f"Fewer than {word} {unit} besides {whom} stand behind this figure. "
        f"It appears once there are {word} others, so that no one can be singled out.",
        f"fewer than {word} others",
    )


def too_few_for_bands(thresholds: Thresholds) -> Withheld:
    """There are not enough for two bands."""
    word = _number(thresholds.people())
    return Withheld(
        f"These answers are only shown in bands of {word} people or more, and they make fewer than two. "
        "A single band would say nothing, or too much.",
        "too few for two bands",
    )


def alike() -> Withheld:
    """There are enough, but they say too much about each."""
    return Withheld("These answers can't be shown together without showing what single people answered.")


def one_part(thresholds: Thresholds, people: Band) -> Withheld:
    """One of two parts is too small."""
    word = _number(thresholds.people())
    return Withheld(
        f"One of the two has fewer than {word} people. The other is left out too, "
        "because the total would give the small one away.",
        f"fewer than {word} in one part",
        people,
    )


def beside(thresholds: Thresholds) -> Withheld:
    """Large enough, but it and other figures are not to be seen together: one sentence, whichever of its parts holds.

    Two would say whether it was for what people answered, where it may have been for who is in which part.
    """
    return Withheld(
        "Left out as well: with the other figures at hand, it could give away one about fewer than "
        f"{_number(thresholds.people())} people, or what somebody answered."
    )


def unknown() -> Withheld:
    """The measure itself finds nothing in these answers."""
    return Withheld("We can't tell yet: these answers are not enough for this measure.", "not enough to tell")


def _number(count: int) -> str:
    """Small numbers as words."""
    return _WORDS[count] if 3 <= count < len(_WORDS) else str(count)
