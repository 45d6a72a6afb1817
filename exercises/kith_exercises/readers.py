"""From journals to measures: what a cohort answered, as the rows that measures take.

Journals are those that were collected, by learner, and may come from anywhere: what a field would not take is no answer
to it. The first door that somebody took decides, as it does for them. Nothing is read that is a learner's own: no
record that was ``mine`` when it was written, whatever its question says now, and no fold that they asked to leave out.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from kith_exercises.assessment import own_criterion, self_level_of
from kith_exercises.definitions import Criterion, FoldPrompt, Prompt, TextPrompt
from kith_exercises.errors import KithError, OutOfRange
from kith_exercises.fields import Choice, Field, Number, Position, Scale
from kith_exercises.instruments import Instrument
from kith_exercises.leaving import left_out
from kith_exercises.measures.forecasts import Forecast
from kith_exercises.measures.over_time import Miss
from kith_exercises.measures.prediction import Doors, Question, Target
from kith_exercises.records import Record
from kith_exercises.truths import placed, reveal, targets

__all__ = [
    "Entry",
    "Taken",
    "chosen",
    "doors_of",
    "forecasts",
    "guesses",
    "keyed",
    "level_pairs",
    "levels",
    "misses",
    "numbers",
    "question_of",
]

#: Later than any date.
_NEVER = "~"

Answer = TypeVar("Answer")


class Entry(Protocol):
    """What is needed of a journal record; ``value`` is whatever somebody's file held."""

    @property
    def seq(self) -> int: ...
    @property
    def prompt(self) -> str: ...
    @property
    def event(self) -> str: ...
    @property
    def value(self) -> Any: ...
    @property
    def reach(self) -> str: ...


#: What each learner wrote, by learner.
Journals = Mapping[str, Sequence[Entry]]
AnEntry = TypeVar("AnEntry", bound=Entry)


@dataclass(frozen=True)
class Taken(Generic[Answer]):
    """What learners answered to one field, who looked first, and how many records hold no answer to it."""

    answers: Mapping[str, Answer]
    looked: frozenset[str]
    unusable: int = 0


def question_of(prompt: Prompt) -> Question | None:
    """The first line of a fold whose marks have a place that is known, or None."""
    if not isinstance(prompt, FoldPrompt) or prompt.truth is None:
        return None
    line, came = placed(prompt.truth, prompt.fields, prompt.held), targets(prompt.truth, prompt.held)
    if line is None:
        return None
    marks, scale = tuple(Target(mark.id, mark.label, came[mark.id]) for mark in line.marks), line.scale
    return Question(prompt.id, line.id, scale.min, scale.max, marks, scale.unit, scale.step)


def doors_of(question: Question, journals: Journals) -> Doors:
    """The door that each learner of a cohort took; ``journals`` has one of any key for each.

    An answer with anything but finite numbers on the line for every mark counts as unusable.
    """
    taken = _taken(question.prompt, question.field, lambda value: _marks(question, value), journals)
    return Doors(taken.answers, taken.looked, taken.unusable)


def forecasts(question: Question, taken: Doors) -> dict[str, list[Forecast]]:
    """What learners said of each mark, and what came; on the scale of the question."""
    return {
        target.id: [Forecast(who, marks[target.id], target.truth) for who, marks in sorted(taken.predicted.items())]
        for target in question.targets
    }


def misses(asked: Mapping[float, Sequence[tuple[Question, Doors]]]) -> list[Miss]:
    """How far off each prediction was, as a share of its line; ``asked`` is by time, the number of a module say."""
    return [
        Miss(one.learner, time, abs(one.said - one.came) / (question.high - question.low))
        for time, questions in sorted(asked.items())
        for question, taken in questions
        for rows in forecasts(question, taken).values()
        for one in rows
    ]


def guesses(prompt: FoldPrompt, journals: Journals) -> dict[str, list[Forecast]]:
    """What learners expected before a step unfolded, and what it showed, by the id of what the step asks."""
    steps = reveal(prompt.truth, prompt.fields, prompt.held) if prompt.truth else ()
    found: dict[str, list[Forecast]] = {}
    for place, step in enumerate(steps):
        if step.question is None or step.came is None:
            continue
        said = {who: _unfolded(place, records, step.check) for who, records in _standing(prompt.id, journals)}
        came = step.came()
        rows = [Forecast(who, value, came) for who, value in sorted(said.items()) if value is not None]
        found[step.question.id] = rows
    return found


def numbers(prompt: FoldPrompt, field: str, journals: Journals) -> dict[str, float]:
    """Each learner's number, or place on a line between two claims (0 to 100); no idea yet is no number."""
    asked = _field(prompt, field, (Number, Position))
    taken = _taken(prompt.id, field, asked.check, journals).answers
    places = {who: value.get("at") if isinstance(value, dict) else value for who, value in taken.items()}
    return {who: float(value) for who, value in places.items() if value is not None}


def chosen(prompt: FoldPrompt, field: str, journals: Journals) -> dict[str, int]:
    """The place of each learner's choice among the options."""
    asked = _field(prompt, field, (Choice,))
    assert isinstance(asked, Choice)
    places = {option.id: place for place, option in enumerate(asked.options)}
    return {who: places[id] for who, id in _taken(prompt.id, field, asked.check, journals).answers.items()}


def keyed(instrument: Instrument, prompt: FoldPrompt, journals: Journals) -> dict[str, dict[str, float]]:
    """Keyed answers by learner, to those items of a questionnaire that the prompt asks: by a field of the item's id.

    An answer that the questionnaire does not have is left out, as one that was not given.
    """
    found: dict[str, dict[str, float]] = {}
    asked = {field.id for field in prompt.fields}
    for item in instrument.items:
        for who, value in numbers(prompt, item.id, journals).items() if item.id in asked else ():
            try:
                found.setdefault(who, {}).update(instrument.keyed({item.id: value}))
            except OutOfRange:
                continue
    return {who: found[who] for who in sorted(found)}


def levels(
    prompt: TextPrompt,
    criterion: Criterion,
    journals: Mapping[str, Sequence[Record]],
    marked: Mapping[str, float],
    issued: Mapping[str, str] | None = None,
) -> list[Forecast]:
    """The points that learners gave their own text, and those that were ``marked``.

    An own level counts as it was before feedback was ``issued``, where somebody has it.
    """
    found = []
    for who, records in _standing(prompt.id, journals):
        own = own_criterion(records)
        title = own.title if own and own.replaces == criterion.id else None
        level = self_level_of(records, criterion.id, title, (issued or {}).get(who, _NEVER))
        if who in marked and level and level.points is not None and 0 <= level.points <= criterion.max_points:
            found.append(Forecast(who, level.points, marked[who]))
    return found


def level_pairs(criterion: Criterion, rows: Iterable[Forecast]) -> list[tuple[int, int]]:
    """Own and marked levels by their place in the criterion; a mark between two levels has none, and is left out."""
    places = {level.points: place for place, level in enumerate(criterion.levels)}
    return [(places[row.said], places[row.came]) for row in rows if row.said in places and row.came in places]


def _taken(prompt: str, field: str, check: Callable[[Any], Answer], journals: Journals) -> Taken[Answer]:
    answers: dict[str, Answer] = {}
    looked: set[str] = set()
    unusable = 0
    for who, records in _standing(prompt, journals):
        door = _first_door(field, records)
        if door is None:
            continue
        if door.event == "look":
            looked.add(who)
            continue
        try:
            answers[who] = check(door.value[field])
        except (KeyError, TypeError, ValueError):
            unusable += 1
    return Taken(answers, frozenset(looked), unusable)


def _standing(prompt: str, journals: Mapping[str, Sequence[AnEntry]]) -> Iterator[tuple[str, list[AnEntry]]]:
    """Each learner with what they wrote to a prompt, in order, as far as it may be counted."""
    for who in sorted(journals):
        records = sorted((record for record in journals[who] if record.prompt == prompt), key=lambda record: record.seq)
        if not left_out(records):
            yield who, [record for record in records if record.reach != "mine"]


def _first_door(field: str, records: Sequence[Entry]) -> Entry | None:
    """The learner's answer or look, whichever came first.

    Fields of another reach travel as a commit of their own, so a commit counts when it speaks of this field
    or is the only one there is.
    """
    doors = [record for record in records if record.event in ("commit", "look")]
    if not doors or doors[0].event == "look":
        return doors[0] if doors else None
    commits = [record for record in doors if record.event == "commit"]
    return next((r for r in commits if isinstance(r.value, dict) and field in r.value), commits[0])


def _unfolded(place: int, records: Sequence[Entry], check: Callable[[Any], float]) -> float | None:
    """What was expected before the step at this place, by its first record."""
    for record in records:
        if record.event == "unfold" and isinstance(record.value, dict) and record.value.get("scene") == place:
            try:
                return check(record.value.get("answer"))
            except ValueError:
                return None
    return None


def _field(prompt: FoldPrompt, id: str, kinds: tuple[type[Field], ...]) -> Field:
    """The field of such a kind; raises KithError if there is none, or if it is its learner's own."""
    field = next((field for field in prompt.fields if field.id == id and isinstance(field, kinds)), None)
    if field is None:
        wanted = " or ".join(kind.__name__.lower() for kind in kinds)
        raise KithError(f"“{prompt.id}” has no field “{id}” of the kind {wanted}. Name one of its fields.")
    if (field.reach or prompt.reach) == "mine":
        raise KithError(f"“{id}” of “{prompt.id}” is for learners alone, so there is nothing to read. Ask another one.")
    return field


def _marks(question: Question, value: Any) -> Mapping[str, float]:
    """The marks, one number on the line for each; raises if there is not."""
    line = Scale(question.low, question.high, question.step, question.unit)
    return {mark.id: float(line.check(value["values"][mark.id], mark.label)) for mark in question.targets}
