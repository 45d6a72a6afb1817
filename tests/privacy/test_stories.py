"""People come and go between waves: of all cohorts there are, none gives an answer away by its pages together."""

import itertools
import random
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith_exercises import KithError
from kith_exercises.privacy import Series, Terms, Thresholds, next_wave, release
from kith_exercises.privacy.cuts import atoms_of
from tests.privacy.judge import Lots, told

DAY = "2026-11-22"
THREE = Thresholds(scores=3, text=3)


class Story(NamedTuple):
    """Who comes and who goes, wave after wave, by the places of lots; ``lots`` says how many people are in each.

    With the last wave come so many whose answers everybody is told: 0 and 1 in turn.
    """

    lots: tuple[int, ...]
    waves: tuple[tuple[Sequence[int], Sequence[int]], ...]
    kinds: int = 2
    told: int = 0

    def people(self, lot: int) -> list[str]:
        return [f"p{lot:02}-{n}" for n in range(self.lots[lot])]


def alone(first: int, *come: int) -> tuple[int, ...]:
    """So many people of whom each is looked at, and lots of newcomers of whom nobody goes."""
    return (*(1 for _ in range(first)), *come)


STORIES = [
    # One of ten leaves, four come: those who were left out with one had to differ, and that told of two pages.
    Story(alone(10, 4), ((range(10), ()), ((10,), (0,)))),
    Story(alone(10, 4), ((range(10), ()), ((10,), (3, 9)))),
    Story(alone(9, 4), ((range(9), ()), ((9,), (8,)))),
    Story(alone(6, 4), ((range(6), ()), ((6,), (0,))), kinds=3),
    Story(alone(8, 4, 4), ((range(8), ()), ((8,), (0,)), ((9,), (3,)))),
    Story(alone(8, 5, 4), ((range(8), ()), ((8,), (0,)), ((0, 9), ()))),
    # Twelve and fifteen can be parted: five or six go along, drawn by lot, and the others stay.
    Story((1, 5, 6), (((0, 1, 2), ()), ((), (0,))), kinds=3, told=4),
    Story((1, 1, 5, 8), (((0, 1, 2, 3), ()), ((), (0, 1))), kinds=3, told=4),
]


@pytest.mark.parametrize("story", STORIES, ids=str)
def test_of_all_cohorts_none_gives_an_answer_away_by_who_comes_and_goes(story: Story) -> None:
    def page(lots: Lots) -> Hashable:
        known = {f"known {n}": n % 2 for n in range(story.told)}
        return waves(story, {who: float(value) for who, value in (*named(story, lots), *known.items())})

    assert list(told(story.lots, range(story.kinds), page)) == []


#: Who comes at first and who later, by lots of an arm: two lots of each.
ARMS = [((4, 4), (3, 1)), ((5, 4), (4, 1)), ((4, 4), (4, 4))]


@pytest.mark.parametrize("sizes", ARMS, ids=str)
def test_of_all_cohorts_none_gives_an_answer_away_where_arms_are_known(sizes: tuple[tuple[int, int], ...]) -> None:
    assert list(told_of_arms(sizes, known=True)) == []


def test_where_next_wave_knows_no_arms_one_newcomer_of_an_arm_is_told() -> None:
    assert list(told_of_arms(ARMS[0], known=False))


def told_of_arms(sizes: tuple[tuple[int, int], ...], *, known: bool) -> Iterator[tuple[Hashable, Lots]]:
    """What two waves give away that tell a mean of each arm."""
    lots = tuple(itertools.chain(*sizes))
    people = [[f"p{lot}-{n}" for n in range(many)] for lot, many in enumerate(lots)]
    arm = {who: "ab"[lot % 2] for lot, names in enumerate(people) for who in names}

    def page(answers: Lots) -> Hashable:
        pairs = (zip(names, lot, strict=True) for names, lot in zip(people, answers, strict=True))
        values = {who: float(answer) for who, answer in itertools.chain(*pairs)}

        def publish(counted: Mapping[str, frozenset[str]]) -> Mapping[str, Any]:
            of = {one: [values[who] for who in sorted(counted["all"]) if arm[who] == one] for one in "ab"}
            return {one: release(theirs, thresholds=THREE).to_json() for one, theirs in of.items()}

        series = Series()
        for last in (2, 4):
            now = {"all": {who: (values[who],) for names in people[:last] for who in names}}
            series = next_wave(series, now, publish, dated=DAY, terms=Terms(THREE), known=arm if known else None)
        return seen(series, "all")

    return told(lots, range(2), page)


def named(story: Story, lots: Lots) -> list[tuple[str, int]]:
    return [pair for place, lot in enumerate(lots) for pair in zip(story.people(place), lot, strict=True)]


def present(story: Story) -> list[list[str]]:
    """Who is there in each wave."""
    here: set[str] = set()
    found = []
    for come, go in story.waves:
        here |= {who for lot in come for who in story.people(lot)}
        here -= {who for lot in go for who in story.people(lot)}
        found.append(sorted(here))
    return found


def waves(story: Story, values: Mapping[str, float]) -> Hashable:
    series, weeks = Series(), present(story)
    for people in (*weeks[:-1], [*weeks[-1], *(who for who in values if who.startswith("known"))]):
        series = wave(series, {who: values[who] for who in people}, thresholds=THREE)
    return seen(series, "all")


def wave(series: Series, values: Mapping[str, float], **terms: Any) -> Series:
    def publish(counted: Mapping[str, frozenset[str]]) -> Mapping[str, Any]:
        figure = release([values[who] for who in sorted(counted["all"])], thresholds=terms["thresholds"])
        return {"figure": figure.to_json()}

    groups = {"all": {who: (value,) for who, value in values.items()}}
    return next_wave(series, groups, publish, dated=DAY, terms=Terms(**terms))


def seen(series: Series, group: str) -> Hashable:
    """All that is published, and who was counted: more than a reader is told."""
    return repr([(one.published, sorted(one.counted[group])) for one in series.waves])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 12), st.booleans())
def test_all_pages_stay_the_same_if_two_of_a_lot_change_their_answers(seed: int, kinds: int, anew: bool) -> None:
    chance = random.Random(seed)
    everybody = [f"p{n:02}" for n in range(48)]
    comings = [frozenset(chance.sample(everybody, 20 if not week else 6)) for week in range(4)]
    leaving = [frozenset(who for who in everybody if chance.random() < 0.04) for _ in comings]
    answers = {who: float(chance.randrange(kinds)) for who in everybody}

    def played(values: Mapping[str, float]) -> Series:
        series, here = Series(), frozenset[str]()
        for come, go in zip(comings, leaving, strict=True):
            here = (here | come) - go
            series = wave(series, {who: values[who] for who in sorted(here)}, thresholds=THREE, anew=anew)
        return series

    series = played(answers)
    for lot in atoms_of([one.counted["all"] for one in series.waves if one.published is not None]):
        one, other = chance.sample(sorted(lot), 2)
        assert played(answers | {one: answers[other], other: answers[one]}) == series


def test_who_came_back_is_counted_again_only_where_everybody_is_asked_anew() -> None:
    def cohort(low: int, high: int) -> dict[str, float]:
        return {f"p{n:02}": float(37 * n % 11) for n in range(low, high)}

    for anew in (False, True):
        second = wave(wave(Series(), cohort(0, 20), thresholds=THREE), cohort(1, 24), thresholds=THREE, anew=anew)
        gone = second.waves[0].counted["all"] - second.waves[1].counted["all"]
        assert len(gone) >= 4
        # An answer that was taken back may have become another one, and only that would have changed.
        third = wave(second, {**cohort(0, 28), "p00": 10.0}, thresholds=THREE, anew=anew)
        assert bool(gone & third.waves[2].counted["all"]) == anew


def test_the_kind_of_a_threshold_does_not_change_between_waves() -> None:
    many = {f"p{n:02}": float(n % 5 + 1) for n in range(30)}
    texts = wave(Series(), dict(list(many.items())[:15]), thresholds=Thresholds(), kind="text")
    with pytest.raises(KithError, match="was of text, with the threshold for these"):
        wave(texts, many, thresholds=Thresholds())


def test_waves_from_before_lots_could_be_parted_are_gone_as_a_whole() -> None:
    values = {f"p{n:02}": float(37 * n % 11) for n in range(32)}
    first = wave(Series(), dict(list(values.items())[:24]), thresholds=THREE)
    kept = first.to_json()
    for one in kept:
        del one["differ"], one["kind"]
    now = {who: value for who, value in values.items() if who != "p00"}
    assert len(wave(first, now, thresholds=THREE).waves[1].counted["all"]) > 8
    assert len(wave(Series.from_json(kept), now, thresholds=THREE).waves[1].counted["all"]) == 8
