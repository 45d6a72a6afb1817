"""What a cohort is asked together: from its journals to figures that may be shown of it.

A kind of activity says here who answered what, what of that must not be told, and how figures are released from it.
When that happens, and of whom, is for whoever holds the journals (``privacy.next_wave``).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from kith_exercises.leaving import left_out
from kith_exercises.records import Record
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity
    from kith_exercises.measures.finding import Finding, Wording
    from kith_exercises.privacy import Figure, Interval, Withheld

__all__ = [
    "Asked",
    "Journals",
    "Released",
    "averaged",
    "choices",
    "counted",
    "counted_beside",
    "measured",
    "not_shown",
    "predicted",
    "shown",
    "worded",
]

_Answer = TypeVar("_Answer")

#: How far a normal estimate's 50% interval reaches, as a share of its 95% interval: 0.6745 of 1.96.
_HALF = 0.344

#: What each learner sent, by learner.
Journals = Mapping[str, Sequence[Record]]
#: A figure as it travels: ``scenes.figure`` says which parts it may have.
Released = Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """One question to a cohort, and the ids of the figures that steps show of it.

    ``answers`` reads what each learner answered, those left out who did not, or want it left out. ``hidden`` is the
    number in an answer that may not be told; closer than ``grain`` two are the same. ``release`` makes the figures, by
    their ids, of answers by person, and has them from ``kith_exercises.privacy``. Beside each person ``others`` must
    have answered, and nothing is worked out before ``opens`` have. What others know of who gave an answer, such as an
    arm by lot, is ``known``: then the others must be of that arm, and nothing is worked out before so many ``arms``
    have enough. It is worked out ``once`` where a wave more would tell, as an answer can still grow after it was
    counted.
    """

    id: str
    figures: tuple[str, ...]
    answers: Callable[[Journals], Mapping[str, Any]]
    hidden: Callable[[Any], float]
    release: Callable[[Mapping[str, Any]], Mapping[str, Released]]
    grain: float = 1
    others: int = 5
    opens: int = 0
    once: bool = False
    known: Callable[[Any], str] | None = None
    arms: int = 1


def counted(activity: "Activity", journals: Journals) -> Iterator[tuple[str, list[Record]]]:
    """Each learner with what they sent of an activity, as far as it may be counted: nothing that was ``mine``."""
    for learner, records in sorted(journals.items()):
        own = [one for one in records if one.prompt == activity.id]
        if not left_out(own):
            yield learner, [one for one in own if one.reach != "mine"]


def choices(activity: "Activity", journals: Journals, part: str, step: str) -> Mapping[str, str]:
    """What each learner chose at a step that asks that alone; who chose nothing, or wants it left out, is in it not."""
    from kith_exercises.primitives import flow

    steps, found = flow.steps_of(activity), dict[str, str]()
    for learner, records in counted(activity, journals):
        for one in flow.passed(steps, part, records):
            if one.id == step and one.answers:
                found[learner] = str(one.answers[step])
    return found


def counted_beside(activity: "Activity", journals: Journals) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Whatever an answer of a learner left beside itself to be counted, in order: by whom, at which step, and what."""
    for learner, records in counted(activity, journals):
        for record in records:
            match record:
                case Record(event="also", reach="count", value={"step": str(step), "answers": dict(answers)}):
                    yield learner, step, answers


def differing(low: float, high: float, step: float) -> float:
    """How far two answers from ``low`` to ``high``, ``step`` apart, must lie apart to be two: ``privacy.apart``."""
    from kith_exercises.privacy import apart

    return apart(low, high, step)


def measured(
    answers: Mapping[str, _Answer],
    measure: "Callable[[Sequence[_Answer]], Finding]",
    words: "Wording",
    line: tuple[float, float],
    axis: str,
    **gate: Any,
) -> Released:
    """What a measure finds in a cohort's answers, on a line and in words; ``gate`` as ``release_measured`` has it.

    ``measure`` gets answers without people, so that nobody's name decides about an interval.
    """
    from kith_exercises.privacy import release_measured

    return shown(release_measured(answers, measure, **gate), words, *line, axis=axis)


def worded(name: str, *, many: str = "manyLearners", unit: str = "unitPoints", **named: str) -> "Wording":
    """The words of a figure in the language of its home; ``many`` names who is counted, and ``unit`` in what.

    A finding has its own, in English: those are for whoever calls the measure.
    """
    from kith_exercises.measures.finding import Wording

    whether, above, below = (say(name + part, size="{size}", **named) for part in ("Whether", "Above", "Below"))
    times = 100 if unit == "unitPercent" else 1
    return Wording(whether, above, below, say(unit) if unit else "", say(many), times)


def averaged(
    values: Mapping[str, float], claim: str, line: tuple[float, float], axis: str, *, grain: float, others: int = 5
) -> Released:
    """The mean of a cohort's values on a line; ``claim`` holds ``{size}``, and nothing is held against it."""
    from kith_exercises.measures.finding import Wording
    from kith_exercises.privacy import Figure, Thresholds, release

    figure = release(values.values(), thresholds=Thresholds(scores=others), grain=grain, apart=differing(*line, grain))
    within = figure.within(*line) if isinstance(figure, Figure) else figure
    words = Wording("", claim, claim, unit="", many=say("manyLearners"))
    return shown(within, words, *line, axis=axis, null=None)


def predicted(figure: "Figure | Withheld", label: str, came: float, line: tuple[float, float], axis: str) -> Released:
    """Where a cohort put a mark on a line, held against where it was in truth."""
    from kith_exercises.privacy import Figure

    words = worded("predicted", unit="", label=label)
    within = figure.within(*line) if isinstance(figure, Figure) else figure
    return shown(within, words, *line, axis=say("predictedAxis", unit=axis, came=round(came, 1)), null=came)


def shown(
    figure: "Figure | Withheld",
    words: "Wording",
    low: float,
    high: float,
    *,
    axis: str,
    null: float | None = 0.0,
) -> Released:
    """A figure with its title and sentence, on a line from ``low`` to ``high``; or why it is withheld.

    It is drawn as large as its words tell it: in percentage points where they do. Beside it stands what chance alone
    would give. That follows from the figure too, and not from answers once more, which would tell more of them.
    """
    from kith_exercises.measures.told import told
    from kith_exercises.privacy import Figure, Withheld

    if not isinstance(figure, Figure | Withheld):
        raise TypeError("what is shown of a cohort is a Figure or Withheld, as kith_exercises.privacy gives them")
    if isinstance(figure, Withheld):
        return not_shown(figure, words)
    title, sentence = told(figure, words, null, (high - low) / words.times)
    chance = _by_chance(figure, words, null, low, high)
    return {
        "title": title,
        "sentence": sentence,
        "how": say("figureHow"),
        "axis": {"min": low, "max": high, "label": say("figureChance", axis=axis) if chance else axis},
        "point": _times(figure.estimate, words),
        "intervals": [
            {"level": one.level, "low": _times(one.low, words), "high": _times(one.high, words)}
            for one in _bands(figure)
        ],
        "chance": chance,
        "people": str(figure.people),
    }


def _bands(figure: "Figure") -> "list[Interval]":
    """Its intervals, the widest first, and where only the widest was measured the one that has half of it.

    That one follows from the other as it does for a normal estimate, so nothing more is told of answers. With few
    people t-quantiles lie further out at 95 than at 50 (Student 1908, The probable error of a mean, Biometrika 6,
    1-25), so it is rather too wide than too narrow.
    """
    from kith_exercises.privacy import Interval

    [widest, *others] = sorted(figure.intervals, key=lambda one: -one.level)
    if others or widest.level != 95:
        return [widest, *others]
    low, high = (figure.estimate + _HALF * (end - figure.estimate) for end in (widest.low, widest.high))
    return [widest, Interval(50, round(low, 3), round(high, 3))]


def not_shown(withheld: "Withheld", words: "Wording | None" = None) -> Released:
    """That there is no figure, and why."""
    from kith_exercises.measures.told import told

    title, sentence = told(withheld, words) if words else (say("notShownYet"), withheld.reason)
    return {"title": title, "sentence": sentence, "short": withheld.short}


def _by_chance(
    figure: "Figure", words: "Wording", null: float | None, low: float, high: float
) -> dict[str, float] | None:
    """Where chance alone would put 95 of 100 such figures, or more: as far about the null as the interval goes to it.

    So a title claims something where the figure lies outside, and nowhere else.
    """
    found = next((one for one in figure.intervals if one.level == 95), None)
    if null is None or found is None:
        return None
    reach = figure.estimate - found.low if figure.estimate > null else found.high - figure.estimate
    return {"low": max(low, _times(null - reach, words)), "high": min(high, _times(null + reach, words))}


def _times(value: float, words: "Wording") -> float:
    """As large as it is told, without what is left of a multiplication behind the last digit."""
    return round(value * words.times, 10) + 0.0
