"""A figure of the cohort, as it is released and as it is drawn: nothing in it says more than was released."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith_exercises.measures.chance import flips
from kith_exercises.measures.change import change
from kith_exercises.measures.finding import Finding, Interval, Wording
from kith_exercises.primitives import PRIMITIVES, scenes
from kith_exercises.primitives.figures import averaged, not_shown, shown
from kith_exercises.primitives.game_facts import Up
from kith_exercises.primitives.primitive import Known
from kith_exercises.privacy import Figure, Withheld, reasons, release, release_measured
from tests.primitives.samples import (
    ALLOCATE,
    BYLINE,
    CALIBRATION,
    GAME_ROUND,
    NETWORK_LAB,
    RECEIPT,
    SAY_BACK,
    UNDER_RULE,
    Sample,
    in_text,
)

WORDS = Wording("we differ", "We were {size} points above", "We were {size} points below", "points", times=100)


def figure_of(estimate: float, low: float, high: float) -> Figure:
    """A figure that a measure found in twelve people."""
    found = Finding(estimate, Interval(low, high), 12, "")
    figure = release_measured({f"{n}": n % 3 / 10 for n in range(12)}, lambda _: found, key=float, grain=0.1, digits=2)
    assert isinstance(figure, Figure)
    return figure


def drawn(found: object, **more: Any) -> list[dict[str, Any]]:
    return scenes.figure(Known(figures={"a/b": found}), "a/b", **more)


def test_a_figure_is_drawn_as_large_as_its_title_tells_it() -> None:
    [scene] = drawn(shown(figure_of(0.31, 0.1, 0.5), WORDS, -100, 100, axis="points"), of=("guess", "n"))
    assert scene["title"] == "We were 31 points above"
    possible, likely = scene["intervals"]
    assert (scene["point"], possible) == (31, {"level": 95, "low": 10, "high": 50})
    assert likely == {"level": 50, "low": 23.8, "high": 37.5}
    assert {**scene["axis"], "label": ""} == {"min": -100, "max": 100, "label": ""}
    assert scene["axis"]["label"].startswith("points. Hatched: ")
    # As far about nothing as the interval goes from the figure to it: the title claims what lies outside.
    assert scene["chance"] == {"low": -21, "high": 21}
    assert [row[1] for row in scene["table"]["rows"]] == [31, 10, 50, 23.8, 37.5, -21, 21, "10 to 14"]
    assert scene["of"] == ["guess", "n"]


def test_where_no_difference_is_not_ruled_out_the_title_says_that_we_cant_tell() -> None:
    [scene] = drawn(shown(figure_of(0.31, -0.1, 0.5), WORDS, -100, 100, axis="points"))
    assert scene["title"] == "We can't tell yet whether we differ"


@pytest.mark.parametrize("seed", range(6))
def test_what_stands_for_chance_holds_what_a_thousand_shuffles_give(seed: int) -> None:
    """The picture follows from what was released; the shuffles are of the answers, which nobody is told."""
    moved = np.random.default_rng(seed).normal(0, 2, 24).round(1)
    before, after = ({f"{n:02}": 10 + turn * (move + seed / 4) for n, move in enumerate(moved)} for turn in (0, 1))

    def measure(_: Sequence[float]) -> Finding:
        return change(before, after, what="what we gave", scale=(0, 20))

    answers = {f"{n:02}": move + seed / 4 for n, move in enumerate(moved)}
    figure = release_measured(answers, measure, key=float, grain=0.1)
    [scene] = drawn(shown(figure, replace(WORDS, times=1), -20, 20, axis="points"))
    chance = flips(list(moved), seed=seed)
    within = np.mean((chance >= scene["chance"]["low"]) & (chance <= scene["chance"]["high"]))
    assert within >= 0.93
    claims = not scene["title"].startswith("We can't tell yet")
    assert claims == (not scene["chance"]["low"] <= scene["point"] <= scene["chance"]["high"])


def test_half_of_means_lie_in_the_likely_part_of_a_measured_figure_or_more() -> None:
    """Of 400 cohorts of twelve whose mean is nothing."""
    chance, inside = np.random.default_rng(5), 0
    for moved in chance.normal(0, 2, (400, 12)).round(1):
        answers = {f"{n:02}": float(move) for n, move in enumerate(moved)}
        pairs = ({who: 10 + turn * move for who, move in answers.items()} for turn in (0, 1))
        found = change(*pairs, what="what we gave", scale=(0, 20))
        figure = release_measured(answers, lambda _, found=found: found, key=float, grain=0.1)
        [likely] = [one for one in drawn(shown(figure, WORDS, -20, 20, axis=""))[0]["intervals"] if one["level"] == 50]
        inside += likely["low"] <= 0 <= likely["high"]
    assert 0.48 <= inside / 400 <= 0.68


def test_on_a_long_line_answers_must_lie_a_twentieth_of_it_apart() -> None:
    def of(*answers: float) -> Any:
        return averaged({f"{n:02}": answers[n % len(answers)] for n in range(20)}, "{size}", (0, 100), "", grain=1)

    assert "point" not in of(70, 71, 74)
    assert of(70, 75)["point"] == 72.5


def test_what_is_held_against_nothing_has_no_picture_of_chance() -> None:
    [scene] = drawn(averaged({f"{n:02}": float(n % 5) for n in range(20)}, "{size}", (0, 5), "points", grain=1))
    assert (scene["chance"], scene["axis"]["label"]) == (None, "points")


def test_the_widest_interval_comes_first_so_that_the_likely_lies_on_the_possible() -> None:
    figure = release([float(n % 5) for n in range(20)])
    [scene] = drawn(shown(figure, Wording("", "{size}", "{size}"), 0, 4, axis="", null=None))
    assert [one["level"] for one in scene["intervals"]] == [95, 50]


def test_what_is_withheld_says_why_and_has_no_number() -> None:
    for withheld in (reasons.alike(), release([1.0, 2.0])):
        assert isinstance(withheld, Withheld)
        [scene] = drawn(not_shown(withheld), of=("guess", "n"))
        assert (scene["title"], scene["sentence"]) == ("Not shown yet", withheld.reason)
        assert scene["short"] == withheld.short
        assert (scene["point"], scene["axis"], scene["intervals"], scene["of"]) == (None, None, [], None)
        assert scene["table"]["rows"] == []
    assert not_shown(reasons.alike(), WORDS)["title"] == "We can't tell yet whether we differ"


def test_nothing_is_shown_that_privacy_did_not_release() -> None:
    with pytest.raises(TypeError, match=r"as kith_exercises\.privacy gives them"):
        shown(Finding(0.3, None, 3, ""), WORDS, 0, 1, axis="")  # type: ignore[arg-type]  # on purpose


def test_counts_in_bands_are_a_table() -> None:
    [scene] = drawn({"title": "T", "sentence": "S", "rows": [{"label": "0", "people": "5 to 9"}]})
    assert scene["table"] == {"head": ["Answer", "People"], "rows": [["0", "5 to 9"]]}
    assert scene["axis"] is None


def test_a_figure_has_the_parts_that_the_browser_draws() -> None:
    """And no others: what is not named there would be shortened away, or never read."""
    source = (Path(__file__).parents[2] / "widgets" / "src" / "types" / "leaves.ts").read_text(encoding="utf-8")
    [interface] = re.findall(r"export interface FigureScene \{(.*?)\n\}", source, re.DOTALL)
    [scene] = drawn({"title": "T"})
    assert sorted(re.findall(r"^  (\w+):", interface, re.MULTILINE)) == sorted(scene)


def test_what_was_quoted_is_its_title_and_sentence() -> None:
    known = Known(figures={"a/b": {"title": "T", "sentence": "S"}})
    assert scenes.figure_said(known, "a/b") == [scenes.text("", ["T. S"])]
    assert scenes.figure_said(known, "a/c") == []


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["title", "axis", "min", "max", "point", "intervals", "level", "low", "high", "rows"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(anything, anything, anything, anything)
def test_whatever_an_envelope_holds_what_is_drawn_has_its_form(found: Any, axis: Any, point: Any, ends: Any) -> None:
    for one in (found, {"title": "T", "axis": axis, "point": point, "intervals": [ends], "rows": [ends]}):
        for scene in drawn(one, of=("a", "b")):
            assert (scene["axis"] is None) is (scene["point"] is None)
            assert all(one["low"] <= one["high"] for one in scene["intervals"])
            assert "NaN" not in in_text(scene)
            assert "Infinity" not in in_text(scene)


# What activities ask their cohort together: nothing planted, and something


def claims_of(chance: np.random.Generator, surer: float) -> dict[str, Any]:
    """24 people with three claims each, which hold as often as they say, or less often by so much."""
    sure = chance.choice([0.6, 0.7, 0.8, 0.9], (24, 3))
    return {f"{n}": tuple((float(s), bool(chance.random() < s - surer)) for s in own) for n, own in enumerate(sure)}


def ratings_of(chance: np.random.Generator, more: float) -> dict[str, Any]:
    """24 people who rate four notes, those with the first label higher by so much."""
    labels = ("third week here", "ten years in this work")
    values = chance.normal(5, 1.5, (24, 1)) + chance.normal(0, 1.5, (24, 4)) + [more, 0, more, 0]
    rows = np.clip(values.round(), 0, 10)
    return {f"{n}": tuple((f"n{k}", labels[k % 2], float(row[k])) for k in range(4)) for n, row in enumerate(rows)}


@dataclass(frozen=True)
class Group:
    """A made-up group for a kind of activity, the size that is planted in it, and how a title claims that.

    ``figure`` is how the id of its figure ends, where that is not the kind's last one.
    """

    sample: Sample
    answers: Callable[[np.random.Generator, float], dict[str, Any]]
    planted: float
    claims: str
    figure: str = ""

    def titles(self, planted: float, folder: Path) -> list[str]:
        """The titles over a hundred groups with so much in them."""
        every = PRIMITIVES[self.sample.kind].asked(self.sample.write(folder), self.sample.sealed)
        [*_, asked] = (one for one in every if one.id.endswith(self.figure))
        chances = (np.random.default_rng([2026, number]) for number in range(100))
        return [asked.release(self.answers(chance, planted))[asked.id]["title"] for chance in chances]


def offs_of(chance: np.random.Generator, more: float) -> dict[str, Any]:
    """24 people who expected so much more of three than came."""
    return {f"{n}": (float(off),) for n, off in enumerate(np.clip(chance.normal(more, 1, 24).round(), -3, 3))}


def drawn_of(chance: np.random.Generator, more: float) -> dict[str, Any]:
    """24 people whose second readers got so much more of three with a new text."""
    came = np.clip((chance.normal(1, 0.8, 24) + [more, 0] * 12).round(), 0, 3)
    return {f"{n}": (("new", "old")[n % 2], float(one)) for n, one in enumerate(came)}


def heard_of(chance: np.random.Generator, more: float) -> dict[str, Any]:
    """24 tellers who felt so many points more understood by the first way, of whose points as many came through."""
    felt = np.clip(chance.normal([4 + more, 4], 1, (24, 2)).round(), 1, 7)
    return {f"{n}": tuple((("there", "partly"), float(one)) for one in own) for n, own in enumerate(felt)}


def trusted_of(chance: np.random.Generator, more: float) -> dict[str, Any]:
    """24 readers who trust notes so many points more with their stamps."""
    trust = np.clip((chance.normal(5, 1.5, (24, 1)) + chance.normal(0, 1, (24, 2)) + [0, more]).round(), 0, 10)
    return {f"{n}": tuple(map(float, own)) for n, own in enumerate(trust)}


def shares_of(chance: np.random.Generator, more: float) -> dict[str, Any]:
    """24 people in six groups of four, whose true shares add up, and who guess theirs so many points too high."""
    true = chance.dirichlet([3] * 4, 6).ravel() * 100
    guessed = np.clip(((true + chance.normal(more, 8, 24)) / 5).round() * 5, 0, 100)
    return {f"{n}": (float(one), 4) for n, one in enumerate(guessed)}


def moved_of(chance: np.random.Generator, more: float) -> dict[str, Any]:
    """24 people who rate two notes, and move each so much towards its line once they have seen it."""
    labels = ("third week here", "ten years in this work")
    before = np.clip(chance.normal(5, 1.5, (24, 2)).round(), 0, 10)
    after = np.clip((before + chance.normal(0, 1, (24, 2)) + [more, -more]).round(), 0, 10)
    return {
        f"{n}": tuple((f"m{k}", label, float(before[n, k]), float(after[n, k])) for k, label in enumerate(labels))
        for n in range(24)
    }


def missed_of(chance: np.random.Generator, more: float) -> dict[str, Any]:
    """24 people who guess four rounds, each too high by so much of its line, in whole people, steps or things."""
    lines = np.array([4, 5, 5, 2])
    misses = np.clip((lines * chance.normal(more, 0.25, (24, 4))).round(), -lines, lines) / lines
    return {f"{n}": 0.05 * round(float(own) / 0.05) for n, own in enumerate(misses.mean(axis=1))}


def eased_of(chance: np.random.Generator, more: float) -> dict[str, Any]:
    """24 people who said twice how easy it was, from 1 to 7, the second time so much easier."""
    ease = np.clip((chance.normal(4, 1, (24, 1)) + chance.normal(0, 1, (24, 2)) + [0, more]).round(), 1, 7)
    return {f"{n}": tuple(map(float, own)) for n, own in enumerate(ease)}


def kept_of(chance: np.random.Generator, more: float) -> dict[str, Any]:
    """24 people of whom four in ten kept something back, and so many more of them the second time."""
    kept = chance.random((24, 2)) < [0.4, 0.4 + more]
    return {f"{n}": tuple(map(float, own)) for n, own in enumerate(kept)}


def brought_of(chance: np.random.Generator, more: float) -> dict[str, Any]:
    """Twelve groups that bring up three of ten cards that one person alone held, by the first way so many more."""
    came = chance.binomial(8, [0.3 + more, 0.3] * 6)
    return {f"group {n}": Up(("free", "facts")[n % 2], round(100 * int(one) / 8, 1)) for n, one in enumerate(came)}


def twice(instrument: str) -> Sample:
    """A survey that is asked a second time."""
    definition = f"""
    [pulse]
    kind = "survey"
    reach = "count"
    title = "A pulse"
    instrument = "{instrument}"
    before = "0-welcome/pulse"
    """
    return Sample("survey", definition)


BY_LOT = replace(ALLOCATE, definition=ALLOCATE.definition + "\n    [explain-it.second]\n    least = 20\n")
GROUPS = [
    Group(ALLOCATE, offs_of, 1, "We expected"),
    Group(BY_LOT, drawn_of, 1.5, "“the new text” came out"),
    Group(CALIBRATION, claims_of, 0.3, "We were surer than we were right"),
    Group(GAME_ROUND, shares_of, 12, "We guess our own shares of the talk"),
    Group(GAME_ROUND, brought_of, 0.5, "By way of “", "/single"),
    Group(SAY_BACK, heard_of, 1.5, "Tellers felt more understood by way of “Say back what happened”"),
    Group(RECEIPT, trusted_of, 1.5, "Our trust in a note, once its stamp was seen, rose"),
    Group(BYLINE, ratings_of, 1.5, "Notes labelled “third week here” were rated"),
    Group(UNDER_RULE, moved_of, 1, "Our ratings moved"),
    Group(NETWORK_LAB, missed_of, 0.15, "We guessed too high", "/off"),
    Group(twice("ease"), eased_of, 1.5, "“Ease” rose by"),
    Group(twice("kept-back"), kept_of, 0.5, "“Kept back” rose by"),
]


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: f"{group.sample.kind}{group.figure}")
def test_where_nothing_was_planted_93_of_100_groups_cant_tell_and_where_much_was_most_can(
    group: Group, tmp_path: Path
) -> None:
    assert sum(title.startswith("We can't tell yet") for title in group.titles(0, tmp_path)) >= 93
    assert sum(title.startswith(group.claims) for title in group.titles(group.planted, tmp_path)) >= 80
