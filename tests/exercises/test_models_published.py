"""Further figures of the same papers and of their mathematics, beside those that the models were built to hit."""

import math
from statistics import NormalDist

import numpy as np
import pytest

from kith_exercises.models import networks
from kith_exercises.models.cascade import normal_cascade, normal_thresholds, threshold_cascade
from kith_exercises.models.cooperators import classify, conditional_cooperation
from kith_exercises.models.exploration import nk_landscape
from kith_exercises.models.fixation import cycle_fixation, fixation
from kith_exercises.models.goods import public_goods
from kith_exercises.models.opinions import averaging_opinions, influence
from kith_exercises.models.organisation import organisational_learning
from kith_exercises.models.reputation import image_scoring
from kith_exercises.models.rules import five_rules
from kith_exercises.models.sampling import information_sampling
from kith_exercises.models.smallworld import small_world
from kith_exercises.models.teams import diversity_and_ability
from kith_exercises.models.tournament import STRATEGIES, repeated_dilemma, tournament


def test_clustering_falls_with_the_third_power_of_the_ties_that_stay() -> None:
    # A. Barrat and M. Weigt (2000), European Physical Journal B 13, 547: all three ties of a triangle must stay.
    world = small_world(people=1000, neighbours=10, p=(0.05, 0.1, 0.3), seed=2)
    assert world["clustering"] == pytest.approx(2 / 3 * (1 - world["p"]) ** 3, abs=0.02)


def test_hubs_are_as_many_as_preferential_attachment_makes() -> None:
    # S. N. Dorogovtsev and others (2000), Physical Review Letters 85, 4633: 2m(m+1) / (k(k+1)(k+2)) have k ties.
    people, each = 8000, 2
    ties = networks.scale_free(people, each, np.random.default_rng(1))
    degree = np.bincount(ties.ravel())
    assert len({tuple(sorted(tie)) for tie in ties.tolist()}) == len(ties) == 3 + each * (people - 3)
    for k in (2, 3, 4, 6):
        share = 2 * each * (each + 1) / (k * (k + 1) * (k + 2))
        assert (degree == k).mean() == pytest.approx(share, abs=3 * math.sqrt(share / people))


@pytest.mark.parametrize(("people", "ratio"), [(8, 13), (20, 37 / 7), (50, 97 / 22)])
def test_for_imitation_on_a_circle_the_ratio_is_4n_less_6_over_n_less_6(people: int, ratio: float) -> None:
    w = 1e-6
    gain = cycle_fixation(people, 1, 0, w, "imitation") - 1 / people
    loss = 1 / people - cycle_fixation(people, 0, 1, w, "imitation")
    assert (4 * people - 6) / (people - 6) == pytest.approx(ratio)
    assert loss / gain == pytest.approx(ratio, rel=1e-4)


def test_worlds_that_have_not_ended_are_told() -> None:
    run = fixation(people=40, generations=2, runs=50)
    assert run["open"][-1] > 0
    assert f"of 50 worlds ({round(50 * run['open'][-1])} still open);" in run.outcome
    assert "still open" not in fixation().outcome


#: What a strategy does after both cooperated, only I did, only the other did, neither did: chances to cooperate.
MEMORY_ONE = {
    "tit for tat": (1, 0, 1, 0),
    "generous tit for tat": (1, 1 / 3, 1, 1 / 3),
    "win stay, lose shift": (1, 0, 0, 1),
    "always defect": (0, 0, 0, 0),
    "toss a coin": (0.5, 0.5, 0.5, 0.5),
}


def long_run(one: str, other: str, noise: float) -> float:
    """Points a move of the one, from the chain over the four outcomes of a move."""
    mine, theirs = (
        [chance * (1 - noise) + (1 - chance) * noise for chance in MEMORY_ONE[name]] for name in (one, other)
    )
    theirs = [theirs[0], theirs[2], theirs[1], theirs[3]]  # the other sees the second and third outcome swapped
    moves = [[p * q, p * (1 - q), (1 - p) * q, (1 - p) * (1 - q)] for p, q in zip(mine, theirs, strict=True)]
    return float(np.linalg.matrix_power(np.array(moves), 2**12)[0] @ [3, 0, 5, 1])


def test_with_noise_tit_for_tat_among_itself_sinks_to_the_mean_of_all_four_payoffs() -> None:
    assert long_run("tit for tat", "tit for tat", 0.05) == pytest.approx((3 + 0 + 5 + 1) / 4)


@pytest.mark.parametrize("one", MEMORY_ONE)
@pytest.mark.parametrize("other", ["tit for tat", "generous tit for tat", "win stay, lose shift"])
def test_noisy_games_come_to_what_their_markov_chain_says(one: str, other: str) -> None:
    runs = [repeated_dilemma(one=one, other=other, noise=0.05, moves=1000, seed=seed) for seed in range(15)]
    points = [(run["one"][-1] - run["one"][99]) / 900 for run in runs]
    error = np.std(points, ddof=1) / math.sqrt(len(points))
    assert np.mean(points) == pytest.approx(long_run(one, other, 0.05), abs=4 * error)


def test_a_tournament_names_all_who_do_best() -> None:
    equal = tournament(strategies=("tit for tat", "always cooperate"))
    assert equal.outcome == "always cooperate and tit for tat do best of 2, with 3.00 points a move."


def test_a_new_strategy_leaves_the_games_of_the_others_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    two = ("toss a coin", "generous tit for tat")
    before = tournament(strategies=two, noise=0.1)
    monkeypatch.setitem(STRATEGIES, "a first idea", lambda past: len(past.mine) % 2 == 0)
    assert tournament(strategies=two, noise=0.1) == before


@pytest.mark.parametrize("other", STRATEGIES)
def test_without_slips_tit_for_tat_never_gets_more_than_the_other(other: str) -> None:
    game = repeated_dilemma(one="tit for tat", other=other)
    assert np.all(game["one"] <= game["other"])


def test_with_mutation_help_comes_and_goes() -> None:
    helped = image_scoring(mutation=0.01, generations=1500, seed=1)["helped"]
    ups = np.flatnonzero(np.diff((helped[helped != 0.5] > 0.5).astype(int)) == 1)
    assert len(ups) >= 2


def test_without_stakes_reputation_is_drift_and_half_of_the_worlds_end_in_help() -> None:
    # Six of the twelve limits, -5 to 0, help whoever has a clean score.
    ends = [image_scoring(people=8, meetings=2, generations=80, b=0, c=0, seed=seed) for seed in range(120)]
    helping = [np.asarray(run.frames)[-1, :6].sum() for run in ends]
    assert set(helping) == {0, 8}
    assert np.mean(helping) / 8 == pytest.approx(0.5, abs=3 * math.sqrt(0.25 / 120))


def test_teams_in_relay_do_as_well_as_in_the_paper_itself() -> None:
    # Hong and Page (2004), table 1; deviations between landscapes as in Wallrich (2022).
    runs = [diversity_and_ability(points=2000, together="relay", seed=seed) for seed in range(15)]
    for team, published, deviation in (("best", 92.56, 1.26), ("drawn", 94.53, 0.56)):
        reached = np.mean([getattr(run, team).reached for run in runs])
        assert reached == pytest.approx(published, abs=3 * deviation / math.sqrt(len(runs)))


@pytest.mark.parametrize(("n", "peaks"), [(6, 2**6 / 7), (8, 2**8 / 9)])
def test_the_most_tangled_landscape_has_as_many_peaks_as_chance_makes(n: int, peaks: float) -> None:
    # S. Kauffman and S. Levin (1987), Journal of Theoretical Biology 128, 11-45: 2^n / (n + 1) for k = n - 1.
    rng, found = np.random.default_rng(4), []
    for _ in range(60):
        score = nk_landscape(n=n, k=n - 1, rng=rng)
        near = np.arange(2**n)[:, None] ^ 1 << np.arange(n)
        found.append(int((score[:, None] > score[near]).all(axis=1).sum()))
    assert np.mean(found) == pytest.approx(peaks, abs=3 * np.std(found, ddof=1) / math.sqrt(60))


def test_without_tangles_a_landscape_has_one_peak() -> None:
    score = nk_landscape(n=8, k=0, rng=np.random.default_rng(4))
    near = np.arange(2**8)[:, None] ^ 1 << np.arange(8)
    assert int((score[:, None] > score[near]).all(axis=1).sum()) == 1


def test_whoever_has_no_opinion_goes_on_acting_in_the_program_of_march() -> None:
    # One person without an opinion and a code without one: by the text nothing moves, by the program they try things.
    started = [
        organisational_learning(people=1, dimensions=1, p2=1, gradual=gradual, runs=1, periods=60, seed=3)
        for gradual in (False, True)
    ]
    assert [run["people"][0] for run in started] == [0, 0]
    assert len(started[0]["code"]) == 1
    assert started[1]["code"][-1] == 1


@pytest.mark.parametrize("seed", range(5))
def test_what_a_group_gains_is_what_it_gives_times_the_return_less_one(seed: int) -> None:
    gifts = np.random.default_rng(seed).integers(0, 21, 5).tolist()
    assert sum(public_goods(gifts=gifts, returned=0.5).each) == pytest.approx(5 * 20 + (5 * 0.5 - 1) * sum(gifts))


def test_among_conditional_cooperators_and_free_riders_giving_falls_at_an_exact_pace() -> None:
    # Each conditional sees three drawn from all others, of whom 11 of 23 are conditional too.
    kinds = {"conditional": 12, "free_riders": 12, "humps": 0, "others": 0}
    means = np.array([conditional_cooperation(**kinds, rounds=5, seed=seed)["mean_gift"] for seed in range(300)])
    error = means.std(axis=0, ddof=1) / math.sqrt(300)
    assert np.all(np.abs(means.mean(axis=0) - 5 * (11 / 23) ** np.arange(5)) <= 3 * error + 1e-12)


@pytest.mark.parametrize(
    "schedule",
    [[0, 1, 2, *[0] * 18], [0] * 9 + [5, 9, 12, 9, 5] + [0] * 7, [*range(0, 10, 2), *range(10, 2, -2), *[0] * 12]],
)
def test_a_hump_needs_more_than_a_few_numbers_that_happen_to_be_in_order(schedule: list[float]) -> None:
    up = int(np.argmax(schedule)) + 1
    assert len(schedule) == 21
    assert classify(schedule) == ("hump" if up >= 6 else "other")


@pytest.mark.parametrize(
    ("rule", "given"),
    [("kin", {"relatedness": x / 20}) for x in range(1, 20)]
    + [("direct", {"again": x / 20}) for x in range(1, 20)]
    + [("indirect", {"known": x / 20}) for x in range(1, 20)],
)
def test_just_at_a_rules_ratio_giving_cannot_hold_its_ground(rule: str, given: dict[str, float]) -> None:
    needs = five_rules(**given)[rule].needs  # type: ignore[arg-type]
    assert not five_rules(b=needs, **given)[rule].stable  # type: ignore[arg-type]


def test_the_wider_the_thresholds_the_nearer_a_crowd_comes_to_half() -> None:
    # Granovetter (1978): past the spread at which nearly all act, ever fewer do, and in the end one half.
    ends = [normal_cascade(mean=25, spread=spread)["active"][-1] for spread in (13, 30, 50, 100, 1000)]
    assert ends == sorted(ends, reverse=True)
    assert ends[0] > 99.9
    assert ends[-1] == pytest.approx(50, abs=1.1)
    # Where it ends, as many act as have thresholds of that or less.
    for spread, end in zip((30, 50, 100, 1000), ends[1:], strict=True):
        assert end == pytest.approx(100 * NormalDist(25, spread).cdf(end), abs=0.01)


def test_of_two_the_one_who_listens_less_has_two_thirds_of_the_say() -> None:
    # An example of M. H. DeGroot (1974).
    assert influence(trust=((1 / 2, 1 / 2), (1 / 4, 3 / 4))) == pytest.approx([1 / 3, 2 / 3])


@pytest.mark.parametrize(("points", "cost"), enumerate((0, 1, 2, 4, 6, 9, 12, 16, 20, 25, 30)))
def test_points_cost_what_fehr_and_gaechter_list_and_take_a_tenth_each(points: int, cost: int) -> None:
    # What points cost, in Fehr and Gächter (2000).
    given = [[0, points], [0, 0]]
    assert public_goods(gifts=(0, 0), points=given).each == pytest.approx((20 - cost, 20 * (1 - points / 10)))


def test_two_who_change_places_for_ever_do_so_in_what_is_suggested() -> None:
    run = averaging_opinions(trust=((0, 1, 0), (1, 0, 0), (0, 0.5, 0.5)), opinions=(0, 100, 50), steps=5)
    assert run["person_0"].tolist() == [0, 100, 0, 100, 0, 100]


def test_who_thinks_alike_from_the_start_is_not_said_to_disagree() -> None:
    run = averaging_opinions(trust=((1, 0), (0, 1)), opinions=(7, 7))
    assert run.outcome == "Trust like this need not bring everybody together; after 20 steps all stand at 7."


def test_a_curve_one_person_wider_tips() -> None:
    ends = [threshold_cascade(thresholds=normal_thresholds(spread=spread))["active"][-1] for spread in (12, 13)]
    assert ends == [3, 100]


def test_nearly_always_is_not_said_to_be_always() -> None:
    assert "with probability more than 99%," in information_sampling(members=4, p=0.9).outcome
    assert "with probability 100%," in information_sampling(members=4, p=1).outcome
