"""How much is shown of what an exhaustive minimal suppression would show, with answers as people give them.

No cohort is left out. Answers lie close together or near an end, so parts in which all said the same are common.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path

import pytest

from kith_exercises.privacy import Cell, Cut, Figure, Scale, Withheld, release, release_cuts
from kith_exercises.privacy.complement import left_out
from kith_exercises.privacy.cuts import cells_of
from tests.privacy.cohorts import balanced, natural
from tests.privacy.judge import Lots, everybody_open, told
from tests.privacy.reference import most_shown, page_shown

YES_OR_NO, ONE_TO_FIVE, TO_TEN, TO_HUNDRED = Scale(0, 1), Scale(1, 5), Scale(0, 10), Scale(0, 100)

#: Scale, mean (in the middle, if none is given) and standard deviation of each column of the tables in the docs.
ANSWERS = [
    (YES_OR_NO, 0.5, 0.4),
    (YES_OR_NO, 0.7, 0.4),
    (YES_OR_NO, 1, 0.4),
    (Scale(1, 4), None, 0.6),
    (ONE_TO_FIVE, None, 0.6),
    (ONE_TO_FIVE, 4.5, 0.8),
    (TO_TEN, None, 2.0),
]


@pytest.mark.parametrize(
    ("parts", "seeds", "scale", "spread", "mean"),
    [
        ((4,), 4, ONE_TO_FIVE, 0.6, None),
        ((4,), 2, TO_TEN, 2.0, None),
        ((4,), 4, YES_OR_NO, 0.4, 0.7),
        ((4,), 6, YES_OR_NO, 0.4, 1.1),
        ((2, 2), 6, YES_OR_NO, 0.4, 1.1),
        ((3,), 4, YES_OR_NO, 0.4, 0.7),
        ((2, 2), 2, ONE_TO_FIVE, 0.8, None),
        ((3, 4), 1, ONE_TO_FIVE, 0.8, 4.5),
        ((2,), 8, ONE_TO_FIVE, 0.5, 4.7),
        ((2,), 8, ONE_TO_FIVE, 0.7, 4.5),
        ((3,), 6, ONE_TO_FIVE, 0.5, 4.7),
        ((2, 2), 3, ONE_TO_FIVE, 0.5, None),
        ((2,), 2, TO_HUNDRED, 3, 50),
        ((2, 3), 1, TO_HUNDRED, 3, 50),
        ((2, 3, 4), 2, YES_OR_NO, 0.4, 0.5),
        ((2,), 10, ONE_TO_FIVE, 0.5, None),
        ((2,), 24, Scale(1, 4), 0.5, 2),
    ],
)
def test_of_what_could_be_shown_four_fifths_are(
    parts: Sequence[int], seeds: int, scale: Scale, spread: float, mean: float | None
) -> None:
    shown = could = 0
    for seed in range(seeds):
        cuts, values = balanced(24, parts, seed), natural(24, seed, spread, int(scale.low), int(scale.high), mean)
        shown += count(release_cuts(values, cuts, scale))
        could += most_shown(values, cuts, scale)
    assert shown >= 0.8 * could


@pytest.mark.parametrize(
    ("row", "parts", "columns"),
    [
        ("four pods of six", (4,), 7),
        ("two cuts into two", (2, 2), 7),
        ("into three and four", (3, 4), 7),
        ("into two, three and four", (2, 3, 4), 7),
        ("eight cuts into two", (2,) * 8, 2),
        ("eight cuts into three", (3,) * 8, 2),
    ],
)
def test_of_all_that_who_is_in_them_allows_the_docs_tell_the_shares(
    row: str, parts: Sequence[int], columns: int
) -> None:
    table = (Path(__file__).parents[2] / "docs" / "figures.md").read_text(encoding="utf-8")
    _, name, cohorts, *shares = (each.strip() for each in re.findall(rf"\| {row} \|.*", table)[0].split("|")[:-1])
    found = []
    for scale, mean, spread in ANSWERS[:columns]:
        shown = could = 0
        for seed in range(int(cohorts)):
            cuts, values = balanced(24, parts, seed), natural(24, seed, spread, int(scale.low), int(scale.high), mean)
            shown += count(release_cuts(values, cuts, scale))
            could += sum(parts) + 1 - len(left_out(list(cells_of(frozenset(values), cuts).values()), 6))
        found.append(f"{100 * shown / could:.0f}%")
        assert shown >= 0.8 * could
    assert (name, found) == (row, shares)


def count(page: Mapping[Cell, Figure | Withheld]) -> int:
    return sum(isinstance(figure, Figure) for figure in page.values())


def test_the_reference_leaves_out_what_tells() -> None:
    pods = balanced(12, (2,), 1)
    one, other = (sorted(part) for _, part in pods[0].parts)
    apart = dict(zip([*one, *other], [1.0, 2, 3, 4, 5, 3] * 2, strict=True))
    assert most_shown(apart, pods, ONE_TO_FIVE) == 3
    # Of twelve 8 said yes, and of one half two at most: so the other half did, all of them.
    yes = dict(zip([*one, *other], [0.0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1], strict=True))
    assert most_shown(yes, pods, Scale(0, 1)) < 3
    # But a high mean of a half is said of sums from 27 to 30, so nobody's answer follows, whoever said 5 alike.
    assert most_shown(apart | dict.fromkeys(one, 5.0), pods, ONE_TO_FIVE) == 3


def test_the_reference_tells_answers_to_somebody_who_knows_its_choice() -> None:
    names = [[f"{lot}-{n}" for n in range(6)] for lot in range(2)]
    pods = [Cut("pod", tuple((str(lot), frozenset(people)) for lot, people in enumerate(names)))]

    def page(lots: Lots) -> Hashable:
        named = zip(itertools.chain(*names), map(float, itertools.chain(*lots)), strict=True)
        return tuple(page_shown(dict(named), pods, Scale(0, 1)).items())

    # Of twelve 8 said yes, and the half that was left out could not be shown: so 2 of it did, and all of the other.
    assert any(sum(map(sum, lots)) == 8 for _, lots in told((6, 6), range(2), page))


def test_that_no_part_is_shown_tells_nothing_of_seven_and_six_people() -> None:
    # With this figure parts were once refused of 21 cohorts only, in which whoever said 3 of six knew five who said 1.
    names = [[f"{lot}-{n}" for n in range(size)] for lot, size in enumerate((7, 6))]
    cuts = [Cut("pod", tuple((str(lot), frozenset(people)) for lot, people in enumerate(names)))]
    figure = release([2.0, 3, 3, 4, 4, 5, 5, 1, 1, 1, 1, 1, 3])
    assert isinstance(figure, Figure)
    cohorts = defaultdict[str, list[Lots]](list)
    every = (itertools.combinations_with_replacement(range(1, 6), size) for size in (7, 6))
    for lots in itertools.product(*every):
        values = list(map(float, itertools.chain(*lots)))
        if sum(values) == 34 and 100 <= sum(value**2 for value in values) <= 125 and release(values) == figure:
            named = zip(itertools.chain(*names), values, strict=True)
            cohorts[repr(release_cuts(dict(named), cuts, ONE_TO_FIVE))].append(lots)
    assert len(cohorts) > 1
    assert all(everybody_open(possible) for possible in cohorts.values())
