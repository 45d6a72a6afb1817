"""Who gets whose text: evenly, by lot, and without taking back what was given out."""

import itertools
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith_exercises.errors import OutOfRange
from kith_exercises.primitives import allocation
from kith_exercises.primitives._bounds import one_way_within, pairs_within
from kith_exercises.primitives.allocation import Pair, allocate, groups, in_pods

#: Other programs run here as well, so nothing is timed.
few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
sizes = st.one_of(st.integers(1, 12), st.integers(1, 300))
eaches = st.integers(1, 2)
seeds = st.integers(0, 99)


class Wave(NamedTuple):
    """Who is here now, and who was there before and no longer is."""

    here: tuple[str, ...]
    gone: tuple[str, ...]


@st.composite
def waves(draw: st.DrawFn) -> list[Wave]:
    """A cohort that comes in up to five waves; in each, some who were there may be gone."""
    people = names(draw(sizes))
    random.Random(draw(seeds)).shuffle(people)
    cuts = sorted(draw(st.lists(st.integers(1, len(people)), max_size=4)))
    found, here = [], list[str]()
    for start, end in itertools.pairwise((0, *cuts, len(people))):
        gone = draw(st.lists(st.sampled_from(here), max_size=2, unique=True)) if here else []
        here = [person for person in here if person not in gone] + people[start:end]
        found.append(Wave(tuple(here), tuple(gone)))
    return found


def names(people: int) -> list[str]:
    return [f"learner-{person}" for person in range(people)]


def loads(people: Collection[str], pairs: Iterable[Pair]) -> tuple[Counter[str], Counter[str]]:
    """How often everybody gives, and how often they take; who does neither is there with a 0."""
    given, got = Counter(dict.fromkeys(people, 0)), Counter(dict.fromkeys(people, 0))
    for giver, taker in pairs:
        given[giver] += 1
        got[taker] += 1
    return given, got


def mutual(pairs: Iterable[Pair]) -> set[Pair]:
    found = set(pairs)
    return {(giver, taker) for giver, taker in found if (taker, giver) in found}


@few
@given(sizes, eaches, seeds)
def test_all_at_once_give_and_take_equally_often_and_nobody_their_own(size: int, each: int, seed: int) -> None:
    found = allocate(names(size), each, seed=seed)
    each_has = min(each, size - 1)
    given, got = loads(names(size), found.pairs)
    assert set(given.values()) == set(got.values()) == {each_has}
    assert not any(giver == taker for giver, taker in found.pairs)
    assert found.lacking == (dict.fromkeys(names(size), each - each_has) if each_has < each else {})


@few
@given(st.one_of(st.integers(3, 12), st.integers(3, 300)), eaches, seeds)
def test_two_take_from_each_other_only_where_they_are_too_few(size: int, each: int, seed: int) -> None:
    found = allocate(names(size), each, seed=seed)
    assert bool(mutual(found.pairs)) == (size <= 2 * each)
    assert found.relaxed == ""


@few
@given(st.one_of(st.integers(4, 12), st.integers(4, 300)), seeds)
def test_from_four_on_nobody_meets_the_same_person_in_the_next_round(size: int, seed: int) -> None:
    before = allocate(names(size), 1, seed=seed).pairs
    after = allocate(names(size), 1, seed=(seed, "again"), avoid=before)
    assert not set(before) & set(after.pairs)
    assert after.relaxed == ""


class Board(NamedTuple):
    """A small pod: who is in it, how many each is to take, what stands, and what should not be."""

    people: list[str]
    each: int
    taken: list[Pair]
    avoid: list[Pair]


@st.composite
def boards(draw: st.DrawFn) -> Board:
    people, each = names(draw(st.integers(3, 6))), draw(eaches)
    early = people[: draw(st.integers(0, len(people)))]
    every = [(one, other) for one in people for other in people if one != other]
    avoid = draw(st.lists(st.sampled_from(every), max_size=8, unique=True))
    return Board(people, each, list(allocate(early, each, seed=draw(seeds)).pairs), avoid)


def can_be(board: Board, *, avoiding: bool) -> bool:
    """Whether there are pairs, none of them mutual, with which all have enough and nobody more than one too many.

    Every way to pair is tried: between two people nobody gives, the one does or the other.
    """
    given, got = loads(board.people, board.taken)
    least = max(min(board.each, len(board.people) - 1), max(*given.values(), *got.values()) - 1)
    two = [pair for pair in itertools.combinations(board.people, 2) if not {pair, pair[::-1]} & set(board.taken)]
    off = set(board.avoid) if avoiding else set()

    def tried(place: int) -> bool:
        if place == len(two):
            return min(*given.values(), *got.values()) >= least
        if tried(place + 1):
            return True
        for giver, taker in (two[place], two[place][::-1]):
            if (giver, taker) not in off and given[giver] <= least and got[taker] <= least:
                given[giver] += 1
                got[taker] += 1
                fits = tried(place + 1)
                given[giver] -= 1
                got[taker] -= 1
                if fits:
                    return True
        return False

    return tried(0)


@few
@given(boards(), seeds)
def test_in_a_small_pod_no_rule_gives_way_where_any_pairs_would_keep_it(board: Board, seed: int) -> None:
    people, each, taken, avoid = board
    found = allocate(people, each, seed=seed, taken=taken, avoid=avoid)
    again = allocate(people[::-1], each, seed=seed, taken=taken[::-1], avoid=avoid[::-1])
    assert again == found
    counts = [count for side in loads(people, [*taken, *found.pairs]) for count in side.values()]
    assert max(counts) - min(counts) <= 1
    is_mutual = bool(mutual([*taken, *found.pairs]) & set(found.pairs))
    meets = bool(set(avoid) & set(found.pairs))
    if is_mutual or meets:
        assert not can_be(board, avoiding=True)
    if is_mutual and len(people) >= 6:
        assert not can_be(board, avoiding=False)


@pytest.mark.parametrize("size", [6, 8, 10])
@pytest.mark.parametrize("seed", range(6))
def test_nobody_has_two_where_one_each_would_do_with_all_that_is_to_be_avoided(size: int, seed: int) -> None:
    dice = random.Random(f"{size} {seed}")
    people = [f"p{place}" for place in range(size)]
    pairs = list(itertools.permutations(people, 2))
    avoid = {pair for pair in pairs if dice.random() < 0.35}
    once = dict.fromkeys(people, (1, 1))
    can_be = one_way_within([pair for pair in pairs if pair not in avoid], once, once)
    found = allocate(people, 1, seed=seed, avoid=avoid)
    assert can_be is None or (len(found.pairs), found.relaxed) == (size, "")


def test_in_a_large_cohort_nobody_meets_whom_they_should_not_where_each_may_meet_just_two() -> None:
    people = names(300)
    only = {who: {people[(place + 1) % 300], people[(place + 2) % 300]} for place, who in enumerate(people)}
    avoid = [(who, other) for who in people for other in people if other != who and other not in only[who]]
    found = allocate(people, 2, seed=1, avoid=avoid)
    assert (found.relaxed, found.lacking) == ("", {})
    assert set(found.pairs) == {(who, other) for who, others in only.items() for other in others}


def test_what_fits_in_no_order_is_not_tried_in_each(monkeypatch: pytest.MonkeyPatch) -> None:
    people, flows = names(60), 0
    flow = pairs_within

    def counted(*given: Any, **named: Any) -> Any:
        nonlocal flows
        flows += 1
        return flow(*given, **named)

    monkeypatch.setattr(allocation, "pairs_within", counted)
    trios = [(who, other) for who in people for other in people if other != who]
    trios = [(one, two) for one, two in trios if people.index(one) // 3 != people.index(two) // 3]
    assert allocate(people, 2, seed=1, avoid=trios).relaxed == "avoid"
    assert flows <= 5


def test_two_meet_again_where_there_is_nobody_else_and_that_is_told() -> None:
    found = allocate(["ada", "ben"], 1, seed=1, avoid=[("ada", "ben")])
    assert found.pairs == (("ada", "ben"), ("ben", "ada"))
    assert found.relaxed == "avoid"


def test_a_mutual_pair_among_six_is_told() -> None:
    standing = [(one, other) for one in names(6) for other in names(6) if one < other]
    found = allocate(names(6), 3, seed=1, taken=standing)
    assert found.pairs
    assert found.relaxed == "mutual"


def test_what_one_person_or_two_cannot_get_from_others_is_lacking() -> None:
    assert allocate(["ada"], 2, seed=1).lacking == {"ada": 2}
    assert allocate(["ada", "ben"], 2, seed=1).lacking == {"ada": 1, "ben": 1}
    assert allocate([], 2, seed=1).lacking == {}


@few
@given(waves(), eaches, seeds)
def test_with_late_comers_and_drop_outs_loads_differ_by_at_most_one(came: list[Wave], each: int, seed: int) -> None:
    standing: list[Pair] = []
    for here, gone in came:
        standing = [pair for pair in standing if not set(pair) & set(gone)]
        found = allocate(here, each, seed=seed, taken=standing)
        standing += found.pairs
        assert len(set(standing)) == len(standing)
        assert not any(giver == taker for giver, taker in standing)
        if here:
            counts = [count for side in loads(here, standing) for count in side.values()]
            assert max(counts) - min(counts) <= 1
            assert min(counts) >= min(each, len(here) - 1)
        assert (found.relaxed == "mutual") == (len(here) >= 6 and bool(mutual(standing) & set(found.pairs)))


def test_in_a_cohort_of_each_size_up_to_300_loads_stay_even_when_some_drop_out_and_others_come_late() -> None:
    for size in range(1, 301):
        dice, people, each = random.Random(size), names(size), 1 + size % 2
        early = dice.sample(people, dice.randint(1, size))
        gone = set(dice.sample(early, dice.randint(0, len(early) // 6 + 1)))
        further = range(1, min(each, len(early) - 1) + 1)
        before = [(who, early[(place + n) % len(early)]) for place, who in enumerate(early) for n in further]
        here, standing = [who for who in people if who not in gone], [pair for pair in before if not set(pair) & gone]
        found = allocate(here, each, seed=size, taken=standing)
        every = {*standing, *found.pairs}
        counts = [count for side in loads(here, every) for count in side.values()]
        assert max(counts, default=0) - min(counts, default=0) <= 1, size
        assert min(counts, default=0) >= min(each, max(0, len(here) - 1)), size
        assert len(every) == len(standing) + len(found.pairs), size
        assert not any(giver == taker for giver, taker in every), size
        assert len(here) < 6 or not mutual(every) & set(found.pairs), size


@few
@given(waves(), eaches, seeds)
def test_asked_twice_nobody_gets_more(came: list[Wave], each: int, seed: int) -> None:
    standing: list[Pair] = []
    for here, _ in came:
        standing += allocate(here, each, seed=seed, taken=standing).pairs
        assert allocate(here, each, seed=seed, taken=standing).pairs == ()


@few
@given(waves(), eaches, seeds)
def test_the_order_in_which_people_are_named_changes_nothing(came: list[Wave], each: int, seed: int) -> None:
    standing: list[Pair] = []
    for here, _ in came:
        found = allocate(here, each, seed=seed, taken=standing)
        assert allocate(here[::-1], each, seed=seed, taken=standing[::-1]) == found
        standing += found.pairs


def test_the_same_seed_draws_the_same_in_another_process() -> None:
    script = (
        "from kith_exercises.primitives.allocation import allocate\n"
        "people = [f'learner-{person}' for person in range(40)]\n"
        "first = allocate(people[:30], 2, seed='course')\n"
        "print(first.pairs + allocate(people, 2, seed='course', taken=first.pairs).pairs)"
    )
    drawn = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": str(hashes)},
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        ).stdout
        for hashes in (1, 2)
    }
    assert len(drawn) == 1


def test_another_seed_draws_others() -> None:
    drawn = {allocate(names(12), 1, seed=seed).pairs for seed in range(20)}
    assert len(drawn) == 20


def test_over_many_seeds_everybody_is_about_as_likely_to_read_anybody() -> None:
    met = Counter(pair for seed in range(500) for pair in allocate(names(5), 1, seed=seed).pairs)
    assert len(met) == 20  # all but oneself
    assert min(met.values()) > 80  # 125 expected, with a standard deviation of 10
    assert max(met.values()) < 170


@few
@given(sizes, st.integers(1, 8), eaches, seeds)
def test_within_pods_all_is_even_and_nobody_is_left_alone(size: int, pods: int, each: int, seed: int) -> None:
    people = names(size)
    of = {person: f"pod-{min(place % pods, place % 7)}" for place, person in enumerate(people)}
    found = in_pods(people, of, each, seed=seed)
    given, got = loads(people, found.pairs)
    alone = {pod for pod, members in Counter(of.values()).items() if members == 1}
    assert given == got
    assert all(got[person] >= 1 for person in people if size > 1)
    assert all(of[giver] == of[taker] for giver, taker in found.pairs if not alone)
    assert in_pods(people, of, each, seed=seed, taken=found.pairs).pairs == ()


def test_who_is_alone_in_a_pod_joins_the_smallest_other_and_stays_with_it() -> None:
    pods = {"ada": "north", "ben": "south", "cleo": "south", "dan": "west", "eve": "west", "finn": "west"}
    first = in_pods(pods, pods, 1, seed=1).pairs
    assert {person for pair in first if "ada" in pair for person in pair} <= {"ada", "ben", "cleo"}
    later = {**pods, "gus": "north"}
    second = in_pods(later, later, 1, seed=1, taken=first).pairs
    together = {"ada", "ben", "cleo", "gus"}
    counts = [
        count for side in loads(together, [p for p in (*first, *second) if p[0] in together]) for count in side.values()
    ]
    assert max(counts) - min(counts) <= 1
    assert all("gus" in pair for pair in second)


def test_who_is_in_no_pod_is_in_one_with_the_others_who_are_in_none() -> None:
    pods = {"ada": "north", "ben": "north"}
    found = in_pods(["ada", "ben", "cleo", "dan"], pods, 1, seed=1).pairs
    assert set(found) == {("ada", "ben"), ("ben", "ada"), ("cleo", "dan"), ("dan", "cleo")}


@few
@given(sizes, st.integers(3, 6), seeds)
def test_groups_have_three_to_six_and_are_as_large_as_each_other(size: int, about: int, seed: int) -> None:
    found = groups(names(size), about, seed=seed)
    if size < 3:
        assert found == ()
        return
    assert sorted(person for group in found for person in group) == sorted(names(size))
    assert max(map(len, found)) - min(map(len, found)) <= 1
    assert {len(group) for group in found} <= {3, 4, 5, 6}
    assert groups(names(size)[::-1], about, seed=seed) == found


def test_groups_of_four_are_as_many_as_come_nearest_to_four() -> None:
    sizes_of = {size: sorted(map(len, groups(names(size), seed=1))) for size in range(3, 13)}
    assert sizes_of == {
        3: [3],
        4: [4],
        5: [5],
        6: [3, 3],
        7: [3, 4],
        8: [4, 4],
        9: [4, 5],
        10: [3, 3, 4],
        11: [3, 4, 4],
        12: [4, 4, 4],
    }


@few
@given(waves(), seeds)
def test_who_sits_in_a_group_stays_there_and_late_comers_find_a_seat(came: list[Wave], seed: int) -> None:
    standing: tuple[tuple[str, ...], ...] = ()
    for here, _ in came:
        found = groups(here, seed=seed, standing=standing)
        seated = [person for group in found for person in group]
        assert len(seated) == len(set(seated))
        for group in standing:
            left = tuple(person for person in group if person in here)
            assert len(left) < 2 or any(other[: len(left)] == left for other in found)
        assert set(here) == set(seated) or len(set(here) - set(seated)) <= 2
        assert groups(here, seed=seed, standing=found) == found
        standing = found


def test_a_pod_too_small_for_a_group_sits_with_the_smallest_other() -> None:
    pods = {"ada": "north", "ben": "north", **{f"s{place}": "south" for place in range(3)}}
    pods |= {f"w{place}": "west" for place in range(4)}
    found = groups(pods, seed=1, pods=pods)
    assert sorted(map(sorted, found)) == [["ada", "ben", "s0", "s1", "s2"], ["w0", "w1", "w2", "w3"]]


@pytest.mark.parametrize("each", [0, -1, 1.5])
def test_how_often_is_a_whole_number_of_at_least_one(each: int) -> None:
    with pytest.raises(OutOfRange, match="each"):
        allocate(["ada", "ben"], each, seed=1)
