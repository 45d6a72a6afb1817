"""Who asks first, from its definition to rooms like ours."""

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from kith_exercises import KithError
from kith_exercises.definitions import Activity, load_prompts
from kith_exercises.journal import Record, read_records
from kith_exercises.primitives import flow
from kith_exercises.primitives.cascade import chosen_bands, cohort_figures
from kith_exercises.primitives.known import Around
from kith_exercises.trying import source_of
from kith_widgets import Refused
from tests.primitives.samples import CASCADE, Came, Walker, in_text, second_door, states_along


@pytest.fixture
def walker(tmp_path: Path) -> Walker:
    return Walker(CASCADE, tmp_path / "learner" / "1-some")


def last(walker: Walker, part: str) -> dict[str, Any]:
    *_, state = states_along(walker.card(part))
    return state


def titles(state: Mapping[str, Any]) -> list[str]:
    return [scene["title"] for one in state["passed"] for scene in one["scenes"] if "title" in scene]


def test_a_room_falls_still_because_one_person_moved(walker: Walker) -> None:
    assert titles(last(walker, "room"))[:2] == ["100 of 100 ask in the end", "1 of 100 asks in the end"]


def test_a_guess_stays_with_its_learner_and_by_how_much_it_missed_is_counted(walker: Walker) -> None:
    card = walker.card("room")
    for id in ("all", "one"):
        card.act({"do": "commit", "step": f"room-{id}", "answers": {"guess": 87}})
    travelled = read_records(walker.journal.travelling).records
    missed = [(one.reach, one.value["answers"]) for one in travelled if one.event == "also"]
    assert missed == [("count", {"miss": -13}), ("count", {"miss": 86})]
    assert "87" not in in_text([one.value for one in travelled])


def test_a_room_by_hand_is_ones_own_and_by_how_much_its_guess_missed_is_counted(walker: Walker) -> None:
    card = walker.card("room")
    for id in ("all", "one"):
        card.act({"do": "look", "step": f"room-{id}"})
    for stands in (
        {"0": 1, "2": 2, "3": 1, "4": 1},
        {"0": 5, "1": 1},
        {"0": 4},
        {"0": -1, "1": 6},
        {"0": 5.0},
        [0] * 5,
    ):
        with pytest.raises(Refused):
            card.act({"do": "commit", "step": "built-1", "answers": {"crowd": stands, "guess": 5}})
    moved = {"crowd": {"0": 1, "1": 1, "2": 1, "3": 1, "4": 1, "9": 0}, "guess": 3}
    one = card.act({"do": "commit", "step": "built-1", "answers": moved})["passed"][-1]
    assert one["answers"]["crowd"] == {"0": 1, "1": 1, "2": 1, "3": 1, "4": 1}
    place = {"kind": "crowd", "of": ["built-1", "crowd"], "expected": ["built-1", "guess"]}
    assert one["scenes"] == [{**place, "code": source_of("threshold_cascade")}]
    travelled = [one.value["answers"] for one in read_records(walker.journal.travelling).records if one.event == "also"]
    assert travelled == [{"miss": -2}], "all five ask"
    [field, _] = one["fields"]
    crowd = next(step for step in flow.steps_of(walker.activity) if step.id == "built-1").fields[0]
    assert crowd.card().items() <= field.items()
    assert crowd.read({"0": 1, "2": 3, "5": 1}) == "before anybody else has: 1\nafter 2 others: 3\nnever: 1"


def test_who_looks_has_missed_by_nothing(walker: Walker) -> None:
    for _ in states_along(walker.card("room"), second_door):
        pass
    assert not any(one.event == "also" for one in walker.journal.read().records)


def test_the_group_is_waited_for_and_each_lever_is_guessed_before_it_is_shown(walker: Walker) -> None:
    came, walker.around = walker.around, Around()
    assert "once enough of you have answered" in walker.card("ours").state()["ahead"]["waits"]
    walker.around = came
    steps = [state["ahead"] for state in states_along(walker.card("ours")) if state["ahead"]]
    assert [step["id"] for step in steps] == ["bands", "rooms", "lever-opens", "lever-pairs", "vote", "explain-ours"]


def test_alone_levers_are_tried_on_the_makers_room(walker: Walker) -> None:
    walker.card("ours").act({"do": "form", "form": "alone"})
    shown = titles(last(walker, "ours"))
    assert shown[:2] == ["101 of 101 ask in the end", "100 of 100 ask in the end"]


def test_a_question_goes_to_the_facilitator_and_that_there_was_one_is_counted(walker: Walker) -> None:
    answers = {"kept": "yes", "question": "What is a pod?"}
    walker.card("after").act({"do": "commit", "step": "kept-back", "answers": answers})
    given = {one.reach: one.value["answers"] for one in walker.journal.read().records if one.event == "commit"}
    assert given == {"facilitator": {"question": "What is a pod?"}, "count": {"kept": "yes"}}


def chosen(counts: Mapping[str, int]) -> dict[str, str]:
    return {f"{id}-{number}": id for id, people in counts.items() for number in range(people)}


def test_until_there_are_two_bands_it_is_told_why_nothing_is_told_of_the_group(walker: Walker) -> None:
    figures = cohort_figures(walker.activity, chosen({"0": 2, "1": 6, "2-5": 3}))
    assert figures.keys() == CASCADE.came.known.keys()
    assert {(one["title"], one["short"]) for one in figures.values()} == {("Not shown yet", "too few for two bands")}
    walker.around = Around(Came(known=figures))
    waiting = [
        state["ahead"]["id"]
        for state in states_along(walker.card("ours"), second_door)
        if (state["ahead"] or {}).get("waits")
    ]
    assert waiting == ["lever-opens"], "nothing is guessed of what is not shown, and one is told so once"


def test_figures_of_a_group_open_all_steps_that_wait_for_them(walker: Walker) -> None:
    figures = cohort_figures(walker.activity, chosen({"0": 2, "1": 6, "2-5": 7, "6-": 2, "none": 1}))
    assert figures.keys() == CASCADE.came.known.keys()
    assert [row["label"] for row in figures["who-asks/bands"]["rows"]] == [
        "0, 1",
        "2 to 5, 6 or more, I would not ask here",
    ]
    walker.around = Around(Came(known=figures))
    assert not any(state["ahead"]["waits"] for state in states_along(walker.card("ours")) if state["ahead"])


def test_two_groups_that_are_told_alike_get_the_same_rooms(walker: Walker) -> None:
    one, other = ({"0": 1, "1": 5, "2-5": 7}, {"0": 4, "1": 2, "2-5": 1, "6-": 6})
    assert cohort_figures(walker.activity, chosen(one)) == cohort_figures(walker.activity, chosen(other))


def test_what_a_cohort_chose_is_read_from_its_journals(tmp_path: Path, walker: Walker) -> None:
    journals: dict[str, tuple[Record, ...]] = {}
    for number, band in enumerate(("1", "2-5", "none")):
        one = Walker(CASCADE, tmp_path / str(number) / "1-some")
        one.card("band").act({"do": "commit", "step": "band", "answers": {"band": band}})
        journals[f"learner-{number}"] = tuple(read_records(one.journal.travelling).records)
    passed_over = Walker(CASCADE, tmp_path / "over" / "1-some")
    passed_over.card("band").act({"do": "next", "step": "band"})
    journals["over"] = tuple(read_records(passed_over.journal.travelling).records)
    assert chosen_bands(walker.activity, journals) == {"learner-0": "1", "learner-1": "2-5", "learner-2": "none"}


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("[2, 5]", "[0, 5]", 2, "“bands”: bands must rise"),
        ('"0, 2, 2..99"', '"0, 2, many"', 17, "“thresholds”: “many” is no threshold"),
        ('id = "one"', 'id = "all"', 2, "“rooms” needs some with different ids"),
        ("easier = 1", "", 27, "it changes nothing"),
        ("first = 1\n", "first = 99\n", 22, "a whole number from 0 to 20"),
        ('"0, 2, 2, 3, 4"', '"0..12"', 32, "“thresholds” must be 3 to 12 people"),
        ('"0, 2, 2, 3, 4"', '"0, 2, 9"', 32, "none of whom waits for more than there are"),
    ],
)
def test_a_slip_is_named_with_the_line_of_its_table(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    path = tmp_path / "prompts.toml"
    path.write_text(dedent(CASCADE.definition).replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KithError) as error:
        load_prompts(path)
    assert says in str(error.value)
    assert str(error.value).startswith(f"{path}, line {line}: [who-asks]")


def test_a_definition_is_read_as_it_stands(walker: Walker) -> None:
    assert isinstance(walker.activity, Activity)
    assert walker.activity.parts == ("band", "room", "ours", "after")
