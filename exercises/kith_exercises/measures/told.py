"""A released figure in words: a title that claims no more than the figure shows, and a sentence on how sure it is.

Nothing in it comes from elsewhere than the figure, so it tells no more of anybody than the figure does.
"""

from kith_exercises.measures.finding import Wording
from kith_exercises.privacy.figures import Figure, Interval, Withheld

__all__ = ["told"]


def told(figure: Figure | Withheld, words: Wording, null: float | None = 0.0) -> tuple[str, str]:
    """Title and sentence of a figure, in the words of its finding; without a ``null`` it only describes.

    Where its interval at 95% leaves the null in, or there is no interval, the title begins "We can't tell yet".
    """
    if isinstance(figure, Withheld):
        return (_open(words) if words.question else "Not shown yet", figure.reason)
    interval = next((one for one in figure.intervals if one.level == 95), None)
    who = f"{'most of ' if figure.most else ''}{figure.people} {words.many}"
    if null is None:
        between = f"{_number(interval.low)} to {_number(interval.high)} at 95%, " if interval else ""
        return _claim(words.above, figure.estimate), f"{_begun(between + who)}."
    if interval is None or interval.includes(null):
        return _open(words), _anything(interval, words, null, who)
    ends = (abs(interval.low - null), abs(interval.high - null))
    claim = words.below if figure.estimate < null else words.above
    title = _claim(claim, abs(figure.estimate - null) * words.times)
    least, most = (_number(end * words.times) for end in sorted(ends))
    return title, f"It may be as little as {least}, and as much as {most} (at 95%, {who})."


def _open(words: Wording) -> str:
    return f"We can't tell yet whether {words.question}"


def _anything(interval: Interval | None, words: Wording, null: float, who: str) -> str:
    """What is possible, where nothing is ruled out that would mean that nothing happened."""
    if interval is None:
        return f"How sure this is can't be said for so few ({who})."
    low, high = ((end - null) * words.times for end in (interval.low, interval.high))
    unit = f" {words.unit}" if words.unit else ""
    return f"Anything from {_number(low)} to {_number(high)}{unit} is possible, no difference too (at 95%, {who})."


def _claim(claim: str, size: float) -> str:
    """The claim with its size; what people named may hold braces of its own."""
    return _begun(claim.replace("{size}", _number(size)))


def _begun(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _number(value: float) -> str:
    """A number as it was rounded when it was released, and no finer."""
    return f"{value + 0.0:.10g}".replace("-", "−")
