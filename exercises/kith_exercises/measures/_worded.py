"""A finding in words: a claim as far as its interval goes, or that we can't tell yet, and what would show."""

import math

from kith_exercises.measures.finding import Finding, Interval, Wording

__all__ = ["POWER", "in_words", "reported", "tallied", "unknown", "weighed"]

#: Four of five estimates lie above the truth less so many standard errors.
POWER = 0.842
#: How much larger than half an interval a true difference must be to show in four of five cohorts (H. S. Bloom 1995,
#: Minimum detectable effects, Evaluation Review 19, 547-556): half an interval is 2.17 standard errors (see `_means`).
_SHOWS = (2.170 + POWER) / 2.170


def weighed(
    estimate: float,
    interval: Interval,
    n: int,
    words: Wording,
    *,
    reach: float,
    smallest: float | None = None,
    null: float = 0.0,
) -> Finding:
    """A finding that claims something only where the interval leaves the null out.

    No truth lies further than ``reach`` from the null. ``smallest`` is worked out here, for answers that differ as much
    whatever the truth is; a measure for which that does not hold gives its own, infinite where nothing would show.
    """
    least = interval.width / 2 * _SHOWS if smallest is None else smallest
    shows = least if least <= reach else None
    if interval.includes(null):
        difference = f"a difference of {in_words(least * words.times)}{_spaced(words.unit)} or more"
        sentence = (
            f"We can't tell yet whether {words.question}: {'no difference' if shows is None else difference} "
            f"would show in about four of five cohorts like this one ({_counted(n, words.many)})."
        )
        return Finding(estimate, interval, n, sentence, null, shows, words)
    down = estimate < null
    ends = (null - interval.high, null - interval.low) if down else (interval.low - null, interval.high - null)
    size = abs(estimate - null) * words.times
    claim = _sized(words.below if down else words.above, size)
    between = " to ".join(_end(end * words.times, size) for end in ends)
    sentence = f"{_begun(claim)} ({between} at {interval.level}%, {_counted(n, words.many)})."
    return Finding(estimate, interval, n, sentence, null, shows, words)


def reported(estimate: float, interval: Interval | None, n: int, claim: str, many: str = "learners") -> Finding:
    """A finding that only describes; ``claim`` holds ``{size}``."""
    between = ""
    if interval is not None:
        ends = " to ".join(in_words(end, like=estimate) for end in (interval.low, interval.high))
        between = f"{ends} at {interval.level}%, "
    sentence = f"{_begun(_sized(claim, estimate))} ({between}{_counted(n, many)})."
    return Finding(estimate, interval, n, sentence, words=Wording("", claim, claim, unit="", many=many))


def tallied(count: int, of: int, claim: str, many: str, interval: Interval | None = None) -> Finding:
    """A finding that counts: how many of how many."""
    sentence = f"{claim}: {count} of {_counted(of, many)}"
    if interval is not None:
        sentence += f" ({interval.low:.0%} to {interval.high:.0%} at {interval.level}%)"
    return Finding(count / of, interval, of, sentence + ".")


def unknown(n: int, why: str, null: float | None = None) -> Finding:
    """A finding that there is none yet, and why."""
    return Finding(None, None, n, f"We can't tell yet: {why}.", null)


def in_words(value: float, like: float | None = None) -> str:
    """A number with two digits that count, or with as many places as ``like`` has."""
    scale = abs(value if like is None else like)
    if not scale or not math.isfinite(scale):
        scale = 1.0
    places = max(0, 1 - math.floor(math.log10(scale)))
    return f"{round(value, places) + 0.0:.{places}f}".replace("-", "−")


def _sized(claim: str, size: float) -> str:
    """The claim with its size; what people named may hold braces of its own."""
    return claim.replace("{size}", in_words(size))


def _end(value: float, size: float) -> str:
    """An end that is not 0, told as finely as the size, but never as 0: that would be ruled out and in at once."""
    told = in_words(value, like=size)
    return told if float(told) else in_words(value)


def _begun(claim: str) -> str:
    return claim[:1].upper() + claim[1:]


def _counted(n: int, many: str) -> str:
    return f"{n} {many}" if n != 1 else f"1 {many.removesuffix('s')}"


def _spaced(unit: str) -> str:
    return f" {unit}" if unit else ""
