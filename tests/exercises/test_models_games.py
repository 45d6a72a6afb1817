"""Games of giving and taking: every number that a paper gives for them."""

import math
from collections.abc import Callable
from itertools import product

import numpy as np
import pytest

from kith_exercises.models.cooperators import classify, conditional_cooperation
from kith_exercises.models.fixation import critical_ratio, cycle_fixation, fixation
from kith_exercises.models.goods import public_goods
from kith_exercises.models.hubs import scale_free_dilemma
from kith_exercises.models.lattice import next_generation, spatial_dilemma
from kith_exercises.models.reputation import image_scoring
from kith_exercises.models.rules import five_rules
from kith_exercises.models.tournament import STRATEGIES, repeated_dilemma, tournament


def neighbourhood(grid: np.ndarray, i: int, j: int) -> list[tuple[int, int]]:
    return [((i + a) % grid.shape[0], (j + b) % grid.shape[1]) for a, b in product((-1, 0, 1), repeat=2)]


def one_by_one(gives: np.ndarray, b: float, themselves: bool) -> np.ndarray:
    """The rule of Nowak and May read word for word, cell by cell."""
    places = list(np.ndindex(gives.shape))
    met = {p: sum(int(gives[n]) for n in neighbourhood(gives, *p) if themselves or n != p) for p in places}
    earned = {p: met[p] * (1 if gives[p] else b) for p in places}
    best = [max(neighbourhood(gives, i, j), key=lambda n: earned[n]) for i, j in places]
    return np.array([gives[place] for place in best]).reshape(gives.shape)


@pytest.mark.parametrize("b", [1.15, 1.37, 1.73, 1.85, 1.97, 2.3])
@pytest.mark.parametrize("themselves", [True, False])
def test_the_lattice_does_what_the_rule_says_cell_by_cell(b: float, themselves: bool) -> None:
    gives = (np.random.default_rng(5).random((11, 14)) < 0.7).astype(np.int8)
    for _ in range(5):
        after = next_generation(gives, b, themselves)
        assert np.array_equal(after, one_by_one(gives, b, themselves))
        gives = after


def test_givers_settle_near_the_published_share_from_many_starts() -> None:
    starts = [(1.85, 0.9), (1.9, 0.6), (1.95, 0.3), (1.81, 0.5), (1.99, 0.7), (1.9, 0.9)]
    settled = [
        spatial_dilemma(side=100, b=b, givers=share, steps=300, seed=seed)["givers"][150:].mean()
        for seed, (b, share) in enumerate(starts)
    ]
    error = np.std(settled, ddof=1) / math.sqrt(len(settled))
    assert np.mean(settled) == pytest.approx(12 * math.log(2) - 8, abs=3 * error)


@pytest.mark.parametrize(("b", "low", "high"), [(1.59, 0.6, 1), (1.63, 0.25, 0.35), (1.68, 0, 0.1)])
def test_if_nobody_meets_themselves_the_same_happens_between_8_5_and_5_3(b: float, low: float, high: float) -> None:
    givers = spatial_dilemma(side=100, b=b, themselves=False, steps=200)["givers"]
    assert low <= givers[-1] <= high


def test_one_taker_among_givers_makes_a_symmetric_picture() -> None:
    start = np.ones((41, 41))
    start[20, 20] = 0
    frames = spatial_dilemma(b=1.9, start=start, steps=19).frames
    pictures = np.asarray(frames) & 1
    assert np.array_equal(pictures, pictures.transpose(0, 2, 1))
    assert np.array_equal(pictures, pictures[:, ::-1])
    assert (pictures[1] == 0).sum() == 9


@pytest.mark.parametrize(("b", "takers"), [(1.12, 1), (1.13, 9)])
def test_a_lone_taker_is_copied_if_and_only_if_b_is_above_9_8(b: float, takers: int) -> None:
    # Its neighbours see givers with 9 of their own kind around them, and a taker who met 8.
    start = np.ones((9, 9), np.int8)
    start[4, 4] = 0
    assert (next_generation(start, b) == 0).sum() == takers


@pytest.mark.parametrize(("b", "takers"), [(1.7, 4), (1.85, 16)])
def test_a_square_of_four_takers_grows_if_and_only_if_b_is_above_1_8(b: float, takers: int) -> None:
    start = np.ones((20, 20))
    start[9:11, 9:11] = 0
    assert (next_generation(start.astype(np.int8), b) == 0).sum() == takers


@pytest.mark.parametrize(("b", "grows"), [(1.95, True), (2.05, False)])
def test_a_square_of_four_givers_grows_if_and_only_if_b_is_below_2(b: float, grows: bool) -> None:
    start = np.zeros((20, 20), np.int8)
    start[9:11, 9:11] = 1
    assert (next_generation(start, b).sum() > 4) == grows


@pytest.mark.parametrize(("people", "ratio"), [(20, 2.25), (50, 48 / 23)])
def test_on_a_circle_a_gift_must_be_worth_what_taylor_day_and_wild_say(people: int, ratio: float) -> None:
    assert critical_ratio(people, 2) == pytest.approx(ratio, abs=1e-12)
    # To first order in w, the exact chance is 1/people + w (gain b - loss c): it passes 1/people at b/c = loss / gain.
    w = 1e-6
    gain = cycle_fixation(people, 1, 0, w) - 1 / people
    loss = 1 / people - cycle_fixation(people, 0, 1, w)
    assert loss / gain == pytest.approx(ratio, rel=1e-4)


@pytest.mark.parametrize("neighbours", [2, 4, 10])
def test_in_a_large_population_a_gift_must_be_worth_more_than_the_neighbours_it_goes_to(neighbours: int) -> None:
    assert critical_ratio(10**7, neighbours) == pytest.approx(neighbours, rel=1e-5)


def test_for_imitation_it_must_be_worth_two_more() -> None:
    people, w = 4000, 1e-9
    gain = cycle_fixation(people, 1, 0, w, "imitation") - 1 / people
    loss = 1 / people - cycle_fixation(people, 0, 1, w, "imitation")
    assert loss / gain == pytest.approx(2 + 2, rel=0.01)


def test_where_everybody_is_near_everybody_giving_never_pays() -> None:
    assert critical_ratio(12, 6) == math.inf


@pytest.mark.parametrize("update", ["death-birth", "imitation"])
@pytest.mark.parametrize(("b", "c", "w"), [(4, 1, 0.3), (1, 1, 0.0), (6, 0.5, 0.2)])
def test_worlds_on_a_circle_bear_the_exact_chance_out(b: float, c: float, w: float, update: str) -> None:
    chance, runs = cycle_fixation(8, b, c, w, update), 2000
    found = fixation(people=8, neighbours=2, b=b, c=c, w=w, update=update, runs=runs, generations=250)
    assert found["open"][-1] == 0
    assert found["all_give"][-1] == pytest.approx(chance, abs=3 * math.sqrt(chance * (1 - chance) / runs))


def test_the_five_rules_are_nowaks() -> None:
    rules = five_rules(relatedness=0.25, again=0.8, known=0.5, neighbours=4, group_size=10, groups=20)
    needs = {rule.name: rule.needs for rule in rules.rules}
    assert needs == pytest.approx({"kin": 4, "direct": 1.25, "indirect": 2, "network": 4, "group": 1.5})


@pytest.mark.parametrize("name", ["kin", "direct", "indirect", "network", "group"])
def test_giving_is_stable_just_above_each_rules_ratio_and_not_below(name: str) -> None:
    parameters = {"relatedness": 0.3, "again": 0.7, "known": 0.6, "neighbours": 5, "group_size": 7, "groups": 3}
    needs = five_rules(**parameters)[name].needs  # type: ignore[arg-type]
    assert five_rules(b=needs * 1.001, **parameters)[name].stable  # type: ignore[arg-type]
    assert not five_rules(b=needs * 0.999, **parameters)[name].stable  # type: ignore[arg-type]


#: Table 1 of Nowak (2006): b/c above which giving is risk-dominant, and advantageous.
TABLE_1: dict[str, tuple[Callable[[float], float], Callable[[float], float]]] = {
    "direct": (lambda w: (2 - w) / w, lambda w: (3 - 2 * w) / w),
    "indirect": (lambda q: (2 - q) / q, lambda q: (3 - 2 * q) / q),
    "kin": (lambda r: 1 / r, lambda r: 1 / r),
}


@pytest.mark.parametrize(
    ("name", "given", "bound"),
    [("network", {"neighbours": k}, k) for k in (3, 4, 7)]
    + [("group", {"group_size": n, "groups": m}, 1 + n / m) for n, m in ((10, 20), (7, 3))],
)
def test_on_networks_and_in_groups_all_three_come_at_one_ratio(name: str, given: dict[str, int], bound: float) -> None:
    for factor in (0.999, 1.001):
        rule = five_rules(b=bound * factor, **given)[name]  # type: ignore[arg-type]
        assert {rule.stable, rule.risk_dominant, rule.advantageous} == {factor > 1}


@pytest.mark.parametrize("name", TABLE_1)
@pytest.mark.parametrize("chance", [0.2, 0.5, 0.9])
def test_risk_dominance_and_advantage_are_those_of_table_1(name: str, chance: float) -> None:
    for property_, bound in zip(("risk_dominant", "advantageous"), TABLE_1[name], strict=True):
        for factor in (0.999, 1.001):
            rules = five_rules(b=bound(chance) * factor, relatedness=chance, again=chance, known=chance)
            assert getattr(rules[name], property_) == (factor > 1)


def test_reputation_ends_either_in_help_or_in_none() -> None:
    ends = [image_scoring(seed=seed) for seed in range(12)]
    helping = [int(np.asarray(run.frames)[-1, :6].sum()) for run in ends]
    assert set(helping) == {0, 100}
    for run, count in zip(ends, helping, strict=True):
        assert run["helped"][-1] == pytest.approx(count / 100, abs=0.05)


def test_whoever_earned_more_has_more_children() -> None:
    # One meeting with b = 1 and c = 0: if help is given, who got it earned all, and is everybody's parent.
    for seed in range(30):
        run = image_scoring(people=6, meetings=1, generations=2, b=1, c=0, seed=seed)
        first, second = np.asarray(run.frames)
        if run["helped"][0] == 1:
            assert np.count_nonzero(second) == 1
            assert first[second.argmax()] > 0


def test_scores_decide_who_is_helped() -> None:
    for seed in range(40):
        run = image_scoring(people=2, meetings=50, generations=1, b=0, c=0, seed=seed)
        limits = [i - 5 for i, count in enumerate(np.asarray(run.frames)[0].tolist()) for _ in range(count)]
        if max(limits) <= 0:  # both help a clean score, so no score ever falls
            assert run["helped"][0] == 1
        if min(limits) > 0:  # nobody starts, so no score ever rises
            assert run["helped"][0] == 0


@pytest.mark.parametrize(
    ("one", "other", "scores"),
    [
        ("tit for tat", "tit for tat", (600, 600)),
        ("tit for tat", "always defect", (199, 204)),
        ("always cooperate", "always defect", (0, 1000)),
        ("always defect", "always defect", (200, 200)),
        ("never forgive", "always defect", (199, 204)),
        ("tit for two tats", "always defect", (198, 208)),
        ("win stay, lose shift", "always defect", (100, 600)),
    ],
)
def test_two_strategies_get_the_points_that_follow_from_axelrods_payoffs(
    one: str, other: str, scores: tuple[int, int]
) -> None:
    game = repeated_dilemma(one=one, other=other)
    assert (game["one"][-1], game["other"][-1]) == scores


def test_generous_tit_for_tat_forgives_one_time_in_three() -> None:
    game = repeated_dilemma(one="generous tit for tat", other="always defect", moves=3001)
    forgiven = np.asarray(game.frames)[1:, 0].mean()
    assert forgiven == pytest.approx(1 / 3, abs=3 * math.sqrt(2 / 9 / 3000))


def test_one_slip_echoes_between_two_who_answer_in_kind_until_somebody_forgives() -> None:
    def points(name: str) -> float:
        return float(
            np.mean([repeated_dilemma(one=name, other=name, noise=0.02, seed=s)["one"][-1] for s in range(20)])
        )

    assert points("generous tit for tat") > points("tit for tat") + 20


def test_a_tournament_does_not_depend_on_the_order_of_its_players() -> None:
    names = list(STRATEGIES)
    assert tournament(strategies=names, noise=0.05) == tournament(strategies=names[::-1], noise=0.05)


@pytest.mark.parametrize("b", [1.2, 1.4])
def test_with_hubs_most_give_where_the_ring_has_lost_all_givers(b: float) -> None:
    hubs = [scale_free_dilemma(b=b, network="scale-free", seed=seed)["givers"][-1] for seed in range(6)]
    ring = [scale_free_dilemma(b=b, network="ring", seed=seed)["givers"][-1] for seed in range(6)]
    assert np.mean(hubs) > 0.75
    assert max(ring) < 0.05


@pytest.mark.parametrize(
    ("gifts", "earned"),
    [
        ((20,) * 4, (32,) * 4),
        ((0,) * 4, (20,) * 4),
        ((20, 20, 20, 0), (24, 24, 24, 44)),
        ((0, 0, 0, 20), (28, 28, 28, 8)),
    ],
)
def test_public_goods_pay_as_in_fehr_and_gaechter(gifts: tuple[float, ...], earned: tuple[float, ...]) -> None:
    assert public_goods(gifts=gifts).each == pytest.approx(earned)


def test_three_points_cost_four_tokens_and_take_three_tenths() -> None:
    points = [[0, 0, 0, 3], [0] * 4, [0] * 4, [0] * 4]
    assert public_goods(gifts=(20, 20, 20, 0), points=points).each == pytest.approx((20, 24, 24, 44 * 0.7))


def test_nobody_can_lose_more_than_everything_to_points_received() -> None:
    points = [[0, 0, 0, 10], [0, 0, 0, 10], [0] * 4, [0] * 4]
    assert public_goods(gifts=(20, 20, 20, 0), points=points).each == pytest.approx((-6, -6, 24, 0))


@pytest.mark.parametrize(
    ("schedule", "kind"),
    [
        ([0] * 21, "free rider"),
        (list(range(21)), "conditional"),
        ([0] * 20 + [1], "conditional"),
        ([x // 2 for x in range(21)], "conditional"),
        ([0, 2, 1, 3, 2, 5, 4, 6, 6, 8, 7, 9, 9, 11, 10, 12, 14, 13, 15, 16, 15], "conditional"),
        ([min(x, 20 - x) for x in range(21)], "hump"),
        ([min(x, 16 - x) if x < 16 else 0 for x in range(21)], "hump"),
        ([20 - x for x in range(21)], "other"),
        ([10] * 21, "other"),
        ([20, 0] * 10 + [20], "other"),
    ],
)
def test_schedules_are_sorted_as_in_fischbacher_gaechter_and_fehr(schedule: list[float], kind: str) -> None:
    assert classify(schedule) == kind


def test_a_cohort_with_the_published_shares_gives_less_and_less() -> None:
    runs = [conditional_cooperation(conditional=22, free_riders=13, humps=6, others=3, seed=s) for s in range(20)]
    means = np.mean([run["mean_gift"] for run in runs], axis=0)
    assert np.all(np.diff(means[:5]) < 0)
    assert means[-1] < means[0] / 2


def test_conditional_cooperators_among_themselves_keep_giving() -> None:
    run = conditional_cooperation(conditional=44, free_riders=0, humps=0, others=0, rounds=20)
    assert run["mean_gift"] == pytest.approx([10] * 20)
