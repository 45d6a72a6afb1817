"""Who gives to whom, who alone knows something, and how many get on: by hand, and as published."""

import math
from itertools import pairwise

import pytest

from kith_exercises.data import load
from kith_exercises.measures.funnel import exact_interval, funnel
from kith_exercises.measures.holders import answerable, single_holders
from kith_exercises.measures.network import betweenness, brokers, never_asked, reciprocity
from kith_exercises.measures.reaching import reached
from kith_exercises.measures.thresholds import Band


def test_reciprocity_by_hand() -> None:
    # Two of three ties are returned, and half of all there could be are there: (2/3 - 1/2) / (1 - 1/2).
    found = reciprocity([("a", "b"), ("b", "a"), ("a", "c")], ["a", "b", "c"])
    assert found.estimate == pytest.approx(1 / 3)
    assert found.sentence.startswith("We can't tell yet")


@pytest.mark.parametrize("pairs", [[], [("a", "b"), ("b", "a")]])
def test_with_no_tie_or_every_tie_there_is_nothing_to_return(pairs: list[tuple[str, str]]) -> None:
    assert reciprocity(pairs, ["a", "b"]).estimate is None


def test_who_joins_two_ends_of_a_chain_is_a_broker_and_who_is_alone_is_not() -> None:
    found = brokers([("a", "b"), ("b", "c"), ("d", "c")], ["a", "b", "c", "d", "alone"])
    assert found.estimate == pytest.approx(2 / 5)
    assert never_asked([("a", "b"), ("b", "c"), ("d", "c")], ["a", "b", "c", "d", "alone"]).estimate == pytest.approx(
        0.4
    )


def test_nobody_holds_a_circle_together() -> None:
    assert brokers([("a", "b"), ("b", "c"), ("c", "d"), ("d", "a")], ["a", "b", "c", "d"]).estimate == 0


def test_betweenness_of_a_star_and_of_a_chain() -> None:
    star = betweenness([("m", one) for one in "abcd"], ["m", *"abcd"])
    assert star == {"m": 1.0, "a": 0.0, "b": 0.0, "c": 0.0, "d": 0.0}
    chain = betweenness(list(pairwise("abcde")), list("abcde"))
    assert chain["c"] == pytest.approx(4 / 6)
    assert chain["b"] == pytest.approx(3 / 6)


def test_the_medici_stood_between_half_of_the_other_families() -> None:
    # M. O. Jackson (2008), Social and Economic Networks, section 1.2.1: Medici .522, Strozzi .103, Guadagni .255.
    table = load("florentine")
    marriages = list(zip(table.words("one"), table.words("other"), strict=True))
    families = sorted({family for pair in marriages for family in pair})
    found = betweenness(marriages, families)
    assert [round(found[name], 3) for name in ("Medici", "Strozzi", "Guadagni")] == [0.522, 0.103, 0.255]


def test_single_holders_and_what_is_left_without_some() -> None:
    topics = {"soil": ["a"], "bread": ["a", "b"], "bees": ["c", "c"], "boats": []}
    assert single_holders(topics).sentence == "Known by one person alone: 2 of 3 topics."
    assert answerable(topics, ["a"]).sentence == "Could still be answered: 2 of 3 topics."


@pytest.mark.parametrize(
    ("reached", "of", "low", "high"),
    [(10, 20, 0.272, 0.728), (0, 10, 0.0, 0.3085), (10, 10, 0.6915, 1.0)],
)
def test_shares_get_clopper_and_pearsons_interval(reached: int, of: int, low: float, high: float) -> None:
    interval = exact_interval(reached, of)
    assert interval.low == pytest.approx(low, abs=0.0005)
    assert interval.high == pytest.approx(high, abs=0.0005)


def test_a_funnel_says_of_how_many() -> None:
    read, used, adapted = funnel({"shared": 20, "read": 10, "used": 0, "adapted": 0}, many="notes")
    assert read.of_before.sentence == "From “shared” to “read”: 10 of 20 notes (27% to 73% at 95%)."
    assert (used.reached, used.before, used.all) == (0, 10, 20)
    assert used.of_all.estimate == 0
    assert adapted.of_before.sentence == "We can't tell yet: nothing got as far as “used”."


@pytest.mark.parametrize(
    ("bands", "low", "middle", "high"),
    [
        ([Band(0, 0, 12)], 1, 1, 1),  # nobody tells anybody: one of twelve
        ([Band(1, 1, 2)], 10, 10, 10),  # two who know one each know each other
        ([Band(1, 1, 3)], 3, 7, 7),  # of three such, two do, and one is left over
        ([Band(8, None, 40)], 10, 10, 10),  # with so many ties, nobody is left out
    ],
)
def test_news_gets_as_far_as_ties_by_lot_carry_it(bands: list[Band], low: float, middle: float, high: float) -> None:
    found = reached(bands)
    assert found.interval is not None
    assert (found.interval.low, found.estimate, found.interval.high) == (low, middle, high)


def test_in_networks_by_lot_everybody_is_linked_as_often_as_by_hand() -> None:
    # Three with one tie each: whoever has the news is one of the two who know each other in two of three cases.
    found = [reached([Band(1, 1, 3)], networks=1, seed=seed).estimate for seed in range(900)]
    assert found.count(7.0) / 900 == pytest.approx(2 / 3, abs=3 * math.sqrt(2 / 9 / 900))
