"""Attackers who keep everything that was ever published, know who was counted and their own answer, and reckon."""

import itertools
import json
import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]

from kith_exercises import privacy
from kith_exercises.privacy import Cell, Cut, Figure, Scale, Thresholds, Withheld, release, release_cuts
from kith_exercises.privacy.cuts import EVERYBODY, atoms_of, cells_of
from kith_exercises.privacy.rounding import shown_reach, step, to_step, variance_within
from kith_facilitator.editions import make_edition
from tests.dashboards.cohorts import prompts
from tests.privacy.cohorts import answers, drawn
from tests.privacy.judge import Lots, told

THREE = Thresholds(scores=3, text=3)


def test_two_readers_who_pool_what_they_said_learn_as_seldom_as_is_said() -> None:
    # Of all cohorts that are shown, each as often as it can come about: what two could work out of some third one.
    found = []
    for people in (6, 8, 12):
        pages: dict[str, list[tuple[int, ...]]] = defaultdict(list)
        for cohort in itertools.combinations_with_replacement(range(1, 6), people):
            figure = release(list(map(float, cohort)))
            if isinstance(figure, Figure):
                pages[repr(figure)].append(cohort)
        learned = sum(ways(cohort) for possible in pages.values() for cohort in learned_by_two(possible))
        found.append(100 * learned / sum(map(ways, itertools.chain(*pages.values()))))
    said = re.search(
        r"in ([\d.]+)% of.*in ([\d.]+)%, of twelve in ([\d.]+)%", " ".join((privacy.__doc__ or "").split())
    )
    assert said is not None
    assert [f"{share:.{len(text) - 2}f}" for share, text in zip(found, said.groups(), strict=True)] == [*said.groups()]


def ways(cohort: Sequence[int]) -> int:
    """How often these answers come about, by who gave which."""
    return math.factorial(len(cohort)) // math.prod(math.factorial(cohort.count(kind)) for kind in set(cohort))


def learned_by_two(possible: Sequence[tuple[int, ...]]) -> set[tuple[int, ...]]:
    """Which of these cohorts, that share a page, tell all others' answer to two who put theirs together."""
    found = set()
    for one, other in itertools.combinations_with_replacement(range(1, 6), 2):
        known = [each for each in possible if not Counter((one, other)) - Counter(each)]
        if len({answer for each in known for answer in Counter(each) - Counter((one, other))}) == 1:
            found.update(known)
    return found


def one_group(lots: Lots) -> Hashable:
    return repr(release([float(value) for value in lots[0]], thresholds=THREE))


@pytest.mark.parametrize(("people", "kinds"), [(4, 4), (5, 4), (6, 4), (7, 3), (9, 2)])
def test_of_all_cohorts_there_are_none_gives_an_answer_away_by_its_figure(people: int, kinds: int) -> None:
    # What is withheld is a page as well: an attacker knows why it can be.
    assert list(told([people], range(kinds), one_group)) == []


def test_the_judge_finds_what_a_plain_mean_gives_away() -> None:
    found = list(told([5], range(3), lambda lots: sum(lots[0])))
    assert any(lots == ((2, 2, 2, 2, 2),) for _, lots in found)
    assert any(lots == ((0, 2, 2, 2, 2),) for _, lots in found)  # to whoever answered 0


@pytest.mark.parametrize(("sizes", "kinds"), [((4, 4), 2), ((5, 4), 2), ((4, 4), 3), ((6, 6, 6), 2)])
def test_of_all_cohorts_there_are_none_gives_an_answer_away_by_its_parts(sizes: tuple[int, ...], kinds: int) -> None:
    names = [[f"{lot}-{n}" for n in range(size)] for lot, size in enumerate(sizes)]
    cuts = [Cut("part", tuple((str(lot), frozenset(people)) for lot, people in enumerate(names)))]

    def page(lots: Lots) -> Hashable:
        named = zip(itertools.chain(*names), itertools.chain(*lots), strict=True)
        values = {who: float(value) for who, value in named}
        return repr(release_cuts(values, cuts, Scale(0, kinds - 1), thresholds=THREE))

    assert list(told(sizes, range(kinds), page)) == []


@pytest.mark.parametrize(
    ("sizes", "kinds"), [((2, 2, 2, 3), 2), ((3, 3, 3, 3), 2), ((2, 2, 2, 2), 3), ((2, 2, 2, 3), 3), ((4, 4, 4, 4), 2)]
)
def test_of_all_cohorts_there_are_none_gives_an_answer_away_where_cuts_cross(
    sizes: tuple[int, ...], kinds: int
) -> None:
    # A reader who knows the rules knows of each page also that it passed, and of each other one that it did not.
    names = [[f"{lot}-{n}" for n in range(size)] for lot, size in enumerate(sizes)]
    cuts = [
        Cut(name, tuple((str(part), frozenset(names[one] + names[other])) for part, (one, other) in enumerate(lots)))
        for name, lots in (("row", ((0, 1), (2, 3))), ("column", ((0, 2), (1, 3))))
    ]

    def page(lots: Lots) -> Hashable:
        named = zip(itertools.chain(*names), itertools.chain(*lots), strict=True)
        values = {who: float(value) for who, value in named}
        return repr(release_cuts(values, cuts, Scale(0, kinds - 1), thresholds=THREE))

    assert list(told(sizes, range(kinds), page)) == []


@pytest.mark.parametrize("sizes", [(2, 2, 2, 2, 2, 2), (1, 3, 3, 1, 2, 2)])
def test_of_all_cohorts_there_are_none_gives_an_answer_away_where_three_parts_cross_two(sizes: tuple[int, ...]) -> None:
    names = [[f"{lot}-{n}" for n in range(size)] for lot, size in enumerate(sizes)]
    cuts = [
        Cut(name, tuple((str(part), frozenset(itertools.chain(*(names[lot] for lot in lots)))) for part, lots in parts))
        for name, parts in (("row", enumerate(((0, 1), (2, 3), (4, 5)))), ("column", enumerate(((0, 2, 4), (1, 3, 5)))))
    ]

    def page(lots: Lots) -> Hashable:
        named = zip(itertools.chain(*names), itertools.chain(*lots), strict=True)
        values = {who: float(value) for who, value in named}
        return repr(release_cuts(values, cuts, Scale(0, 1), thresholds=THREE))

    assert list(told(sizes, range(2), page)) == []


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 10**6),
    st.integers(6, 9),
    st.sampled_from([(2,), (2, 2), (2, 3), (3, 3)]),
    st.sampled_from([2, 3]),
    st.booleans(),
)
def test_other_cohorts_would_have_given_the_same_page_for_each_reader_and_each_person(
    seed: int, people: int, parts: tuple[int, ...], high: int, extreme: bool
) -> None:
    chance = random.Random(seed)
    low = 1
    values = answers(people, seed, low, high)
    if extreme:
        values |= {who: float(high) for who in values if chance.random() < 0.7}
    cuts = drawn(people, parts, seed)
    found = release_cuts(values, cuts, Scale(low, high), thresholds=THREE)
    possible = consistent(found, cells_of(frozenset(values), cuts), sorted(values), range(low, high + 1))
    assert_everybody_open(possible, [values[who] for who in sorted(values)])


def consistent(
    page: Mapping[Cell, Figure | Withheld],
    cells: Mapping[Cell, frozenset[str]],
    people: Sequence[str],
    domain: Sequence[int],
) -> NDArray[np.int64]:
    """Every cohort of these people that gives all the numbers of the page, one a row."""
    every = np.array(list(itertools.product(domain, repeat=len(people))))
    variances = (every**2).mean(axis=1) - every.mean(axis=1) ** 2
    for cell, figure in page.items():
        if isinstance(figure, Figure):
            least = max(4, figure.people.low)
            among = [person in cells[cell] for person in people]
            sums = every[:, among].sum(axis=1)
            if cell == EVERYBODY:
                width = step(1, least)
                same = [s for s in set(sums.tolist()) if to_step(s / sum(among), width) == figure.estimate]
            else:
                width = min(1.0, (domain[-1] - domain[0]) / 2)
                same = [s for s in set(sums.tolist()) if in_cell(s / sum(among), domain, width) == figure.estimate]
            fits = np.isin(sums, same)
            every, variances = every[fits], variances[fits]
            reach = figure.interval(95).high - figure.estimate
            drawn = {v: v if cell == EVERYBODY else widest(v, len(people)) for v in set(variances.tolist())}
            seen = {v: abs(shown_reach(drawn[v], least, 95, width) - reach) < 0.05 for v in drawn}
            fits = np.array([seen[v] for v in variances.tolist()], dtype=bool)
            every, variances = every[fits], variances[fits]
    return every


def in_cell(mean: float, domain: Sequence[int], width: float) -> float:
    """The middle of the cell that a part's mean lies in; what lies on an edge is told as nearer to an end."""
    low, high = domain[0], domain[-1]
    place = round((mean - low) / width, 9)
    cell = int(place) if 2 * mean >= low + high else math.ceil(place) - 1
    return low + (min(max(cell, 0), round((high - low) / width) - 1) + 0.5) * width


def widest(variance: float, people: int) -> float:
    """The largest variance with which everybody's intervals are the same: parts are drawn from that."""
    told = max(4, people // 5 * 5)
    return variance_within(variance, [(told, level, step(1, told)) for level in (50, 95)])[1]


def assert_everybody_open(possible: NDArray[np.int64], values: Sequence[float]) -> None:
    assert (possible == values).all(axis=1).any()
    for reader, own in enumerate(values):
        known = possible[possible[:, reader] == own]
        spread = np.ptp(known, axis=0)
        assert all(spread[person] > 0 for person in range(len(values)) if person != reader)


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([(2,), (3,), (2, 2), (2, 4)]))
def test_a_page_is_the_same_if_two_of_the_same_parts_had_changed_answers(seed: int, parts: tuple[int, ...]) -> None:
    values, cuts = answers(24, seed, 0, 10), drawn(24, parts, seed)
    page = release_cuts(values, cuts, Scale(0, 10))
    for lot in atoms_of(list(cells_of(frozenset(values), cuts).values())):
        one, other = min(lot), max(lot)
        changed = values | {one: values[other], other: values[one]}
        assert release_cuts(changed, cuts, Scale(0, 10)) == page


@dataclass(frozen=True)
class Entry:
    """A record as far as the measure looks at it."""

    value: Any
    event: str = "commit"
    seq: int = 1
    prompt: str = "being-seen"
    reach: str = "count"


@dataclass(frozen=True)
class Known:
    """What an edition says of one group of people: their mean lies within ``half`` of ``estimate``."""

    people: frozenset[str]
    estimate: float
    half: float


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**6), st.booleans())
def test_no_answer_follows_from_all_editions_of_a_cohort_that_comes_and_goes(seed: int, extreme: bool) -> None:
    chance = random.Random(seed)
    marks = {f"l{n:02}": chance.choice((0, 120)) if extreme else chance.randrange(121) for n in range(30)}
    known: list[Known] = []
    with TemporaryDirectory() as place:
        here: set[str] = set()
        for week in range(5):
            here |= set(chance.sample(sorted(marks), chance.randrange(4, 10)))
            here -= {who for who in here if chance.random() < 0.05}
            known += seen(Path(place), {who: marks[who] for who in sorted(here)}, week)
    counted = sorted(frozenset[str]().union(*(one.people for one in known)))
    for person in chance.sample(counted, min(4, len(counted))):
        reader = chance.choice([who for who in counted if who != person])
        low, high = between(known, counted, person, {reader: marks[reader]})
        assert high - low >= 1


def seen(place: Path, marks: Mapping[str, int], week: int) -> list[Known]:
    """Publish, and read what an attacker reads who knows besides who was counted."""
    records = {who: [Entry({"marks": {"values": {"public": mark, "anonymous": 60}}})] for who, mark in marks.items()}
    # All marks of a question must differ before any is shown; this one does.
    for n, entries in enumerate(records.values()):
        entries[0].value["marks"]["values"]["anonymous"] += n % 7
    kept = place / "kept" / "waves.json"
    edition = make_edition(
        records,
        place / "editions",
        modules=[("Welcome", [prompts("0-welcome")["being-seen"]])],
        dated=date(2026, 11, 22) + timedelta(weeks=week),
        waves=kept,
    ).edition.read()
    [*_, newest] = [panel for panel in edition["panels"] if panel["id"] == "being-seen--public"]
    figure = newest["rows"][0]["figure"]
    if "withheld" in figure:
        return []
    waves = json.loads(kept.read_text())
    names = {digest(waves["key"], f"l{n:02}"): f"l{n:02}" for n in range(30)}
    last = [one for one in waves["series"]["being-seen"] if one["published"] is not None][-1]
    people = frozenset(names[one] for one in last["counted"]["predicted"])
    return [Known(people, figure["estimate"], 0.25 if len(people) < 15 else 0.05)]


def digest(key: str, learner: str) -> str:
    import hashlib
    import hmac

    return hmac.new(bytes.fromhex(key), learner.encode(), hashlib.sha256).hexdigest()


def between(
    known: Sequence[Known], people: Sequence[str], person: str, own: Mapping[str, float]
) -> tuple[float, float]:
    """The lowest and the highest answer that a person may have given, whole numbers on the line only."""
    rows = np.array([[float(who in one.people) for who in people] for one in known])
    sizes = rows.sum(axis=1)
    means = np.array([one.estimate for one in known])
    halves = np.array([one.half for one in known]) + 1e-9
    sums = LinearConstraint(rows, (means - halves) * sizes, (means + halves) * sizes)
    bounds = Bounds([own.get(who, 0) for who in people], [own.get(who, 120) for who in people])
    one = np.array([float(who == person) for who in people])
    ends = []
    for sign in (1, -1):
        found: Any = milp(sign * one, integrality=np.ones(len(people)), bounds=bounds, constraints=[sums])
        assert found.x is not None
        ends.append(float(found.x @ one))
    return ends[0], ends[1]
