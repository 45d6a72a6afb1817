"""Crowds and networks: every number that a paper gives for them."""

import numpy as np
import pytest

from kith_exercises.models import MODELS, Trajectory
from kith_exercises.models.cascade import normal_cascade, normal_thresholds, threshold_cascade
from kith_exercises.models.contagion import complex_contagion
from kith_exercises.models.crowd import wisdom_of_crowds
from kith_exercises.models.opinions import averaging_opinions, influence
from kith_exercises.models.sampling import chance_of_mention, information_sampling
from kith_exercises.models.smallworld import small_world

#: The width of a hall in feet as 69 students guessed it; it was 43 (D. J. Hand and others, A Handbook of Small Data
#: Sets, 1994; HSAUR::roomwidth).
FEET = (
    *(24, 25, 27, 30, 30, 30, 30, 30, 30, 32, 32, 33, 34, 34, 34, 35, 35, 36, 36, 36, 37, 37, 40, 40, 40, 40, 40, 40),
    *(40, 40, 40, 41, 41, 42, 42, 42, 42, 43, 43, 44, 44, 44, 45, 45, 45, 45, 45, 45, 46, 46, 47, 48, 48, 50, 50, 50),
    *(51, 54, 54, 54, 55, 55, 60, 60, 63, 70, 75, 80, 94),
)


def test_with_thresholds_0_to_99_all_act_one_after_the_other() -> None:
    assert threshold_cascade(thresholds=range(100))["active"].tolist() == [*range(101), 100]


def test_one_person_more_hesitant_and_a_single_one_acts() -> None:
    assert threshold_cascade(thresholds=(0, 2, *range(2, 100)))["active"][-1] == 1


def test_who_is_asked_first_changes_nothing() -> None:
    thresholds = [(37 * i) % 100 for i in range(100)]
    assert threshold_cascade(thresholds=thresholds)["active"].tolist() == threshold_cascade()["active"].tolist()


@pytest.mark.parametrize(("spread", "end"), [(12.2, 5.5), (12.3, 100.0)])
def test_a_bell_shaped_crowd_tips_between_spreads_of_12_2_and_12_3(spread: float, end: float) -> None:
    assert normal_cascade(mean=25, spread=spread)["active"][-1] == pytest.approx(end, abs=0.05)


@pytest.mark.parametrize(("spread", "end"), [(12.3, 4), (12.5, 5), (12.6, 100)])
def test_in_whole_people_the_same_crowd_tips_later(spread: float, end: int) -> None:
    assert threshold_cascade(thresholds=normal_thresholds(mean=25, spread=spread))["active"][-1] == end


def test_whole_people_follow_the_curve_to_half_a_person() -> None:
    thresholds = np.array(normal_thresholds(mean=25, spread=12.2))
    curve = [100 * share for share in (0.020220, 0.109372, 0.5, 0.890628)]  # F(0), F(10), F(25), F(40)
    assert [int((thresholds <= x).sum()) for x in (0, 10, 25, 40)] == [round(value) for value in curve]


@pytest.mark.parametrize("neighbours", [2, 4, 6, 8, 10])
@pytest.mark.parametrize("threshold", [1, 2, 3, 4, 5, 6])
def test_on_a_ring_a_practice_spreads_if_and_only_if_half_the_neighbours_are_enough(
    neighbours: int, threshold: int
) -> None:
    took = complex_contagion(people=60, neighbours=neighbours, threshold=threshold)["took_it_up"][-1]
    assert took == (60 if threshold <= neighbours / 2 else neighbours + 1)


@pytest.mark.parametrize(("threshold", "end"), [(2, 144), (3, 144), (4, 9)])
def test_on_a_lattice_three_of_eight_are_enough_and_four_are_not(threshold: int, end: int) -> None:
    run = complex_contagion(people=144, neighbours=8, threshold=threshold, shape="lattice")
    assert run["took_it_up"][-1] == end


def test_long_ties_speed_up_what_needs_one_neighbour() -> None:
    near = complex_contagion(people=400, threshold=1)
    far = [complex_contagion(people=400, threshold=1, rewiring=0.1, seed=seed) for seed in range(10)]
    assert near["took_it_up"][-1] == 400
    assert max(len(run["took_it_up"]) for run in far) < len(near["took_it_up"]) / 2


def test_long_ties_stop_what_needs_half_the_neighbours() -> None:
    runs = [complex_contagion(people=400, threshold=2, rewiring=0.1, seed=seed) for seed in range(10)]
    assert complex_contagion(people=400, threshold=2)["took_it_up"][-1] == 400
    assert max(run["took_it_up"][-1] for run in runs) < 200


def test_where_two_of_eight_are_enough_some_long_ties_help_and_only_long_ties_stop_it() -> None:
    # Centola and Macy (2007): moving ties speeds it up first, and stops it in the end.
    def runs(rewiring: float) -> list[Trajectory]:
        given = {"people": 1024, "neighbours": 8, "threshold": 2, "shape": "lattice"}
        return [complex_contagion(**given, rewiring=rewiring, seed=seed) for seed in range(5)]  # type: ignore[arg-type]

    near, some, only = runs(0), runs(0.1), runs(1)
    assert {run["took_it_up"][-1] for run in (*near, *some)} == {1024}
    assert max(len(run["took_it_up"]) for run in some) < len(near[0]["took_it_up"])
    assert max(run["took_it_up"][-1] for run in only) < 100


def test_the_ring_of_watts_and_strogatz_has_its_exact_clustering_and_path() -> None:
    ring = small_world(people=1000, neighbours=10, p=(0,))
    assert ring["clustering"][0] == pytest.approx(3 * 8 / (4 * 9), abs=1e-12)
    # 999 others at distances 1 (ten of them) to 100 (the nine farthest).
    assert ring["path"][0] == pytest.approx(sum(10 * d for d in range(1, 100)) / 999 + 900 / 999, abs=1e-12)
    assert round(float(ring["path"][0]), 2) == 50.45


def test_one_tie_in_a_hundred_makes_the_world_small_and_leaves_it_clustered() -> None:
    worlds = small_world(people=1000, neighbours=10, p=(0, 0.01))
    assert worlds["path"][1] < worlds["path"][0] / 4
    assert worlds["clustering"][1] > 0.9 * worlds["clustering"][0]


def test_with_all_ties_moved_a_world_is_as_random_as_can_be() -> None:
    # Watts and Strogatz, p. 440: paths near ln n / ln k, clustering near k / n.
    world = small_world(people=1000, neighbours=10, p=(1,))
    assert world["path"][0] == pytest.approx(np.log(1000) / np.log(10), rel=0.15)
    assert world["clustering"][0] == pytest.approx(10 / 1000, rel=0.5)


def test_a_world_does_not_depend_on_which_others_are_asked_for() -> None:
    one, two = small_world(people=100, p=(0.1, 0.01)), small_world(people=100, p=(0.01, 0.1))
    assert one["path"].tolist() == two["path"].tolist()[::-1]


def test_degroots_chain_gives_half_of_the_say_to_the_middle() -> None:
    assert influence(trust=((0.5, 0.5, 0), (0.25, 0.5, 0.25), (0, 0.5, 0.5))) == pytest.approx([0.25, 0.5, 0.25])
    run = averaging_opinions(opinions=(8, 4, 0), steps=60)
    assert [run[f"person_{i}"][-1] for i in range(3)] == pytest.approx([4, 4, 4])


@pytest.mark.parametrize(
    ("trust", "weights"),
    [
        (((1 / 2, 1 / 2), (1 / 4, 3 / 4)), [1 / 3, 2 / 3]),
        (((1 / 2, 1 / 2, 0), (1 / 4, 3 / 4, 0), (1 / 3, 1 / 3, 1 / 3)), [1 / 3, 2 / 3, 0]),
    ],
)
def test_who_is_trusted_by_those_who_are_not_has_all_the_say(
    trust: tuple[tuple[float, ...], ...], weights: list[float]
) -> None:
    assert influence(trust=trust) == pytest.approx(weights)


def test_influence_is_the_left_eigenvector() -> None:
    rng = np.random.default_rng(1)
    trust = rng.dirichlet(np.ones(12), 12)
    found = influence(trust=trust)
    assert found is not None
    assert found @ trust == pytest.approx(found)
    assert found.sum() == pytest.approx(1)


@pytest.mark.parametrize(
    "trust",
    [
        ((0, 1), (1, 0)),  # they change places for ever
        ((1, 0), (0, 1)),  # each believes only themselves
        ((0, 1, 0), (0, 0, 1), (1, 0, 0)),  # round and round
    ],
)
def test_some_never_agree(trust: tuple[tuple[float, ...], ...]) -> None:
    assert influence(trust=trust) is None
    assert "need not" in averaging_opinions(trust=trust, opinions=range(len(trust))).outcome


def test_who_listens_to_nobody_leads_those_who_listen() -> None:
    assert influence(trust=((1, 0), (0.01, 0.99))) == pytest.approx([1, 0])


def test_a_slow_ring_that_agrees_in_the_end_is_recognised() -> None:
    # Nine people in a circle and one short cut: the power with a full column comes as late as it can.
    trust = np.roll(np.eye(9), 1, axis=1)
    trust[8] = [0.5, 0.5, 0, 0, 0, 0, 0, 0, 0]
    assert influence(trust=trust) is not None


def test_the_guesses_of_a_hall_s_width_come_out_as_published() -> None:
    crowd = wisdom_of_crowds(estimates=FEET, truth=43)
    assert [round(value, 3) for value in (crowd.crowd_error, crowd.mean_error, crowd.variance)] == [
        0.484,
        154.406,
        153.922,
    ]


@pytest.mark.parametrize("seed", range(20))
def test_a_crowds_error_is_always_the_mean_error_less_the_variance(seed: int) -> None:
    rng = np.random.default_rng(seed)
    estimates = rng.lognormal(3, 1, 30)
    crowd = wisdom_of_crowds(estimates=estimates, truth=20)
    assert crowd.crowd_error == pytest.approx(crowd.mean_error - crowd.variance, rel=1e-9)
    assert wisdom_of_crowds(estimates=rng.permutation(estimates), truth=20) == crowd


def test_a_fact_of_four_comes_up_twice_as_often_as_a_single_one() -> None:
    assert chance_of_mention(0.4, 4) == pytest.approx(0.8704)
    assert chance_of_mention(0.4, 1) == pytest.approx(0.4)


def test_what_was_found_in_discussions_stands_beside_the_formula() -> None:
    assert any("46%" in text and "18%" in text for text in MODELS["information_sampling"].notice)


def test_discussions_bear_the_formula_out() -> None:
    facts = 12 * 1000
    found = information_sampling(members=4, p=0.4, common=12, single=12, discussions=1000)
    for simulated, chance in ((found.common_share, 0.8704), (found.single_share, 0.4)):
        assert simulated == pytest.approx(chance, abs=3 * (chance * (1 - chance) / facts) ** 0.5)
