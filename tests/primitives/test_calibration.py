"""How sure and how often right, from its definition to its measure."""

from pathlib import Path
from textwrap import dedent

import pytest

from kith_exercises import KithError
from kith_exercises.definitions import load_prompts
from kith_exercises.journal import Record, read_records
from kith_exercises.measures.calibration import Claim, overconfidence
from kith_exercises.primitives import PRIMITIVES
from kith_exercises.primitives.calibration import claims
from kith_exercises.primitives.known import Around
from kith_widgets import Refused
from tests.primitives.samples import CALIBRATION, Came, Walker, second_door, states_along

RIGHT = CALIBRATION.sealed["right"]


@pytest.fixture
def walker(tmp_path: Path) -> Walker:
    return Walker(CALIBRATION, tmp_path / "learner" / "1-some")


def test_no_claim_is_told_before_the_last_one_is_passed(walker: Walker) -> None:
    states = list(states_along(walker.card()))
    assert [one["id"] for one in states[-1]["passed"]][:4] == [*(f"claim-{id}" for id in RIGHT), "answers"]
    assert all(one["scenes"] == [] for state in states[:4] for one in state["passed"])
    [tally] = states[4]["passed"][3]["scenes"]
    assert [row["came"] for row in tally["rows"]] == ["above 140", "eight primes", "two right angles"]
    assert tally["levels"] == [50, 60, 70, 80, 90, 100]
    assert [one["right"] for one in tally["of"]] == list(RIGHT.values())


def test_an_answer_is_one_of_two_sides_and_a_sureness_on_the_scale(walker: Walker) -> None:
    card = walker.card()
    for answers in ({"choice": "above", "sure": 49}, {"choice": "neither", "sure": 50}, {"sure": 50}, None):
        with pytest.raises(Refused):
            card.act({"do": "commit", "step": "claim-square", "answers": answers})
    card.act({"do": "commit", "step": "claim-square", "answers": {"choice": "above", "sure": 50, "more": "x"}})
    [record] = walker.journal.read().records
    assert (record.event, record.reach) == ("commit", "count")
    assert record.value == {"step": "claim-square", "answers": {"choice": "above", "sure": 50}}


def test_the_group_is_waited_for_gone_on_without_and_met_again_when_it_comes(walker: Walker) -> None:
    card = walker.card()
    state = next(state for state in states_along(card) if state["ahead"]["id"] == "group")
    assert "once enough of you have answered" in state["ahead"]["waits"]
    assert not state["ended"]
    gone_on = card.act({"do": "next", "step": "group"})
    assert gone_on["ended"], "nobody's point depends on others"
    assert gone_on["ahead"]["id"] == "explain"
    walker.around = Around(sealed=CALIBRATION.sealed, arrivals=Came(known={"how-sure/overconfidence": {"title": "T"}}))
    later = walker.card()
    assert later.state()["ahead"]["id"] == "group"
    [scene] = later.act({"do": "next", "step": "group"})["passed"][-1]["scenes"]
    assert (scene["kind"], scene["title"]) == ("figure", "T")


def test_alone_there_is_no_group_to_wait_for(walker: Walker) -> None:
    card = walker.card()
    card.act({"do": "form", "form": "alone"})
    assert [step["id"] for step in card.folded()["steps"]][-2:] == ["answers", "explain"]
    assert "group" not in [state["ahead"]["id"] for state in states_along(card) if state["ahead"]]


def records_of(said: dict[str, tuple[str, float]], looked: tuple[str, ...] = ()) -> list[Record]:
    """What travels of somebody who said so."""
    committed = [
        ("commit", {"step": f"claim-{id}", "answers": {"choice": c, "sure": s}}) for id, (c, s) in said.items()
    ]
    events = [*(("look", {"step": f"claim-{id}"}) for id in looked), *committed]
    return [Record(n, "", "how-sure", event, value, "count", "w") for n, (event, value) in enumerate(events, 1)]


def test_rows_are_what_was_said_of_each_claim_and_whether_it_is_so(walker: Walker) -> None:
    journals = {
        "ada": records_of({"square": ("above", 90), "primes": ("nine", 60)}, looked=("angles",)),
        "bo": records_of({"square": ("below", 100)}, looked=("square",)),
        "cy": records_of({"square": ("sideways", 70), "primes": ("eight", 130)}),
        "di": [Record(1, "", "other", "commit", {"step": "claim-square", "answers": {}}, "count", "w")],
    }
    assert claims(walker.activity, RIGHT, journals) == [Claim("ada", 0.9, True), Claim("ada", 0.6, False)]


def test_what_a_cohort_planted_comes_out_of_its_journals_through_its_cards(tmp_path: Path) -> None:
    """Eight people, each surer than right by what was planted: through cards, files and rows to the measure."""
    planted = []
    journals = {}
    definition = CALIBRATION.write(tmp_path)
    for number in range(8):
        walker = Walker(CALIBRATION, tmp_path / f"learner-{number}" / "1-some")
        card = walker.card()
        for place, (id, right) in enumerate(RIGHT.items()):
            sure, holds = 60 + 10 * ((number + place) % 5), (number + place) % 2 == 0
            wrong = next(o.id for o in walker.activity.spec.claims[place].options if o.id != right)
            answers = {"choice": right if holds else wrong, "sure": sure}
            card.act({"do": "commit", "step": f"claim-{id}", "answers": answers})
            planted.append(Claim(f"learner-{number}", sure / 100, holds))
        journals[f"learner-{number}"] = read_records(walker.journal.travelling).records
    found = claims(definition, RIGHT, journals)
    assert found == planted
    gap = sum(one.said - one.right for one in planted) / len(planted)
    assert overconfidence(found).estimate == pytest.approx(gap)


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("sure = {", "surely = {", 2, "“sure” is missing"),
        ("min = 50", "min = -50", 2, "must lie between 0 and 100"),
        ('id = "primes"', 'id = "square"', 2, "claims with different ids"),
        ('{ id = "nine", label = "nine primes" }', "", 14, "“options” must be two"),
        ('label = "Below 20 there are"', "", 14, "claims 2: “label” is missing"),
        ('reach = "count"', 'reach = "count"\nforms = ["online"]', 2, "“forms” must be some of cohort, alone"),
        ('reach = "count"', 'reach = "count"\nminutes = { second = 3 }', 2, "“minutes” must be numbers"),
        ("Three times this or that", "Three {times}", 2, "“title” has a brace in it"),
        ("[how-sure]", "[kept]", 2, "what Kith calls something of its own"),
    ],
)  # fmt: skip
def test_a_slip_is_named_with_the_line_of_its_table(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    text = dedent(CALIBRATION.definition).replace(old, new, 1)
    path = tmp_path / "prompts.toml"
    path.write_text(text.replace("how-sure.", "kept.") if "[kept]" in text else text, encoding="utf-8")
    with pytest.raises(KithError) as error:
        load_prompts(path)
    assert says in str(error.value)
    assert str(error.value).startswith(f"{path}, line {line}: [")


@pytest.mark.parametrize("said", [["above"], {"side": "above"}, 140, "sideways"])
def test_what_is_so_of_a_claim_is_one_of_its_sides(walker: Walker, said: object) -> None:
    sealed = {**CALIBRATION.sealed, "right": {**RIGHT, "square": said}}
    found = PRIMITIVES["calibration"].slips(walker.activity, sealed)
    assert found == ["“right” does not say which side of “square” is so"]


def test_looking_everywhere_leaves_nothing_to_count_and_a_sentence_for_it(walker: Walker) -> None:
    *_, last = states_along(walker.card(), second_door)
    [tally] = next(one["scenes"] for one in last["passed"] if one["id"] == "answers")
    assert "nothing of yours to count" in tally["without"]
    assert claims(walker.activity, RIGHT, {"me": walker.journal.read().records}) == []
