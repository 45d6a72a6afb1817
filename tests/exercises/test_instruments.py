"""Questionnaires come with their terms, and are scored as the reference scores them."""

import csv
import hashlib
import re
from collections import Counter
from pathlib import Path
from statistics import mean, stdev

import pytest

from kith_exercises import KithError
from kith_exercises.data import load as load_table
from kith_exercises.errors import OutOfRange
from kith_exercises.instruments import LICENCES, left_out, load, names
from kith_exercises.instruments._reading import parse_instrument
from kith_exercises.measures.alpha import scale_alpha
from kith_exercises.measures.scales import scale_score, scale_scores

REFERENCE = Path(__file__).parent / "reference"
BFI = load("ipip-bfi")

Answers = dict[str, float | None]


@pytest.fixture(scope="module")
def people() -> dict[str, Answers]:
    """What the 2,800 of `psych::bfi` answered, by row."""
    with (REFERENCE / "bfi.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {f"{n:04}": {id: float(v) if v else None for id, v in row.items()} for n, row in enumerate(rows)}


@pytest.fixture(scope="module")
def keyed(people: dict[str, Answers]) -> dict[str, dict[str, float]]:
    """The same, turned round where the key says so."""
    return {learner: BFI.keyed(answers) for learner, answers in people.items()}


# Terms


@pytest.mark.parametrize("name", names())
def test_an_instrument_says_who_described_it_where_it_was_read_and_under_which_terms(name: str) -> None:
    one = load(name)
    assert one.licence in LICENCES
    assert all([one.title, one.construct, one.citation, one.source, one.caution])


@pytest.mark.parametrize("name", names())
def test_wording_is_shown_where_its_licence_frees_it_and_nowhere_else(name: str) -> None:
    one = load(name)
    assert {bool(item.text) for item in one.items} == {one.licence != "cited only"}


@pytest.mark.parametrize("name", [name for name in names() if load(name).licence == "CC BY 4.0"])
def test_our_own_items_say_so_and_cite_whose_construct_it_is(name: str) -> None:
    one = load(name)
    assert "our own" in one.citation
    assert re.search(r"\((19|20)\d\d\)", one.citation)
    assert "not validated" in one.source


def test_what_may_not_be_passed_on_is_named_with_its_reason() -> None:
    assert not set(left_out()) & set(names())
    with pytest.raises(KithError, match=r"not here.*authorised copies only"):
        load("cd-risc")
    with pytest.raises(KithError, match=r"instrument is 'big5'.*ipip-bfi"):
        load("big5")


SMALL = """
title = "t"
construct = "c"
licence = "public domain"
citation = "p"
source = "s"
low = 1
high = 5
anchors = ["no", "yes"]
[[items]]
id = "a"
scale = "s"
text = "A."
[[items]]
id = "b"
scale = "s"
text = "B."
"""


@pytest.mark.parametrize(
    ("was", "instead", "sentence"),
    [
        ('licence = "public domain"\n', "", "lacks licence"),
        ('"public domain"', '"free, surely"', "names the licence “free, surely”"),
        ('"public domain"', '"cited only"', "may not hold the wording of a, b"),
        ('text = "B."', "", "no wording for b"),
        ('citation = "p"', 'citation = ""', "lacks citation"),
        ('id = "b"', 'id = "a"', r"twice: a"),
        ("high = 5", "high = 1", "don't fit"),
        ("low = 1", "low = ", "is no TOML"),
        ("low = 1", 'low = "1"', "“low” is '1', but has to be of the kind int"),
        ('title = "t"', 'title = "t"\nlicense = "free"', "says “license”, which nothing reads"),
        ('text = "A."', 'text = "A."\nreverse = true', r"item 1 says “reverse”"),
        ('text = "A."', 'text = "A."\nreversed = "yes"', r"item 1: “reversed” is 'yes'"),
        ('id = "b"\n', "", r"item 2 lacks id"),
        ('["no", "yes"]', '["no", "perhaps", "yes"]', "don't fit"),
    ],
)
def test_a_definition_that_can_t_stand_is_refused(was: str, instead: str, sentence: str) -> None:
    assert parse_instrument("small", SMALL).scales == {"s": ("a", "b")}
    assert was in SMALL
    with pytest.raises(KithError, match=sentence):
        parse_instrument("small", SMALL.replace(was, instead))


# Answers


@pytest.mark.parametrize("value", [0, 7, 2.5, float("nan"), float("inf"), "4", True])
def test_an_answer_that_could_not_be_given_is_refused_with_item_value_and_range(value: float) -> None:
    with pytest.raises(OutOfRange, match=r"A2 is .*from 1 to 6"):
        BFI.keyed({"A2": value})


def test_an_item_that_is_none_of_the_instrument_s_is_refused() -> None:
    with pytest.raises(OutOfRange, match=r"item is 'A6'.*\"A1\", \"A2\""):
        BFI.keyed({"A6": 3})


def test_answers_are_known_by_item_not_by_their_place() -> None:
    assert list(BFI.keyed({"A5": 1, "A1": 6.0, "A3": None}).items()) == [("A1", 1), ("A5", 1)]


# Scores


def test_answering_seven_to_everything_scores_the_reversed_items_as_one() -> None:
    edmondson = load("edmondson")
    sevens = edmondson.keyed({item.id: 7 for item in edmondson.items})
    score = scale_score(edmondson.scales["psychological-safety"], sevens)
    assert score == pytest.approx((4 * 7 + 3 * 1) / 7)


def reference(scale: str) -> tuple[int, list[float], list[float]]:
    """The row of a scale in bfi.md: complete answers, its figures, the first six scores."""
    text = (REFERENCE / "bfi.md").read_text(encoding="utf-8")
    [row] = re.findall(rf"^\| {scale} \| (.*) \|$", text, re.MULTILINE)
    complete, *figures, scores = (cell.strip() for cell in row.split("|"))
    return (
        int(complete),
        [float(v) for v in re.findall(r"[\d.]+", " ".join(figures).replace("95%", ""))],
        [float(v) for v in scores.split()],
    )


def test_the_reference_answers_are_those_that_were_scored() -> None:
    [named] = re.findall(r"SHA-256 `([0-9a-f]{64})`", (REFERENCE / "bfi.md").read_text(encoding="utf-8"))
    assert hashlib.sha256((REFERENCE / "bfi.csv").read_bytes()).hexdigest() == named


@pytest.mark.parametrize("scale", list(BFI.scales))
def test_alpha_and_its_interval_are_those_of_psych(keyed: dict[str, dict[str, float]], scale: str) -> None:
    complete, (_, _, alpha, low, high, _), _ = reference(scale)
    found = scale_alpha(BFI.scales[scale], keyed)
    assert found.n == complete
    assert found.estimate == pytest.approx(alpha, abs=1e-6)
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == pytest.approx((low, high), abs=1e-6)


@pytest.mark.parametrize("scale", list(BFI.scales))
def test_scores_are_those_of_psych(keyed: dict[str, dict[str, float]], scale: str) -> None:
    complete, (average, spread, _, _, _, of_all), first = reference(scale)
    whole = list(scale_scores(BFI.scales[scale], keyed, least=1).values())
    assert len(whole) == complete
    assert mean(whole) == pytest.approx(average, abs=1e-5)
    assert stdev(whole) == pytest.approx(spread, abs=1e-5)
    # psych scores whoever answered anything; ours asks for four of five.
    every = scale_scores(BFI.scales[scale], keyed, least=0.2)
    assert mean(every.values()) == pytest.approx(of_all, abs=1e-6)
    assert [every[learner] for learner in list(keyed)[:6]] == pytest.approx(first)


def test_alpha_of_agreeableness_is_the_published_one_and_falls_when_nothing_is_reversed(
    people: dict[str, Answers], keyed: dict[str, dict[str, float]]
) -> None:
    items = BFI.scales["agreeableness"]
    assert scale_alpha(items, keyed).estimate == pytest.approx(0.704, abs=0.001)
    assert scale_alpha(items, people).estimate == pytest.approx(0.43062, abs=1e-5)


def test_four_of_five_answers_make_a_score_and_three_do_not() -> None:
    items = BFI.scales["agreeableness"]
    assert scale_score(items, BFI.keyed({"A1": 1, "A2": 6, "A3": 6, "A4": 6})) == 6
    assert scale_score(items, BFI.keyed({"A1": 1, "A2": 6, "A3": 6})) is None


@pytest.mark.parametrize("scale", list(BFI.scales))
def test_the_counts_in_the_box_are_those_of_the_reference(keyed: dict[str, dict[str, float]], scale: str) -> None:
    sums = load_table("bfi_sums").where(scale=scale)
    scored = scale_scores(BFI.scales[scale], keyed, least=1).values()
    assert dict(zip(sums.numbers("sum"), sums.numbers("people"), strict=True)) == Counter(round(5 * s) for s in scored)
