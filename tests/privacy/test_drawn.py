"""One cohort in a hundred is shown no parts by lot, and all who look for it see the same."""

from itertools import chain, combinations_with_replacement, product

import numpy as np

from kith_exercises.privacy.drawn import among_counts, among_exchanges, among_people
from kith_exercises.privacy.refusals import Whole, enough_drawn
from tests.privacy.judge import Lots, everybody_open

LOTS = np.array([0, 0, 1, 1, 1, 2, 3, 3, 3, 3])


def test_one_in_a_hundred_is_drawn_by_what_each_lot_answered_whoever_of_it_did() -> None:
    cohorts = np.random.default_rng(1).integers(0, 5, (20_000, len(LOTS)))
    drawn = among_people(cohorts, LOTS, [100] * 5)
    assert 150 < drawn.sum() < 250
    counts = np.array([[(cohorts[:, lot == LOTS] == kind).sum(axis=1) for kind in range(5)] for lot in range(4)])
    assert (among_counts(np.moveaxis(counts, 2, 0), [100] * 5) == drawn).all()

    rare = [100, 100, 100, 100, 5]
    with_it = (cohorts == 4).any(axis=1)
    more = among_people(cohorts, LOTS, rare)
    assert (more[~with_it] == drawn[~with_it]).all()
    assert (more >= drawn).all()
    assert 0.18 < more[with_it].mean() < 0.22
    assert (among_counts(np.moveaxis(counts, 2, 0), rare) == more).all()


def test_so_many_are_drawn_that_it_tells_no_reader_an_answer() -> None:
    # Twelve people in two lots, of whom few cohorts have a 0 with this figure: these are all drawn.
    whole, lots = Whole(12, 4, 4.0, (31, 32), (0.5, 0.9), 1), (0,) * 6 + (1,) * 6
    one_in = enough_drawn(whole, lots)
    assert min(one_in) == 1 < max(one_in)
    refused, every = list[Lots](), 0
    for cohort in product(combinations_with_replacement(range(5), 6), repeat=2):
        given = np.array([*chain(*cohort)]) if 31 <= sum(chain(*cohort)) <= 32 else np.zeros(12, dtype=np.int64)
        if 0.5 <= given.var() <= 0.9:
            every += 1
            if among_people(given[None], np.array(lots), one_in)[0]:
                refused.append(cohort)
    assert 0 < len(refused) < every / 2
    assert everybody_open(refused)


def test_exchanges_that_lead_to_a_cohort_that_is_drawn_are_those_that_do() -> None:
    cohort = np.random.default_rng(2).integers(0, 5, len(LOTS))
    pairs = [(one, other) for one in range(len(LOTS)) for other in range(one)]
    after = np.tile(cohort, (len(pairs), 1))
    for row, (one, other) in enumerate(pairs):
        after[row, [one, other]] = cohort[[other, one]]
    expected = [pair for pair, drawn in zip(pairs, among_people(after, LOTS, [5] * 5), strict=True) if drawn]
    assert expected
    assert sorted(map(tuple, among_exchanges(cohort, LOTS, 5).tolist())) == sorted(expected)
