"""Where somebody sits, and how their group talks."""

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith_exercises.primitives.allocation import groups
from kith_exercises.primitives.seats import Seat, seated

WAYS = ("free", "facts")

#: Other programs run here as well, so nothing is timed.
untimed = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def names(people: int) -> list[str]:
    return [f"learner-{number}" for number in range(people)]


@untimed
@given(st.integers(3, 120), st.integers(0, 50))
def test_each_group_has_one_way_and_each_way_as_many_groups(people: int, seed: int) -> None:
    together = groups(names(people), seed=seed)
    seats = seated(together, WAYS, seed=seed)
    ways = Counter(seats[group[0]].way for group in together)
    assert abs(ways["free"] - ways["facts"]) <= 1
    for group in together:
        assert [seats[person] for person in group] == [
            Seat(place, len(group), seats[group[0]].way) for place in range(1, len(group) + 1)
        ]
    assert seated(together[::-1], WAYS, seed=seed) == seats


@untimed
@given(st.integers(3, 60), st.integers(1, 20), st.integers(0, 50))
def test_who_has_a_seat_keeps_it_and_late_comers_talk_as_their_group_does(first: int, more: int, seed: int) -> None:
    before = groups(names(first), seed=seed)
    seats = seated(before, WAYS, seed=seed)
    after = groups(names(first + more), seed=seed, standing=before)
    later = seated(after, WAYS, seed=seed, standing=seats)
    assert all(later[person] == seat for person, seat in seats.items())
    for group in after:
        assert len({later[person].way for person in group}) == 1
        assert [later[person].seat for person in group] == list(range(1, len(group) + 1))
    ways = Counter(later[group[0]].way for group in after)
    assert abs(ways["free"] - ways["facts"]) <= 1


def test_who_comes_for_somebody_who_left_gets_their_seat() -> None:
    seats = seated([names(4)], WAYS, seed=1)
    left = [person for person in names(4) if seats[person].seat != 2]
    later = seated([[*left, "new"]], WAYS, seed=1, standing=seats)
    assert later["new"] == Seat(2, 4, seats[left[0]].way)


def test_either_way_is_as_likely_for_a_lone_group() -> None:
    drawn = Counter(seated([names(4)], WAYS, seed=seed)["learner-0"].way for seed in range(200))
    assert 70 < drawn["free"] < 130
