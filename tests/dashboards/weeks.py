"""A cohort of the course that comes and goes, week by week, exchanged and published each time as a home does it."""

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain, combinations
from pathlib import Path
from typing import Any

from kith_exercises.cohort import play, synthesise
from kith_exercises.definitions import load_prompts
from kith_exercises.journal import Record, read_records
from kith_exercises.leaving import LEAVE_OUT
from kith_exercises.readers import doors_of
from kith_exercises.sealed import Sealed
from kith_facilitator._resources import bundled_course
from kith_facilitator.course.model import load_course
from kith_facilitator.dashboards.again import asked_again
from kith_facilitator.dashboards.doing import doing_panels
from kith_facilitator.dashboards.kept import Kept, kept_as_it_is, kept_in
from kith_facilitator.dashboards.predictions import questions_of
from kith_facilitator.editions import Edition, Taught, make_edition
from kith_facilitator.exchanging.figures import asked_of, folds_of, next_figures
from tests.dashboards.cohorts import assignment

__all__ = [
    "PROMPTS",
    "Journals",
    "Together",
    "Week",
    "Weeks",
    "answers_to",
    "coming",
    "play_course",
    "read_together",
    "swapped",
]

Journals = Mapping[str, Sequence[Record]]
#: Who is there, and the modules that each has sent.
Week = Mapping[str, frozenset[str]]

MODULES = load_course(bundled_course()).modules
PROMPTS = {one.name: load_prompts(one.folder / "prompts.toml") for one in MODULES}
MODULE_OF = {prompt: module for module, prompts in PROMPTS.items() for prompt in prompts}
FIRST = date(2026, 11, 2)
KEY = "5e" * 32


def play_course(folder: Path, learners: int, seed: int, said: Callable[[int], str]) -> dict[str, tuple[Record, ...]]:
    """What so many simulated learners write in the whole course, each with words of their own in every text.

    Any two of them answer alike, as that is as good to attack, and half the work.
    """
    found = {}
    for place, learner in enumerate(synthesise(-(-learners // 2), seed)):
        records: list[Record] = []
        for module in MODULES:
            target = assignment(folder / learner.id, module.name)
            play(learner, target, module.name)
            journals = sorted((target / "responses").glob("*.jsonl"))
            records += chain.from_iterable(read_records(path).records for path in journals)
        for name in map(said, range(2 * place, min(2 * place + 2, learners))):
            found[name] = tuple(replace(one, value=_signed(one.value, name)) for one in records)
    return found


def _signed(value: Any, by: str) -> Any:
    """The same with a word in each text that nobody else writes."""
    match value:
        case str() if " " in value.strip():
            return f"{value} {by}"
        case list():
            return [_signed(one, by) for one in value]
        case dict():
            return {key: _signed(one, by) for key, one in value.items()}
        case _:
            return value


def coming(journals: Journals, people: int, weeks: int, chance: random.Random) -> tuple[list[Week], Journals]:
    """Who is there in each week, some for one sitting only, some no longer; and what they wrote, with what they took
    back: some leave their answers to a trial out.
    """
    everybody = chance.sample(sorted(journals), people)
    here: dict[str, frozenset[str]] = {}
    found: list[Week] = []
    for week in range(weeks):
        last = week == weeks - 1
        come = [who for who in everybody if who not in here and (last or chance.random() < 0.6)]
        here = {who: frozenset(PROMPTS) if chance.random() < 0.7 else done for who, done in here.items()}
        here |= {who: frozenset(list(PROMPTS)[: chance.choice((1, 2, 2))]) for who in come}
        gone = {who for who in here if who not in come and chance.random() < 0.08}
        everybody = [who for who in everybody if who not in gone]
        here = {who: done for who, done in here.items() if who not in gone}
        found.append(dict(here))
    out = [
        Record(10_000, f"{FIRST}T00:00:00.000Z", trial, LEAVE_OUT, {"out": True}, "count", "w")
        for trial in ("byline", "under-rule")
    ]
    return found, {who: (*mine, *(out if chance.random() < 0.05 else ())) for who, mine in journals.items()}


@dataclass(frozen=True)
class Weeks:
    """Where a cohort's weeks are published, with what is kept of them."""

    root: Path

    @property
    def editions(self) -> Path:
        """The folder of editions."""
        return self.root / "editions"

    @property
    def waves(self) -> Path:
        """What is kept of whom."""
        return self.root / "kept" / "waves.json"

    def kept(self) -> Kept:
        """The same, read."""
        return kept_as_it_is(self.waves)

    def publish(self, journals: Journals, weeks: Sequence[Week]) -> Iterator[Edition]:
        """An edition for each week, after an exchange of each module."""
        if not self.waves.exists():
            self.waves.parent.mkdir(parents=True, exist_ok=True)
            self.waves.write_text(json.dumps({"version": 1, "key": KEY, "series": {}}), encoding="utf-8")
        for number, week in enumerate(weeks):
            day = FIRST + timedelta(weeks=number)
            sent = {who: _of(journals[who], done) for who, done in week.items()}
            for module in MODULES:
                theirs = {who: _of(records, {module.name}) for who, records in sent.items()}
                with kept_in(self.waves) as kept:
                    asked, folds = asked_of(module), folds_of(module)
                    next_figures(kept, asked, theirs, dated=day.isoformat(), folds=folds)
            taught = [
                Taught(one.title, PROMPTS[one.name].values(), Sealed.load(one.folder), doing_panels(one, ()))
                for one in MODULES
            ]
            yield make_edition(sent, self.editions, modules=taught, dated=day, waves=self.waves).edition


def _of(records: Sequence[Record], modules: frozenset[str] | set[str]) -> tuple[Record, ...]:
    return tuple(one for one in records if MODULE_OF[one.prompt] in modules)


def answers_to(journals: Journals) -> dict[str, dict[str, Any]]:
    """By the name under which waves are kept: what each learner answered that may not be told."""
    prompts = [prompt for known in PROMPTS.values() for prompt in known.values()]
    asked = [one for module in MODULES for _, one in asked_of(module)]
    asked += [one for _, _, one in asked_again(prompts)]
    found: dict[str, dict[str, Any]] = {
        one.id: {who: one.hidden(told) for who, told in one.answers(journals).items()} for one in asked
    }
    for question, _ in questions_of(prompts):
        marks = doors_of(question, journals).predicted
        found[question.prompt] = {who: tuple(sorted(one.items())) for who, one in marks.items()}
    return found


@dataclass(frozen=True)
class Together:
    """Prompts that some question reads together, and the questions that read them."""

    prompts: frozenset[str]
    questions: frozenset[str]


def read_together(journals: Journals) -> list[Together]:
    """Found by what is missing without each prompt."""
    everything, found = answers_to(journals), list[Together]()
    missing = {id: answers_to({who: _but(mine, {id}) for who, mine in journals.items()}) for id in MODULE_OF}
    for question, answers in everything.items():
        fed = frozenset(id for id in MODULE_OF if missing[id][question] != answers)
        touched = [one for one in found if one.prompts & fed]
        found = [one for one in found if one not in touched]
        prompts, questions = fed.union(*(one.prompts for one in touched)), {question}
        found.append(Together(prompts, frozenset(questions.union(*(one.questions for one in touched)))))
    return [one for one in found if one.prompts]


def swapped(
    journals: Journals, kept: Kept, together: Sequence[Together], chance: random.Random
) -> tuple[dict[str, tuple[Record, ...]], set[str]]:
    """The same cohort, but that of each question two of a lot gave each other's answer; and of which questions.

    A lot is who was counted in the same waves, and is of the same arm.
    """
    changed, done = {who: tuple(mine) for who, mine in journals.items()}, set[str]()
    answers = answers_to(journals)
    for one in together:
        pairs = [pair for pair in combinations(sorted(journals), 2) if _of_a_lot(kept, answers, one.questions, *pair)]
        if pairs:
            first, second = chance.choice(pairs)
            done |= {question for question in one.questions if _differ(answers[question], first, second)}
            mine, theirs = changed[first], changed[second]
            changed[first] = (*_but(mine, one.prompts), *_only(theirs, one.prompts))
            changed[second] = (*_but(theirs, one.prompts), *_only(mine, one.prompts))
    return changed, done


def _of_a_lot(
    kept: Kept, answers: Mapping[str, Mapping[str, Any]], questions: frozenset[str], one: str, other: str
) -> bool:
    """Whether no page tells two people apart, who answered something differently, and wait for none."""
    waves = [_counted(kept, question, who) for question in questions for who in (one, other)]
    told = [who in answers[question] for question in questions for who in (one, other)]
    waits = any(answered and not any(counted) for answered, counted in zip(told, waves, strict=True))
    alike = waves[::2] == waves[1::2] and told[::2] == told[1::2]
    return alike and not waits and any(_differ(answers[question], one, other) for question in questions)


def _differ(answers: Mapping[str, Any], one: str, other: str) -> bool:
    return answers.get(one) != answers.get(other)


def _counted(kept: Kept, question: str, who: str) -> tuple[bool, ...]:
    """In which waves of a question somebody is, and in which arms."""
    waves, known = kept.find(question).waves, kept.digest(who)
    return tuple(known in people for wave in waves for people in (*wave.counted.values(), *wave.arms))


def _but(records: Sequence[Record], prompts: frozenset[str] | set[str]) -> tuple[Record, ...]:
    return tuple(one for one in records if one.prompt not in prompts)


def _only(records: Sequence[Record], prompts: frozenset[str]) -> tuple[Record, ...]:
    return tuple(one for one in records if one.prompt in prompts)
