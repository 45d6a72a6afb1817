"""One cohort in a hundred is shown no parts by lot, and all who look for it see the same."""

import numpy as np

from kith_exercises.privacy.drawn import among_counts, among_exchanges, among_people

LOTS = np.array([0, 0, 1, 1, 1, 2, 3, 3, 3, 3])


def test_one_in_a_hundred_is_drawn_by_what_each_lot_answered_whoever_of_it_did() -> None:
    cohorts = np.random.default_rng(1).integers(0, 5, (20_000, len(LOTS)))
    drawn = among_people(cohorts, LOTS, 100)
    assert 150 < drawn.sum() < 250
    counts = np.array([[(cohorts[:, lot == LOTS] == kind).sum(axis=1) for kind in range(5)] for lot in range(4)])
    assert (among_counts(np.moveaxis(counts, 2, 0), 100) == drawn).all()


def test_exchanges_that_lead_to_a_cohort_that_is_drawn_are_those_that_do() -> None:
    cohort = np.random.default_rng(2).integers(0, 5, len(LOTS))
    pairs = [(one, other) for one in range(len(LOTS)) for other in range(one)]
    after = np.tile(cohort, (len(pairs), 1))
    for row, (one, other) in enumerate(pairs):
        after[row, [one, other]] = cohort[[other, one]]
    expected = [pair for pair, drawn in zip(pairs, among_people(after, LOTS, 5), strict=True) if drawn]
    assert expected
    assert sorted(map(tuple, among_exchanges(cohort, LOTS, 5).tolist())) == sorted(expected)
