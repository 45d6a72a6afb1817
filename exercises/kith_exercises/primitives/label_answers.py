"""What a cohort answered in a trial on labels, from its journals to how much the labels moved it."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from kith_exercises.more_fields import Rating
from kith_exercises.primitives import flow
from kith_exercises.primitives.figures import Asked, Journals, Released, counted, differing, measured, worded
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity
    from kith_exercises.measures.finding import Finding
    from kith_exercises.measures.label_gap import Rating as Rated
    from kith_exercises.primitives.label_experiment import LabelExperiment

__all__ = ["asked", "figure_id", "ratings"]

#: A note, the label that it bore, and what it got.
Row = tuple[str, str, float]


def figure_id(id: str) -> str:
    """The figure of an activity of this id."""
    return f"{id}/gap"


def asked(activity: "Activity", _: Mapping[str, Any]) -> tuple[Asked, ...]:
    """How much the labels moved a cohort: of those who met both, and let it be counted."""
    spec: LabelExperiment = activity.spec
    return (
        Asked(
            id=figure_id(activity.id),
            figures=(figure_id(activity.id),),
            answers=lambda journals: _answers(activity, journals),
            hidden=partial(_own_gap, spec),
            release=lambda answers: {figure_id(activity.id): _released(spec, answers)},
            grain=_grain(spec),
            others=spec.least,
        ),
    )


def _answers(activity: "Activity", journals: Journals) -> dict[str, tuple[Row, ...]]:
    """By learner: note, label and rating of each note, where both labels were met."""
    found: dict[str, tuple[Row, ...]] = {}
    for one in ratings(activity, journals):
        found[one.learner] = (*found.get(one.learner, ()), (one.note, one.label, one.value))
    return {who: rows for who, rows in found.items() if len({label for _, label, _ in rows}) == 2}


def _own_gap(spec: "LabelExperiment", rows: Sequence[Row]) -> float:
    one, other = ([value for _, label, value in rows if label == arm.label] for arm in spec.arms)
    return sum(one) / len(one) - sum(other) / len(other)


def _grain(spec: "LabelExperiment") -> float:
    """Gaps of learners differ by a step in one of the notes of a label, or more."""
    return differing(spec.scale.min, spec.scale.max, spec.scale.step / (spec.notes / 2))


def _released(spec: "LabelExperiment", answers: Mapping[str, Sequence[Row]]) -> Released:
    from kith_exercises.measures.label_gap import Rating as Rated
    from kith_exercises.measures.label_gap import label_gap
    from kith_exercises.privacy import Thresholds

    labels, scale = (spec.arms[0].label, spec.arms[1].label), spec.scale

    def measure(given: Sequence[Sequence[Row]]) -> "Finding":
        rows = [Rated(f"{place:06}", *one) for place, rows in enumerate(given) for one in rows]
        return label_gap(rows, labels, scale=(scale.min, scale.max))

    reach = scale.max - scale.min
    axis = say("labelAxis", one=labels[0], other=labels[1])
    gate = {"key": partial(_own_gap, spec), "thresholds": Thresholds(scores=spec.least), "grain": _grain(spec)}
    words = worded("label", one=labels[0], other=labels[1])
    return measured(answers, measure, words, (-reach, reach), axis, **gate)


def ratings(activity: "Activity", journals: Journals) -> "list[Rated]":
    """The rows of ``measures.label_gap``: what each learner gave each note, and the label that it bore for them.

    Journals are those that were collected: who is not told yet, or wants it left out, has sent nothing to be in it.
    """
    from kith_exercises.measures.label_gap import Rating as Row

    spec: LabelExperiment = activity.spec
    field = next(one for one in spec.ask if isinstance(one, Rating))
    arms: Mapping[str, str] = {arm.id: arm.label for arm in spec.arms}
    found: list[Row] = []
    for learner, records in counted(activity, journals):
        mine = [one for one in records if one.event == "trial"]
        done = {one.id: one for one in flow.passed(flow.steps_of(activity), "rate", mine)}
        rows: dict[str, Row] = {}
        for record in mine:
            match record.value:
                case {"step": str(step), "note": str(note), "arm": str(arm)} if arm in arms and step in done:
                    value = (done[step].answers or {})[field.id]
                    rows.setdefault(note, Row(learner, note, arms[arm], value))
        found += rows.values()
    return found
