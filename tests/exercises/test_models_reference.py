"""Each rule a second time, read word for word with plain loops: the fast model and the slow one must agree exactly."""

import math
from itertools import product

import numpy as np
import pytest

from kith_exercises.models import networks
from kith_exercises.models.cascade import threshold_cascade
from kith_exercises.models.contagion import complex_contagion
from kith_exercises.models.exploration import exploration, nk_landscape
from kith_exercises.models.fixation import critical_ratio, cycle_fixation, fixation
from kith_exercises.models.hubs import scale_free_dilemma
from kith_exercises.models.lattice import next_generation
from kith_exercises.models.opinions import averaging_opinions
from kith_exercises.models.organisation import organisational_learning
from kith_exercises.models.smallworld import clustering, mean_path

Friends = list[set[int]]


def friends_of(ties: networks.Ties, people: int) -> Friends:
    friends: Friends = [set() for _ in range(people)]
    for one, other in ties.tolist():
        friends[one].add(other)
        friends[other].add(one)
    return friends


@pytest.mark.parametrize("seed", range(10))
def test_a_crowd_ends_at_the_first_number_that_is_enough_for_just_as_many(seed: int) -> None:
    thresholds = np.random.default_rng(seed).integers(0, 40, 30)
    end = next(x for x in range(31) if np.count_nonzero(thresholds <= x) == x)
    assert threshold_cascade(thresholds=thresholds.tolist())["active"][-1] == end


@pytest.mark.parametrize(("threshold", "rewiring"), [(1, 0.1), (2, 0.02), (2, 0.3), (3, 0.1)])
def test_a_practice_travels_as_the_rule_says_person_by_person(threshold: int, rewiring: float) -> None:
    people, neighbours, seed = 80, 6, 4
    rng = np.random.default_rng(seed)
    friends = friends_of(networks.rewired(networks.ring(people, neighbours), people, rewiring, rng), people)
    first = int(rng.integers(people))
    took = [{first, *friends[first]}]
    while True:
        took.append(took[-1] | {i for i in range(people) if len(friends[i] & took[-1]) >= threshold})
        if took[-1] == took[-2]:
            break
    run = complex_contagion(people=people, neighbours=neighbours, threshold=threshold, rewiring=rewiring, seed=seed)
    assert [set(np.flatnonzero(frame).tolist()) for frame in np.asarray(run.frames)] == took[:-1]


@pytest.mark.parametrize("neighbours", [4, 6, 8])
def test_a_ring_is_long_enough_from_one_and_a_half_times_the_neighbours(neighbours: int) -> None:
    long = neighbours * 3 // 2 + 2
    ends = {
        people: complex_contagion(people=people, neighbours=neighbours, threshold=neighbours // 2 + 1)
        for people in (long - 1, long)
    }
    assert ends[long]["took_it_up"][-1] == neighbours + 1
    assert ends[long - 1]["took_it_up"][-1] == long - 1


def distances(friends: Friends, start: int) -> dict[int, int]:
    away = {start: 0}
    for here in (queue := [start]):
        for near in sorted(friends[here]):
            if near not in away:
                away[near] = away[here] + 1
                queue.append(near)
    return away


@pytest.mark.parametrize("p", [0, 0.2, 1])
@pytest.mark.parametrize(("people", "neighbours"), [(70, 4), (40, 2), (9, 6)])
def test_clustering_and_path_are_those_found_by_walking(people: int, neighbours: int, p: float) -> None:
    ties = networks.rewired(networks.ring(people, neighbours), people, p, np.random.default_rng(3))
    friends = friends_of(ties, people)
    shares = []
    for mine in friends:
        pairs = [(a, b) for a, b in product(mine, mine) if a < b]
        shares.append(sum(b in friends[a] for a, b in pairs) / len(pairs) if pairs else 0)
    walks = [away for start in range(people) for away in distances(friends, start).values() if away]
    assert clustering(ties, people) == pytest.approx(np.mean(shares), abs=1e-12)
    assert mean_path(ties, people) == pytest.approx(np.mean(walks), abs=1e-12)
    small = ties.astype(np.uint8)
    assert (clustering(small, people), mean_path(small, people)) == (clustering(ties, people), mean_path(ties, people))


def test_rewiring_keeps_the_number_of_ties_and_ties_nobody_twice_or_to_themselves() -> None:
    ties = networks.rewired(networks.ring(30, 6), 30, 0.7, np.random.default_rng(1))
    pairs = {tuple(sorted(tie)) for tie in ties.tolist()}
    assert len(pairs) == len(ties) == 90
    assert all(one != other for one, other in pairs)


@pytest.mark.parametrize(
    ("b", "themselves"), [(1, True), (1.5, True), (1.6, True), (1.8, True), (2, True), (1.6, False), (5 / 3, False)]
)
def test_where_the_best_giver_and_the_best_taker_do_equally_well_one_stays_as_one_is(
    b: float, themselves: bool
) -> None:
    gives = (np.random.default_rng(2).random((9, 12)) < 0.9).astype(np.int8)
    around = {
        (i, j): [((i + a) % 9, (j + c) % 12) for a, c in product((-1, 0, 1), repeat=2)] for i, j in np.ndindex(9, 12)
    }
    ties = 0
    for _ in range(4):
        met = {p: sum(int(gives[n]) for n in near if themselves or n != p) for p, near in around.items()}
        after = gives.copy()
        for place, near in around.items():
            best = {
                kind: max((met[n] * (1, b)[1 - kind] for n in near if gives[n] == kind), default=-1) for kind in (0, 1)
            }
            ties += best[0] == pytest.approx(best[1])
            after[place] = gives[place] if best[0] == pytest.approx(best[1]) else best[1] > best[0]
        assert np.array_equal(next_generation(gives, b, themselves), after)
        assert np.array_equal(next_generation(gives.astype(bool), b, themselves), after)
        gives = after
    assert ties


def exact_fixation(people: int, neighbours: int, game: tuple[float, float, float], update: str) -> float:
    """The chance that person 0 takes over, from the Markov chain over all 2^people worlds."""
    b, c, w = game
    around = [step for step in range(-(neighbours // 2), neighbours // 2 + 1) if step]
    worlds = 2**people
    moves = np.zeros((worlds, worlds))
    for world in range(worlds):
        gives = [world >> i & 1 for i in range(people)]
        gifts = [sum(gives[(i + step) % people] for step in around) for i in range(people)]
        chance = [1 - w + w * (b * gifts[i] - c * neighbours * gives[i]) for i in range(people)]
        for i in range(people):
            rivals = [(i + step) % people for step in around] + ([i] if update == "imitation" else [])
            for rival in rivals:
                after = world | 1 << i if gives[rival] else world & ~(1 << i)
                moves[world, after] += chance[rival] / sum(chance[r] for r in rivals) / people
    inside = slice(1, worlds - 1)
    ends = np.linalg.solve(np.eye(worlds - 2) - moves[inside, inside], moves[inside, worlds - 1])
    return float(ends[0])


@pytest.mark.parametrize("update", ["death-birth", "imitation"])
@pytest.mark.parametrize("people", [4, 5, 7])
@pytest.mark.parametrize("game", [(4, 1, 0.1), (1.5, 1, 0.3), (6, 0.5, 0.45), (3, 0, 0.9)])
def test_the_chance_on_a_circle_is_that_of_the_whole_chain(
    people: int, game: tuple[float, float, float], update: str
) -> None:
    assert cycle_fixation(people, *game, update) == pytest.approx(exact_fixation(people, 2, game, update), abs=1e-12)


@pytest.mark.parametrize("update", ["death-birth", "imitation"])
def test_worlds_with_four_neighbours_bear_the_whole_chain_out(update: str) -> None:
    game, runs = (6, 1, 0.1), 3000
    chance = exact_fixation(7, 4, game, update)
    found = fixation(people=7, neighbours=4, b=game[0], c=game[1], w=game[2], update=update, runs=runs, generations=150)
    assert found["open"][-1] == 0
    assert found["all_give"][-1] == pytest.approx(chance, abs=3 * math.sqrt(chance * (1 - chance) / runs))


def test_the_ratio_of_taylor_day_and_wild_holds_for_four_neighbours_too() -> None:
    w = 1e-6
    gain = exact_fixation(9, 4, (1, 0, w), "death-birth") - 1 / 9
    loss = 1 / 9 - exact_fixation(9, 4, (0, 1, w), "death-birth")
    assert critical_ratio(9, 4) == pytest.approx(28)
    assert loss / gain == pytest.approx(28, rel=1e-3)


@pytest.mark.parametrize("network", ["scale-free", "ring"])
def test_the_dilemma_with_hubs_does_what_the_rule_says_person_by_person(network: str) -> None:
    people, b, seed = 60, 1.4, 9
    rng = np.random.default_rng(seed)
    ties = networks.scale_free(people, 2, rng) if network == "scale-free" else networks.ring(people, 4)
    friends = [sorted(near) for near in friends_of(ties, people)]
    gives = [bool(x) for x in rng.random(people) < 0.5]
    frames = [gives]
    for _ in range(30):
        earned = [(1 if gives[i] else b) * sum(gives[j] for j in friends[i]) for i in range(people)]
        looked = [friends[i][k] for i, k in enumerate(rng.integers([len(near) for near in friends]).tolist())]
        dice = rng.random(people).tolist()
        after = []
        for i, j in enumerate(looked):
            chance = (earned[j] - earned[i]) / (b * max(len(friends[i]), len(friends[j])))
            after.append(gives[j] if earned[j] > earned[i] and dice[i] < chance else gives[i])
        gives = after
        frames.append(gives)
    run = scale_free_dilemma(people=people, b=b, network=network, steps=30, seed=seed)
    assert np.array_equal(np.asarray(run.frames), np.array(frames, np.uint8))


def test_an_organisation_learns_as_the_text_says_head_by_head() -> None:
    people, dimensions, p1, p2, turnover, turbulence = 7, 9, 0.3, 0.4, 0.1, 0.05
    rng = np.random.default_rng(6)
    reality = rng.choice(np.array([-1, 1], np.int8), (1, dimensions))[0].tolist()
    beliefs = rng.integers(-1, 2, (1, people, dimensions), np.int8)[0].tolist()
    code, known = [0] * dimensions, [0.0]
    for _ in range(25):
        socialised = rng.random((1, people, dimensions))[0]
        taught = rng.random((1, dimensions))[0]
        leaves = rng.random((1, people))[0]
        new = rng.integers(-1, 2, (1, people, dimensions), np.int8)[0].tolist()
        turns = rng.random((1, dimensions))[0]
        right = sum(c == r for c, r in zip(code, reality, strict=True))
        better = [mind for mind in beliefs if sum(x == r for x, r in zip(mind, reality, strict=True)) > right]
        after_code = []
        for d in range(dimensions):
            ayes, noes = (sum(mind[d] == view for mind in better) for view in (1, -1))
            view = 1 if ayes > noes else -1
            moves = ayes != noes and view != code[d] and taught[d] < 1 - (1 - p2) ** abs(ayes - noes)
            after_code.append(view if moves else code[d])
        for i, mind in enumerate(beliefs):
            for d in range(dimensions):
                if code[d] != 0 and socialised[i][d] < p1:
                    mind[d] = code[d]
            if leaves[i] < turnover:
                beliefs[i] = new[i]
        code = after_code
        reality = [-r if turns[d] < turbulence else r for d, r in enumerate(reality)]
        known.append(sum(c == r for c, r in zip(code, reality, strict=True)) / dimensions)
    run = organisational_learning(
        people=people,
        dimensions=dimensions,
        p1=p1,
        p2=p2,
        turnover=turnover,
        turbulence=turbulence,
        runs=1,
        periods=25,
        seed=6,
    )
    assert run["code"] == pytest.approx(known)


@pytest.mark.parametrize("network", ["line", "ring", "full"])
def test_a_group_explores_as_the_rule_says_person_by_person(network: str) -> None:
    people, n, k, seed = 9, 6, 3, 5
    rng = np.random.default_rng(seed)
    score = nk_landscape(n=n, k=k, rng=rng)
    held = rng.integers(2**n, size=people).tolist()
    means = [np.mean(score[held])]
    for _ in range(12):
        flips = rng.integers(n, size=people).tolist()
        after = []
        for i, mine in enumerate(held):
            near = {"line": (i - 1, i + 1), "ring": ((i - 1) % people, (i + 1) % people), "full": range(people)}[
                network
            ]
            best = max((held[j] for j in sorted(near) if 0 <= j < people), key=lambda x: score[x])
            candidate = best if score[best] > score[mine] else mine ^ 1 << flips[i]
            after.append(candidate if score[candidate] > score[mine] else mine)
        held = after
        means.append(np.mean(score[held]))
    assert exploration(people=people, network=network, n=n, k=k, steps=12, seed=seed)["mean"] == pytest.approx(means)


def test_opinions_move_as_the_rule_says_and_among_equals_the_mean_stays() -> None:
    trust = ((0.2, 0.5, 0.3), (0.5, 0.1, 0.4), (0.3, 0.4, 0.3))  # rows and columns add up to 1
    views = [1.0, 5.0, 12.0]
    run = averaging_opinions(trust=trust, opinions=views, steps=6)
    for _ in range(6):
        views = [sum(weight * view for weight, view in zip(row, views, strict=True)) for row in trust]
    assert [run[f"person_{i}"][-1] for i in range(3)] == pytest.approx(views)
    assert np.mean(views) == pytest.approx(6)
    assert run.outcome.startswith("They come to agree on 6;")
