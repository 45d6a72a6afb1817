"""What a cohort is told of itself in an exchange: figures of its activities, worked out once and kept in waves."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kith_exercises.definitions import Activity, FoldPrompt, Prompt, load_prompts
from kith_exercises.measures.prediction import MarkResult, Question
from kith_exercises.primitives import PRIMITIVES
from kith_exercises.primitives.figures import Asked, Released, not_shown, predicted
from kith_exercises.privacy import Series, Terms, Thresholds, next_wave, reasons
from kith_exercises.readers import question_of
from kith_exercises.records import Record
from kith_exercises.sealed import Sealed
from kith_facilitator.course.model import Module
from kith_facilitator.dashboards.kept import Kept
from kith_facilitator.dashboards.predicted import next_prediction

__all__ = ["Fold", "Told", "asked_of", "folds_of", "next_figures", "next_series"]

_GROUP = "answered"

#: What a fold asks its cohort, and the ids that it had before.
Fold = tuple[Question, tuple[str, ...]]


@dataclass(frozen=True)
class Told:
    """All figures that are out, by the ids that steps wait for, and which questions have ``fresh`` ones.

    ``waiting`` is for the facilitator, and on no page of the cohort: by question how many answers wait for a figure,
    and how many it takes.
    """

    figures: Mapping[str, Released] = field(default_factory=dict)
    fresh: tuple[str, ...] = ()
    waiting: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def asked_of(module: Module) -> tuple[tuple[Activity, Asked], ...]:
    """What the activities of a module ask their cohort together."""
    prompts, held = load_prompts(module.folder / "prompts.toml").values(), Sealed.load(module.folder)
    return tuple(
        (prompt, asked)
        for prompt in prompts
        if isinstance(prompt, Activity)
        for asked in PRIMITIVES[prompt.kind].asked(prompt, held.of(prompt.id))
    )


def folds_of(module: Module) -> tuple[Fold, ...]:
    """The folds of a module that show what the group predicted."""
    prompts = load_prompts(module.folder / "prompts.toml").values()
    folds = [prompt for prompt in prompts if isinstance(prompt, FoldPrompt) and prompt.group]
    return tuple((question, fold.formerly) for fold in folds if (question := question_of(fold)) is not None)


def next_figures(
    kept: Kept,
    asked: Sequence[tuple[Activity, Asked]],
    sent: Mapping[str, Sequence[Record]],
    *,
    dated: str,
    folds: Sequence[Fold] = (),
    earlier: frozenset[str] = frozenset(),
) -> Told:
    """The figures of these questions, with a wave more in ``kept`` where enough people have answered.

    ``sent`` is what each learner submitted. What is out stays as it is, and was of whom it was. What a fold shows here
    and on the cohort's page is one figure, worked out once; of those in ``earlier`` some are out without an account.
    """
    journals = {kept.digest(learner): records for learner, records in sent.items()}
    figures: dict[str, Released] = {}
    fresh: list[str] = []
    waiting: dict[str, tuple[int, int]] = {}
    for activity, one in asked:
        before = kept.find(one.id, _formerly(activity, one))
        series = next_series(kept, activity, one, journals, dated=dated)
        figures |= _out(activity, one, series)
        if len(series.waves) > len(before.waves):
            fresh.append(one.id)
        if not _closed(one, series) and (
            late := len(one.answers(journals).keys() - {who for wave in series.waves for who in wave.counted[_GROUP]})
        ):
            waiting[one.id] = (late, _needed(one, series))
    for question, formerly in folds:
        found = next_prediction(kept, question, formerly, journals, dated=dated, earlier=earlier)
        if found.series.waves:
            figures |= {f"{question.prompt}/{mark.target.id}": _mark(question, mark) for mark in found.prediction.marks}
        if found.fresh:
            fresh.append(question.prompt)
        if found.waiting:
            waiting[question.prompt] = (found.waiting, (found.series.thresholds or Thresholds()).people())
    return Told(figures, tuple(fresh), waiting)


def next_series(
    kept: Kept, prompt: Prompt, asked: Asked, journals: Mapping[str, Sequence[Any]], *, dated: str
) -> Series:
    """All waves of one question, with one more in ``kept`` where enough people have answered."""
    series = _next(prompt, asked, kept.take(asked.id, _formerly(prompt, asked)), asked.answers(journals), dated)
    kept.put(asked.id, series)
    return series


def _formerly(prompt: Prompt, asked: Asked) -> list[str]:
    """The ids that a question had while its prompt had another name."""
    return [former + asked.id.removeprefix(prompt.id) for former in prompt.formerly]


def _mark(question: Question, mark: MarkResult) -> Released:
    target = mark.target
    return predicted(mark.prediction, target.label, target.truth, (question.low, question.high), question.unit)


def _next(activity: Prompt, asked: Asked, before: Series, answers: Mapping[str, Any], dated: str) -> Series:
    """The series with a wave more, if it is time for one."""
    if _closed(asked, before) or (not before.waves and len(answers) < asked.opens):
        return before
    # An author may ask for more people than before; fewer would break what was promised.
    others = max(asked.others, before.thresholds.scores if before.thresholds else 0)
    known = {who: asked.known(answer) for who, answer in answers.items()} if asked.known else {}
    if asked.arms > 1 and sum(many > others for many in Counter(known.values()).values()) < asked.arms:
        return before

    def publish(counted: Mapping[str, frozenset[str]]) -> Mapping[str, Any]:
        figures = asked.release({who: answers[who] for who in sorted(counted[_GROUP])})
        # Without the activity's own name, which may be another one later.
        return {id.removeprefix(activity.id): figure for id, figure in figures.items()}

    terms = Terms(Thresholds(scores=others), grain=asked.grain)
    numbers = {who: (asked.hidden(answer),) for who, answer in answers.items()}
    return next_wave(before, {_GROUP: numbers}, publish, dated=dated, terms=terms, known=known)


def _closed(asked: Asked, series: Series) -> bool:
    """Whether no further figure comes of a question."""
    return asked.once and series.latest is not None


def _out(activity: Prompt, asked: Asked, series: Series) -> Mapping[str, Released]:
    """What is out of a question: nothing before its first wave, and a reason where all answers were too much alike."""
    if not series.waves:
        return {}
    if series.latest is None or series.latest.published is None:
        return dict.fromkeys(asked.figures, not_shown(reasons.alike()))
    kept = series.latest.published
    return {id: kept[key] for id in asked.figures if (key := id.removeprefix(activity.id)) in kept}


def _needed(asked: Asked, series: Series) -> int:
    """How many new answers open the next wave."""
    usual = Thresholds(scores=asked.others)
    return (series.thresholds or usual).people() if series.waves else max(asked.opens, usual.people())
