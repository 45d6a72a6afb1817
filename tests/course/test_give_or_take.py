"""What the course says of how sure a figure is, worked out again from the data that come with it."""

import re
import tomllib
from math import sqrt
from pathlib import Path
from statistics import mean, variance

import pytest
from scipy.stats import t

from kith_exercises.data import guyer, load

ROOT = Path(__file__).parents[2]
WELCOME = tomllib.loads((ROOT / "course/0-welcome/sealed.toml").read_text(encoding="utf-8"))
ELSEWHERE = " ".join(
    tomllib.loads((ROOT / "course/1-empathy/sealed.toml").read_text(encoding="utf-8"))["byline"]["elsewhere"][
        "paragraphs"
    ]
)
DEBRIEFS = " ".join((ROOT / "facilitator/guide/debriefs.md").read_text(encoding="utf-8").split())


def welch(some, others):
    """How far apart two groups' means are, and half the 95% interval of that (B. L. Welch 1947)."""
    parts = [variance(group) / len(group) for group in (some, others)]
    freedom = sum(parts) ** 2 / sum(p**2 / (len(g) - 1) for p, g in zip(parts, (some, others), strict=True))
    return mean(some) - mean(others), t.ppf(0.975, freedom) * sqrt(sum(parts))


def shares(*counts):
    """The same for two shares, each (yes, asked), in points of 100."""
    (one, _), (other, _) = rates = [(yes / asked, asked) for yes, asked in counts]
    return 100 * (one - other), 196 * sqrt(sum(rate * (1 - rate) / asked for rate, asked in rates))


def test_the_gap_among_men_and_the_one_among_women_could_each_be_chance():
    (how,) = (step["how"] for step in WELCOME["two-accounts"]["steps"] if "how" in step)
    for sex, told in (("male", "men"), ("female", "women")):
        seen, unseen = (
            [group.cooperation for group in guyer().groups if (group.condition, group.sex) == (where, sex)]
            for where in ("public", "anonymous")
        )
        gap, give = welch(seen, unseen)
        assert gap < give
        assert f"from {give - gap:.0f} fewer to {gap + give:.0f} more for {told}" in how


def test_all_groups_in_public_and_unseen_are_told_with_how_sure_their_gap_is():
    gap, give = welch(guyer().of("public"), guyer().of("anonymous"))
    assert f"{guyer().mean('public'):.1f} of 120" in DEBRIEFS
    assert f"against {guyer().mean('anonymous'):.1f}, with ten groups each" in DEBRIEFS
    assert f"The gap is {gap:.0f}, give or take {give:.0f}" in DEBRIEFS


@pytest.mark.parametrize("at", [0, 1, 2], ids=["sex", "outgoing", "upset"])
def test_who_says_yes_is_told_with_how_sure_the_gap_is(at):
    how = WELCOME["own-look"]["steps"][at]["how"]
    counts = [
        int(count)
        for count in re.findall(r"\d+", re.sub(r"(up to|with) \d+|or more", "", how).partition(" The gap")[0])
    ]
    (first, second) = [(min(pair), max(pair)) for pair in (counts[:2], counts[2:4])]
    gap, give = shares(first, second)
    assert (
        f"The gap is {abs(gap):.0f} point{'s' * (round(abs(gap)) != 1)}, give or take {give:.0f} (95% interval)" in how
    )


@pytest.mark.parametrize("told", [ELSEWHERE, DEBRIEFS], ids=["card", "debrief"])
def test_what_was_found_elsewhere_is_told_with_how_sure_it_is(told):
    (white, asked), (black, _) = counts = [
        (sum(row["called"] for row in names), sum(row["sent"] for row in names))
        for names in (list(load("resumes").where(race=race)) for race in ("white", "black"))
    ]
    assert f"{100 * white / asked:.2f}% of cases" in told
    assert f"in {100 * black / asked:.2f}%" in told
    gap, give = shares(*counts)
    assert re.search(rf"\b{gap:.1f} points(?: apart)?, give or take {give:.1f}\b", told)
    assert gap - give < 2.1 < gap + give, "the later trial lies within what the first leaves open"
    high, low = ([row["conformity"] for row in load("moore").where(partner=rank)] for rank in ("high", "low"))
    gap, give = welch(high, low)
    assert f"{gap:.0f} times more, give or take {give:.0f}" in told
    strict = [list(load("moore").where(partner=rank, category="high")) for rank in ("high", "low")]
    assert [len(rows) for rows in strict] == [7, 8]
    assert "it was {:.1f} and {:.1f}".format(*(mean(row["conformity"] for row in rows) for rows in strict)) in told
