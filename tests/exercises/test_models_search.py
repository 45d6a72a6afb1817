"""Groups that look for something: every number that a paper gives for them."""

import math
from itertools import combinations, cycle

import numpy as np
import pytest
from scipy import stats  # type: ignore[import-untyped]  # SciPy ships no types

from kith_exercises.models.exploration import exploration, nk_landscape
from kith_exercises.models.organisation import organisational_learning
from kith_exercises.models.teams import diversity_and_ability


def mean_and_error(values: list[float]) -> tuple[float, float]:
    return float(np.mean(values)), float(np.std(values, ddof=1) / math.sqrt(len(values)))


#: Means and standard deviations over 500 landscapes of 2000 points, by size of the team and reach: how high the best
#: and the drawn come, and how diverse they are, in percent (Wallrich 2022, table 1).
TABLE_1 = {
    (10, 12): ((92.34, 1.26), (94.35, 0.56), (84.63, 4.24), (91.75, 2.52)),
    (20, 12): ((93.66, 0.82), (94.74, 0.47), (85.79, 3.01), (91.82, 1.12)),
    (10, 20): ((93.55, 1.25), (95.73, 0.48), (87.06, 4.54), (95.06, 1.77)),
    (20, 20): ((95.00, 0.83), (96.48, 0.42), (88.52, 3.36), (95.05, 0.91)),
}


@pytest.mark.parametrize(("team", "reach", "runs"), [(10, 12, 25), (20, 12, 15), (10, 20, 5), (20, 20, 5)])
def test_both_teams_are_as_good_and_as_diverse_as_in_the_replication(team: int, reach: int, runs: int) -> None:
    found = [diversity_and_ability(points=2000, reach=reach, team=team, together="once", seed=s) for s in range(runs)]
    means = (
        np.mean([run.best.reached for run in found]),
        np.mean([run.drawn.reached for run in found]),
        100 * np.mean([run.best.diversity for run in found]),
        100 * np.mean([run.drawn.diversity for run in found]),
    )
    for mean, (published, deviation) in zip(means, TABLE_1[team, reach], strict=True):
        assert mean == pytest.approx(published, abs=3 * deviation * math.sqrt(1 / runs + 1 / 500))
    # And they differ as much from landscape to landscape: three standard errors of a deviation, to either side.
    least, most = stats.chi2.ppf([0.00135, 0.99865], runs - 1) / (runs - 1)
    best, drawn = ([getattr(run, which).reached for run in found] for which in ("best", "drawn"))
    for values, (_, deviation) in zip((best, drawn), TABLE_1[team, reach], strict=False):
        assert least <= np.var(values, ddof=1) / deviation**2 <= most


@pytest.mark.parametrize("together", ["relay", "once", "tournament"])
def test_a_team_drawn_by_lot_beats_the_best_on_a_rugged_landscape(together: str) -> None:
    runs = [diversity_and_ability(points=500, together=together, seed=seed) for seed in range(20)]
    lead, error = mean_and_error([run.drawn.reached - run.best.reached for run in runs])
    assert lead > 3 * error


def test_who_goes_on_until_nobody_gets_further_comes_higher() -> None:
    once, relay = (diversity_and_ability(together=together, seed=4) for together in ("once", "relay"))
    assert once.best.members == relay.best.members
    assert once.drawn.reached < relay.drawn.reached


def test_the_best_beat_a_team_drawn_by_lot_on_a_smooth_landscape() -> None:
    runs = [diversity_and_ability(points=500, smoothness=8, seed=seed) for seed in range(40)]
    lead, error = mean_and_error([run.best.reached - run.drawn.reached for run in runs])
    assert lead > 3 * error


@pytest.mark.parametrize(("smoothness", "ahead"), [(3, 1), (5, -1)])
def test_it_turns_round_at_a_smoothness_of_about_4(smoothness: int, ahead: int) -> None:
    # Grim and others (2019) find the same.
    runs = [diversity_and_ability(points=500, smoothness=smoothness, seed=seed) for seed in range(30)]
    lead, error = mean_and_error([run.drawn.reached - run.best.reached for run in runs])
    assert ahead * lead > 3 * error


def stops_at(values: list[float], steps: tuple[int, ...], at: int) -> int:
    """Where one searcher gets stuck."""
    stuck = 0
    for step in cycle(steps):
        ahead = (at + step) % len(values)
        at, stuck = (ahead, 0) if values[ahead] > values[at] else (at, stuck + 1)
        if stuck == len(steps):
            return at
    raise AssertionError


@pytest.mark.parametrize("together", ["relay", "once", "tournament"])
@pytest.mark.parametrize("smoothness", [1, 3])
def test_teams_search_together_as_the_rule_says_step_by_step(together: str, smoothness: int) -> None:
    run = diversity_and_ability(points=50, reach=6, team=4, together=together, smoothness=smoothness, seed=8)
    values = run.values.tolist()
    for team in (run.best, run.drawn):
        ends = []
        for start in range(50):
            at = start
            while True:
                before = at
                if together == "tournament":
                    at = max((stops_at(values, member, before) for member in team.members), key=values.__getitem__)
                else:
                    for member in team.members:
                        at = stops_at(values, member, at)
                if at == before or together == "once":
                    break
            ends.append(values[at])
        assert team.reached == pytest.approx(np.mean(ends))
        pairs = list(combinations(team.members, 2))
        differ = [sum(a != b for a, b in zip(*pair, strict=True)) / 3 for pair in pairs]
        assert team.diversity == pytest.approx(np.mean(differ))
    alone = [values[stops_at(values, run.best.members[0], at)] for at in range(50)]
    assert run.ability.max() == pytest.approx(np.mean(alone))


#: Share of reality that the code has right in the end, for p2 = 0.5, by p1; standard error .004.
@pytest.mark.parametrize(("p1", "knowledge"), [(0.1, 0.838), (0.5, 0.722), (0.9, 0.685)])
def test_the_slower_people_take_over_the_code_the_more_it_knows_in_the_end(p1: float, knowledge: float) -> None:
    run = organisational_learning(p1=p1, p2=0.5, runs=80, periods=400)
    _, error = mean_and_error((np.asarray(run.frames)[-1] / 1000).tolist())
    assert run["code"][-1] == pytest.approx(knowledge, abs=3 * math.hypot(error, 0.004))


#: Right less wrong, in 10 000 runs of Workiewicz's reconstruction of March's program (p2 = 0.5).
@pytest.mark.parametrize(("p1", "knowledge"), [(0.1, 0.9543), (0.5, 0.8106), (0.9, 0.7421)])
def test_the_program_behind_marchs_figures_ends_where_its_reconstruction_does(p1: float, knowledge: float) -> None:
    run = organisational_learning(p1=p1, p2=0.5, gradual=True, runs=80, periods=400)
    _, error = mean_and_error((np.asarray(run.frames)[-1] / 500 - 1).tolist())
    assert 2 * run["code"][-1] - 1 == pytest.approx(knowledge, abs=3 * error)


def test_in_a_changing_world_newcomers_keep_an_organisation_awake() -> None:
    closed = organisational_learning(p1=0.5, turbulence=0.02, runs=40)["code"][-1]
    renewed = organisational_learning(p1=0.5, turbulence=0.02, turnover=0.1, runs=40)["code"][-1]
    assert renewed > closed + 0.1


def test_the_full_network_leads_early_and_the_line_late() -> None:
    runs = {
        network: np.array([exploration(network=network, people=100, n=20, k=5, seed=s)["mean"] for s in range(30)])
        for network in ("full", "line")
    }
    lead = runs["full"] - runs["line"]
    error = lead.std(axis=0, ddof=1) / math.sqrt(30)
    assert lead[:, 5].mean() > 3 * error[5]
    assert lead[:, -1].mean() < -3 * error[-1]


def test_a_full_network_soon_holds_one_solution_and_a_line_many() -> None:
    full, line = exploration(network="full", n=16, steps=20), exploration(network="line", n=16, steps=20)
    assert full["solutions"][5] == 1
    assert line["solutions"][-1] > 5


def test_the_landscape_is_the_sum_of_what_each_switch_adds() -> None:
    n, k = 6, 2
    rng, again = np.random.default_rng(7), np.random.default_rng(7)
    tables = [again.random((2,) * (k + 1)) for _ in range(n)]
    sums = [sum(tables[i][tuple(x >> ((i + j) % n) & 1 for j in range(k + 1))] for i in range(n)) for x in range(2**n)]
    assert nk_landscape(n=n, k=k, rng=rng) == pytest.approx((np.array(sums) / max(sums)) ** 8)


def test_without_tangles_everybody_finds_the_best_solution() -> None:
    assert exploration(network="line", n=10, k=0, steps=300)["mean"][-1] == 1
