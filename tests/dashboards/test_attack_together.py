"""An attacker with every figure of what people did with each other, all its waves, and their own record finds nobody.

Say-back, second readers, stamps, turns and single facts are counted by pairs and by groups, with exchanges in between.
``python -m tests.dashboards.test_attack_together 100`` attacks so many cohorts more.
"""

import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from kith_exercises.cohort import NOTHING
from kith_exercises.definitions import Activity
from kith_exercises.journal import Record
from kith_exercises.leaving import LEAVE_OUT
from kith_exercises.primitives.figures import Asked
from kith_exercises.privacy import Wave
from kith_exercises.privacy.alike import alike
from kith_facilitator.dashboards.kept import Kept
from kith_facilitator.exchanging.figures import asked_of, next_figures
from tests.primitives.samples import ALLOCATE, GAME_ROUND, RECEIPT, SAY_BACK
from tests.village import Village

Journals = Mapping[str, Sequence[Record]]

PEOPLE, ROUNDS, WEEKS = 48, 5, 7
AT = "2026-11-02T00:00:00.000Z"
SEATED = replace(GAME_ROUND, definition=GAME_ROUND.definition.replace('"alone", "cohort"', '"cohort", "alone"'))
AGAIN = replace(ALLOCATE, definition=f"{ALLOCATE.definition}\n    [explain-it.second]\n    least = 20\n")


@dataclass(frozen=True)
class Course:
    """What learners had sent by each exchange, and what is asked of them together."""

    asked: Sequence[tuple[Activity, Asked]]
    rounds: Sequence[Journals]


def exchanged(folder: Path) -> Course:
    """Before each exchange everybody goes as far as they can."""
    village, rounds = (
        Village(folder, [SAY_BACK, AGAIN, RECEIPT, SEATED], PEOPLE, 5, replace(NOTHING, absent=0, late=0, looks=0)),
        [],
    )
    for _ in range(ROUNDS):
        village.play()
        rounds.append(village.sent())
        village.hand_over()
    return Course(asked_of(village.module), rounds)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return exchanged(tmp_path_factory.mktemp("village"))


def coming(course: Course, chance: random.Random) -> list[Journals]:
    """What some of them send in each week: many late, some no longer, and some who have their answers left out."""
    everybody = sorted(course.rounds[0])
    behind = {who: chance.choice((0, 0, 0, 1, 2)) for who in chance.sample(everybody, chance.randint(1, PEOPLE))}
    until = {who: week for who in behind if (week := chance.randrange(2, 40)) < WEEKS}
    out = {
        (who, activity): chance.randrange(WEEKS)
        for who in behind
        for activity in dict.fromkeys(one.id for one, _ in course.asked)
        if chance.random() < 0.05
    }
    weeks = []
    for week in range(WEEKS):
        here = [who for who in behind if behind[who] <= week < until.get(who, WEEKS)]
        left = {who: [left_out(id) for (one, id), since in out.items() if one == who and since <= week] for who in here}
        weeks.append({who: (*course.rounds[min(week - behind[who], ROUNDS - 1)][who], *left[who]) for who in here})
    return weeks


def left_out(activity: str) -> Record:
    """The word by which nothing of an activity is counted any more."""
    return Record(10_000, AT, activity, LEAVE_OUT, {"out": True}, "count", "w")


def told(course: Course, weeks: Sequence[Journals]) -> tuple[Kept, list[Mapping[str, Any]]]:
    """All figures that each week's exchange delivers, and what the facilitator's side keeps of them."""
    kept = Kept(b"k" * 32, {})
    return kept, [
        next_figures(kept, course.asked, sent, dated=f"2026-11-{place:02}").figures
        for place, sent in enumerate(weeks, 1)
    ]


def waves(kept: Kept, asked: Asked) -> list[Wave]:
    """The waves of a question of which something is out."""
    return [wave for wave in kept.find(asked.id).waves if wave.published is not None]


def where(kept: Kept, asked: Asked, who: str) -> tuple[bool, ...]:
    """By which waves and arms somebody can be told from others."""
    return tuple(who in people for wave in waves(kept, asked) for people in (*wave.counted.values(), *wave.arms))


def lots(course: Course, kept: Kept, weeks: Sequence[Journals]) -> Iterator[tuple[str, list[tuple[float, ...]]]]:
    """Of each question what those answered, wave by wave, whom nothing that was told sets apart."""
    for _, asked in course.asked:
        out, found = waves(kept, asked), dict[tuple[bool, ...], list[tuple[float, ...]]]()
        then = [asked.answers(by_digest(kept, weeks[int(wave.dated[-2:]) - 1])) for wave in out]
        for who in sorted({who for answers in then for who in answers}):
            seen = where(kept, asked, who)
            if any(seen):
                numbers = [
                    asked.hidden(answers[who])
                    for wave, answers in zip(out, then, strict=True)
                    if any(who in people for people in wave.counted.values())
                ]
                found.setdefault(seen, []).append(tuple(map(float, numbers)))
        yield from ((asked.id, lot) for lot in found.values())


def by_digest(kept: Kept, sent: Journals) -> Journals:
    """The same under the names by which people are counted."""
    return {kept.digest(who): records for who, records in sent.items()}


def swapped(course: Course, kept: Kept, weeks: Sequence[Journals], chance: random.Random) -> list[Journals]:
    """The same weeks, but that of each activity two people of one lot did what the other one did.

    Of a group the first of those counts who kept its device; whoever is that does not change.
    """
    changed = list(weeks)
    for activity in dict.fromkeys(one.id for one, _ in course.asked):
        questions = [asked for one, asked in course.asked if one.id == activity]
        pairs = [pair for pair in combinations(sorted(weeks[-1]), 2) if of_a_lot(kept, questions, weeks, *pair)]
        for one, other in chance.sample(pairs, min(8, len(pairs))):
            tried = [exchange_of(activity, sent, one, other) for sent in changed]
            if of_groups(kept, questions, tried) == of_groups(kept, questions, changed):
                changed = tried
                break
    return changed


def exchange_of(activity: str, sent: Journals, one: str, other: str) -> Journals:
    """Two people with each other's records of an activity."""
    mine, theirs = ([record for record in sent[who] if record.prompt != activity] for who in (one, other))
    done, given = ([record for record in sent[who] if record.prompt == activity] for who in (one, other))
    return {**sent, one: (*mine, *given), other: (*theirs, *done)}


def of_groups(kept: Kept, questions: Sequence[Asked], weeks: Sequence[Journals]) -> list[dict[str, Any]]:
    """What is counted of groups, and not of one person."""
    counted = [by_digest(kept, sent) for sent in weeks]
    return [
        {who: answer for who, answer in asked.answers(sent).items() if who not in sent}
        for asked in questions
        for sent in counted
    ]


def of_a_lot(kept: Kept, questions: Sequence[Asked], weeks: Sequence[Journals], one: str, other: str) -> bool:
    """Whether nothing tells two people apart who were there all the time, and who answered something differently."""
    if not all(one in sent and other in sent for sent in weeks):
        return False
    mine, theirs = kept.digest(one), kept.digest(other)
    if any(where(kept, asked, mine) != where(kept, asked, theirs) for asked in questions):
        return False
    differ = False
    for asked in questions:
        for sent in weeks:
            answers = asked.answers({mine: sent[one], theirs: sent[other]})
            if (mine in answers) != (theirs in answers):
                return False
            differ |= mine in answers and asked.hidden(answers[mine]) != asked.hidden(answers[theirs])
    return differ


def attack(course: Course, seed: int) -> tuple[set[str], bool]:
    """Attack one random cohort; the questions of which something was told, and whether two could be swapped."""
    chance = random.Random(seed)
    weeks = coming(course, chance)
    kept, figures = told(course, weeks)
    seen = set[str]()
    for question, lot in lots(course, kept, weeks):
        seen.add(question)
        assert len(lot) >= 6, (question, len(lot))
        # Without the reader's own, two different answers are left: so each of them may be another's.
        assert not any(alike(column, 1e-6) for column in zip(*lot, strict=True)), (question, lot)
    other = swapped(course, kept, weeks, chance)
    assert told(course, other)[1] == figures
    return seen, other != weeks


def test_answers_stay_open_to_every_reader_whoever_comes_and_goes(course: Course) -> None:
    found = [attack(course, seed) for seed in range(24)]
    times = Counter(question for seen, _ in found for question in seen)
    assert set(times) == {asked.id for _, asked in course.asked}, "each was told of at least once, or it proves nothing"
    assert sum(changed for _, changed in found) > 12


def test_the_attack_finds_what_is_planted(course: Course) -> None:
    # As it would be told if each came out as soon as anybody had answered, and again with whoever comes.
    careless = [
        (activity, replace(asked, others=3, opens=0, known=None, arms=1, once=False))
        for activity, asked in course.asked
    ]
    told_too_much = 0
    for seed in range(12):
        try:
            attack(replace(course, asked=careless), seed)
        except AssertionError:
            told_too_much += 1
    assert told_too_much > 6


if __name__ == "__main__":
    with TemporaryDirectory() as place:
        village = exchanged(Path(place))
        cohorts = int(sys.argv[1])
        counts = Counter(question for seed in range(1000, 1000 + cohorts) for question in attack(village, seed)[0])
        print(f"{cohorts} cohorts, nobody found; cohorts in which something was told, by question:", dict(counts))
