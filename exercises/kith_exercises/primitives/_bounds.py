"""Choosing among possible pairs so that everybody gives and takes as often as they should."""

from collections.abc import Iterable, Mapping

import numpy as np

__all__ = ["Bounds", "Pair", "one_way_within", "pairs_within"]

#: Who gives, and who takes.
Pair = tuple[str, str]

#: How often at least, and at most.
Bounds = Mapping[str, tuple[int, int]]


def pairs_within(
    possible: Iterable[Pair], giving: Bounds, taking: Bounds, *, in_all: tuple[int, int] | None = None
) -> tuple[Pair, ...] | None:
    """Some of the possible pairs, with everybody in them as often as they should be; None if there are no such pairs.

    ``in_all`` says how many pairs at least, and at most. Each pair is a pipe that carries 0 or 1, each person one that
    carries as much as their bounds say, and round it goes. That a flow with least amounts is one without, between two
    further ends, and that it comes in whole numbers: L. R. Ford and D. R. Fulkerson (1962), Flows in Networks,
    chapter II.
    """
    from scipy.sparse import csr_array  # type: ignore[import-untyped]  # SciPy ships no types
    from scipy.sparse.csgraph import maximum_flow  # type: ignore[import-untyped]  # as above

    listed = tuple(possible)
    givers, takers = ({person: place for place, person in enumerate(bounds)} for bounds in (giving, taking))
    starts = np.fromiter((givers[giver] for giver, _ in listed), np.int32, len(listed))
    stops = np.fromiter((takers[taker] for _, taker in listed), np.int32, len(listed)) + np.int32(len(givers))
    pipes, ends, due = _pipes(giving, taking, in_all or (0, len(listed)))
    further = np.array(pipes, np.int32).T
    most = np.concatenate([np.ones(len(listed), np.int32), further[2]])
    between = np.concatenate([starts, further[0]]), np.concatenate([stops, further[1]])
    carried = maximum_flow(csr_array((most, between), shape=(ends, ends)), ends - 2, ends - 1)
    if carried.flow_value < due:
        return None
    return tuple(listed[place] for place in np.flatnonzero(carried.flow.toarray()[starts, stops]))


def one_way_within(possible: Iterable[Pair], giving: Bounds, taking: Bounds) -> tuple[Pair, ...] | None:
    """The same, no two of them between the same two people; None if there are no such pairs. For few people.

    Here a flow is not enough, as it may well go both ways between two. Each pair is a number, 0 or 1, and of two that
    are opposite only one may be 1: a search that leaves out nothing (A. H. Land and A. G. Doig 1960, An automatic
    method of solving discrete programming problems, Econometrica 28, 497-520). Among several the first pairs win.
    """
    from scipy.optimize import milp  # type: ignore[import-untyped]  # SciPy ships no types

    listed = tuple(possible)
    if not listed:
        return None
    places = {pair: place for place, pair in enumerate(listed)}
    rows, low, high = [], [], []
    for side, bounds in enumerate((giving, taking)):
        for person, (least, most) in bounds.items():
            rows.append([float(pair[side] == person) for pair in listed])
            low.append(least)
            high.append(most)
    for giver, taker in listed:
        if giver < taker and (back := places.get((taker, giver))) is not None:
            rows.append([float(place in (places[giver, taker], back)) for place in range(len(listed))])
            low.append(0)
            high.append(1)
    # So many branches are far more than pods of a few people need, and end the search at the same place each time.
    found = milp(
        np.arange(1.0, len(listed) + 1) / len(listed),
        integrality=np.ones(len(listed)),
        bounds=(0, 1),
        constraints=(np.array(rows), np.array(low), np.array(high)),
        options={"node_limit": 10_000},
    )
    if found.x is None:
        return None
    return tuple(pair for pair, carries in zip(listed, found.x, strict=True) if carries > 0.5)


def _pipes(giving: Bounds, taking: Bounds, in_all: tuple[int, int]) -> tuple[list[tuple[int, int, int]], int, int]:
    """All pipes but the pairs as (from, to, most), how many ends there are, and what must flow between the last two.

    The ends are those who give, in their order, then those who take, then four more.
    """
    source = len(giving) + len(taking)
    sink, least_in, least_out = source + 1, source + 2, source + 3
    pipes = list[tuple[int, int, int]]()
    for giver, (low, high) in enumerate(giving.values()):
        pipes += [(least_in, giver, low), (source, giver, high - low)]
    for taker, (low, high) in enumerate(taking.values(), len(giving)):
        pipes += [(taker, least_out, low), (taker, sink, high - low)]
    given, taken = (sum(low for low, _ in bounds.values()) for bounds in (giving, taking))
    low, high = in_all
    pipes += [(source, least_out, given), (least_in, sink, taken), (sink, source, high - low)]
    pipes += [(sink, least_out, low), (least_in, source, low)]
    return pipes, source + 4, given + taken + low
