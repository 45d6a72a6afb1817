"""A released figure in words: a title that claims no more than the figure shows, and a sentence on how sure it is.

Nothing in it comes from elsewhere than the figure, so it tells no more of anybody than the figure does.
"""

from kith_exercises.inputs import instance, number
from kith_exercises.measures.finding import Wording
from kith_exercises.privacy.figures import Figure, Interval, Withheld
from kith_widgets.words import digits, say

__all__ = ["told"]


#: An interval that takes up this share of its scale tells next to nothing.
_WIDE = 1 / 2


def told(
    figure: Figure | Withheld, words: Wording, null: float | None = 0.0, span: float | None = None
) -> tuple[str, str]:
    """Title and sentence of a figure, in the words of its finding; without a ``null`` it only describes.

    Where its interval at 95% leaves the null in, or there is no interval, the title begins "We can't tell yet". An
    interval of half of ``span`` or more, which is how far the figure's scale reaches, is told as nearly anything.
    """
    instance("figure", figure, Figure, Withheld)
    instance("words", words, Wording)
    if isinstance(figure, Withheld):
        return (_open(words) if words.question else say("notShownYet"), figure.reason)
    interval = next((one for one in figure.intervals if one.level == 95), None)
    wide = interval is not None and span is not None and interval.high - interval.low >= _WIDE * number("span", span)
    who = say("toldMost" if figure.most else "toldWho", people=str(figure.people), many=words.many)
    if null is None:
        only = f"{_begun(who)}."
        if interval:
            between = "toldWide" if wide else "toldBetween"
            only = say(between, low=digits(interval.low), high=digits(interval.high), who=who)
        return _claim(words.above, figure.estimate), only
    if interval is None or interval.includes(number("null", null)):
        return _open(words), _anything(interval, words, null, who, wide=wide)
    ends = (abs(interval.low - null), abs(interval.high - null))
    claim = words.below if figure.estimate < null else words.above
    title = _claim(claim, abs(figure.estimate - null) * words.times)
    least, most = (digits(end * words.times) for end in sorted(ends))
    return title, say("toldEnds", least=least, most=most, who=who)


def _open(words: Wording) -> str:
    return say("toldOpen", what=words.question)


def _anything(interval: Interval | None, words: Wording, null: float, who: str, *, wide: bool) -> str:
    """What is possible, where nothing is ruled out that would mean that nothing happened."""
    if interval is None:
        return say("toldFew", who=who)
    low, high = ((end - null) * words.times for end in (interval.low, interval.high))
    unit = f" {words.unit}" if words.unit else ""
    return say("toldWide" if wide else "toldPossible", low=digits(low), high=f"{digits(high)}{unit}", who=who)


def _claim(claim: str, size: float) -> str:
    """The claim with its size; what people named may hold braces of its own."""
    return _begun(claim.replace("{size}", digits(size)))


def _begun(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
