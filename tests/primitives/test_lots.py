"""Which way somebody is asked: by lot, and evenly."""

import itertools
from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith_exercises.errors import OutOfRange
from kith_exercises.primitives.allocation import Pair, allocate
from kith_exercises.primitives.lots import Lot, halves, one_of_lot, order_by_lot, ways_of_pairs

#: Other programs run here as well, so nothing is timed.
few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
people = st.integers(1, 300)
ways = st.sampled_from((("new", "long"), ("a", "b", "c")))
seeds = st.text(max_size=5)


def spread(values: Iterable[str], among: Iterable[str]) -> int:
    """By how many the most frequent is oftener there than the least."""
    counts = Counter(dict.fromkeys(among, 0))
    counts.update(values)
    return max(counts.values()) - min(counts.values())


@few
@given(people, ways, seeds)
def test_however_many_take_part_each_way_comes_as_often_as_the_others(
    size: int, among: tuple[str, ...], seed: str
) -> None:
    assert spread((one_of_lot(Lot(place, seed), "byline", among) for place in range(size)), among) <= 1


@few
@given(people, st.integers(1, 9), ways, seeds)
def test_a_learner_meets_all_ways_and_all_ways_meet_each_item(
    size: int, notes: int, among: tuple[str, ...], seed: str
) -> None:
    items = [f"note-{place}" for place in range(notes)]
    drawn = [halves(Lot(place, seed), "byline", items, among) for place in range(size)]
    assert all(list(way) == items for way in drawn)
    assert max(spread(way.values(), among) for way in drawn) <= 1
    assert max(spread((way[item] for way in drawn), among) for item in items) <= 1


@few
@given(st.integers(0, 400), seeds)
def test_a_lot_that_is_asked_for_again_is_the_same(place: int, seed: str) -> None:
    items, among = ("a", "b", "c", "d"), ("new", "long")
    one, other = Lot(place, seed), Lot(place, seed)
    assert one_of_lot(one, "byline", among) == one_of_lot(other, "byline", among[::-1])
    assert halves(one, "byline", items, among) == halves(other, "byline", items[::-1], among[::-1])
    assert order_by_lot(one, "byline", items) == order_by_lot(other, "byline", items[::-1])


def test_lots_of_two_questions_or_two_courses_have_nothing_to_do_with_each_other() -> None:
    lots = [Lot(place) for place in range(200)]
    same = sum(one_of_lot(lot, "byline", "ab") == one_of_lot(lot, "story", "ab") for lot in lots)
    other = sum(one_of_lot(lot, "byline", "ab") == one_of_lot(Lot(lot.place, "x"), "byline", "ab") for lot in lots)
    assert 70 < same < 130  # 100 expected, with a standard deviation of at most 10 (pairs of places go together)
    assert 70 < other < 130


def test_each_item_is_as_likely_to_go_either_way_at_each_place() -> None:
    items = ("a", "b", "c", "d", "e", "f")
    drawn = [halves(Lot(0, str(seed)), "byline", items, ("new", "long")) for seed in range(400)]
    split = Counter(tuple(way.values()) for way in drawn)
    assert len(split) == 20  # all ways to choose three of six
    assert all(150 < sum(way[item] == "new" for way in drawn) < 250 for item in items)


def test_each_learner_has_an_order_of_their_own() -> None:
    orders = Counter(order_by_lot(Lot(place), "byline", "abcdef") for place in range(300))
    assert len(orders) > 200
    assert {"".join(sorted(order)) for order in orders} == {"abcdef"}


def test_whoever_has_no_place_has_a_lot_that_stays() -> None:
    assert Lot.without_place("ada", "course") == Lot.without_place("ada", "course")
    drawn = Counter(one_of_lot(Lot.without_place(f"learner-{n}"), "byline", "ab") for n in range(400))
    assert 150 < drawn["a"] < 250


def test_a_place_is_a_whole_number_from_0() -> None:
    with pytest.raises(OutOfRange, match="place"):
        Lot(-1)


def by_person(pairs: Iterable[tuple[Pair, str]], side: int) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for pair, way in pairs:
        found.setdefault(pair[side], []).append(way)
    return found


@few
@given(st.one_of(st.integers(2, 12), st.integers(2, 300)), st.integers(1, 3), ways, seeds)
def test_ways_are_even_for_who_gives_for_who_takes_and_over_all(
    size: int, each: int, among: tuple[str, ...], seed: str
) -> None:
    pairs = allocate([f"learner-{n}" for n in range(size)], each, seed=seed).pairs
    found = ways_of_pairs(pairs, among, seed=seed)
    assert found.keys() == set(pairs)
    assert spread(found.values(), among) <= 1
    for side in (0, 1):
        assert all(spread(met, among) <= 1 for met in by_person(found.items(), side).values())
    assert ways_of_pairs(pairs[::-1], among, seed=seed) == found


@few
@given(st.lists(st.integers(1, 40), min_size=2, max_size=5), st.integers(1, 2), seeds)
def test_with_late_pairs_ways_stay_even_for_who_gives(waves: list[int], each: int, seed: str) -> None:
    here, standing = list[str](), dict[Pair, str]()
    among = ("words", "full")
    for size in waves:
        here += [f"learner-{len(here) + n}" for n in range(size)]
        new = allocate(here, each, seed=seed, taken=tuple(standing)).pairs
        found = ways_of_pairs(new, among, seed=seed, standing=standing)
        assert found.keys() == set(new)
        standing |= found
        assert all(spread(met, among) <= 1 for met in by_person(standing.items(), 0).values())


def test_one_wave_of_two_each_gives_everybody_one_of_each_way() -> None:
    pairs = allocate([f"learner-{n}" for n in range(24)], 2, seed="course").pairs
    found = ways_of_pairs(pairs, ("words", "full"), seed="course")
    for side in (0, 1):
        assert all(sorted(met) == ["full", "words"] for met in by_person(found.items(), side).values())


def test_pairs_that_have_a_way_get_no_other() -> None:
    pairs = list(itertools.permutations("abc", 2))
    standing = ways_of_pairs(pairs, ("words", "full"), seed=1)
    assert ways_of_pairs(pairs, ("words", "full"), seed=2, standing=standing) == {}
