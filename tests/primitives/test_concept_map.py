"""A concept map, drawn before and after: what is kept of it, what is asked about it, and what an author may write."""

from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from kith_exercises import KithError
from kith_exercises.asking import in_html
from kith_exercises.definitions import Activity, load_prompts
from kith_exercises.map_fields import ConceptMap
from kith_exercises.measures.maps import map_change
from kith_exercises.primitives import flow
from kith_widgets import Refused
from kith_widgets.words import say
from tests.primitives.samples import CONCEPT_MAP, Walker, first_door, second_door, states_along

HOSTILE = '<img src=x onerror="alert(1)">\u202e  \n'
LINK = {"from": "trust", "says": "needs", "to": "own-1"}
DRAWN = {
    "concepts": [{"id": "trust", "label": "Trust"}, {"id": "own-1", "label": HOSTILE}],
    "links": [{**LINK, "says": HOSTILE}, {"from": "time", "says": "x" * 1000, "to": "ghost"}],
    "places": {"own-1": [50, 12.5]},
}


@pytest.fixture
def walker(tmp_path: Path) -> Walker:
    return Walker(CONCEPT_MAP, tmp_path / "learner" / "1-some")


def draw(walker: Walker, part: str, drawn: Any, *, page: str = "page") -> dict[str, Any]:
    action = {"do": "commit", "step": part, "answers": {"map": drawn}}
    return walker.card(part, page=page).act(action)


def field(walker: Walker) -> ConceptMap:
    [found] = flow.steps_of(walker.activity)[0].fields
    assert isinstance(found, ConceptMap)
    return found


def test_what_a_map_says_is_kept_byte_for_byte_with_concepts_that_nobody_knows(walker: Walker) -> None:
    kept = draw(walker, "before", DRAWN)["passed"][0]["answers"]["map"]
    assert kept["links"] == DRAWN["links"]
    known = [{"id": "time", "label": "Time"}, {"id": "ghost", "label": "ghost"}]
    assert kept["concepts"] == [*DRAWN["concepts"], *known], (
        "what a link names is on the map, in whatever words there are"
    )
    assert kept["places"] == DRAWN["places"]
    assert [one.value["answers"]["map"] for one in walker.journal.read().records if one.event == "commit"] == [kept]


def test_a_marker_reads_it_as_lines_in_which_nothing_is_markup(walker: Walker) -> None:
    state = draw(walker, "before", DRAWN)
    page = in_html(walker.activity, walker.journal.read().of("hangs-on"), part="before")
    assert "<img" not in page
    assert "Trust – &lt;img" in page
    assert field(walker).read(state["passed"][0]["answers"]["map"]).splitlines()[-1].endswith("– ghost")


def test_a_concept_of_ones_own_that_nothing_links_is_read_too(walker: Walker) -> None:
    own = [{"id": "own-1", "label": "Thanks"}]
    drawn = field(walker).check({"concepts": own, "links": [{**LINK, "to": "time"}]})
    assert field(walker).read(drawn).splitlines() == ["Trust – needs – Time", "Thanks"]


@pytest.mark.parametrize(
    "drawn",
    [
        None,
        [],
        {},
        {"links": []},
        {"links": [{**LINK, "says": " \n"}]},
        {"links": [{**LINK, "to": ["time"]}]},
        {"links": [{**LINK, "from": ""}]},
        {"links": [LINK] * 201},
        {"links": [LINK], "concepts": [{"id": f"own-{n}", "label": "x"} for n in range(61)]},
        {"links": [LINK], "concepts": "x"},
    ],
)
def test_what_is_no_map_is_refused_and_nothing_is_written(walker: Walker, drawn: Any) -> None:
    with pytest.raises(Refused):
        draw(walker, "before", drawn)
    assert walker.journal.read().records == ()


def test_places_that_are_none_are_left_out_and_the_map_is_kept(walker: Walker) -> None:
    odd = {"trust": [1], "own-1": [True, 5], "gone": [5, 5], "time": [0, 101], "x": "y"}
    assert field(walker).check({"links": [LINK, {**LINK, "to": "time"}], "places": odd})["places"] == {}


def test_both_maps_come_together_on_whichever_page_they_were_drawn_and_an_account_is_asked(walker: Walker) -> None:
    draw(walker, "before", {"links": [{**LINK, "to": "time"}]}, page="first")
    state = draw(walker, "after", DRAWN, page="second")
    assert [one["id"] for one in state["passed"]] == ["before", "after"]
    assert state["passed"][1]["scenes"][-1] == {
        "kind": "maps",
        "title": "Then and now",
        "of": [["before", "map"], ["after", "map"]],
        "without": {"title": say("mapNoneBefore"), "sentence": say("mapNoneBeforeWhy")},
    }
    assert state["ahead"]["id"] == "account"
    assert not state["ended"]
    assert walker.card("after", page="second").act(second_door(state["ahead"]))["ended"]


def test_without_an_earlier_map_nothing_is_asked_about_a_change(walker: Walker) -> None:
    walker.card("before").act({"do": "next", "step": "before"})
    state = draw(walker, "after", DRAWN)
    assert state["ahead"] is None
    assert state["ended"]


def test_a_concept_that_is_taken_out_later_stays_on_the_maps_it_was_drawn_on(walker: Walker) -> None:
    before = draw(walker, "before", {"links": [{**LINK, "to": "time"}], "concepts": [{"id": "time", "label": "Time"}]})
    path = walker.folder / "prompts.toml"
    path.write_text(path.read_text().replace('{ id = "time", label = "Time" }', '{ id = "calm", label = "Calm" }'))
    [activity] = load_prompts(path).values()
    assert isinstance(activity, Activity)
    [kept] = flow.passed(flow.steps_of(activity), "before", walker.journal.read().of("hangs-on"))
    assert kept.answers == before["passed"][0]["answers"]


def test_what_changed_between_two_maps_is_counted_from_what_the_field_reads(walker: Walker) -> None:
    for part, said in (("before", "needs"), ("after", "hides")):
        draw(
            walker,
            part,
            {"links": [{**LINK, "says": said, "to": "time"}, {"from": "asking", "says": "costs", "to": "time"}]},
        )
    done = {
        one.id: one.answers for one in flow.passed(flow.steps_of(walker.activity), None, walker.journal.read().records)
    }
    maps = [field(walker).propositions((done[part] or {})["map"]) for part in ("before", "after")]
    found = map_change(*maps)
    assert found.kept == (("Asking", "costs", "Time"),)
    assert found.retold == ((("Trust", "needs", "Time"), ("Trust", "hides", "Time")),)


def test_the_account_is_there_to_be_read_back(walker: Walker) -> None:
    for part in ("before", "after"):
        *_, last = states_along(walker.card(part), first_door)
    assert [one["id"] for one in last["passed"]] == ["before", "after", "account"]


def concepts(*ids: str, label: str = "A concept") -> str:
    return "concepts = [" + ", ".join(f'{{ id = "{id}", label = "{label}" }}' for id in ids) + "]"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (concepts("a", "b"), "“concepts” must be from 3 to 12, and here are 2; take the ones that matter"),
        (concepts("a", "b", "c", label="x" * 41), "longer than 40 characters; say it in a word or a few"),
        (concepts("own-1", "b", "c"), "begins with “own-”, as those of learners do; rename it"),
        ('links = ["needs", "needs"]', "“links” must be different words that a link can say: links ="),
        ("own = 7", "“own” must be a whole number from 0 to 6"),
        ('reach = "count"', "“reach” must be facilitator or mine"),
        ('lines = ["needs"]', "there is no such key as “lines”; look for a typing slip"),
    ],
)
def test_a_slip_in_a_definition_is_told_with_its_line_and_a_remedy(tmp_path: Path, line: str, told: str) -> None:
    key = line.partition(" = ")[0]
    lines = [one for one in dedent(CONCEPT_MAP.definition).strip().splitlines() if not one.startswith(f"{key} = ")]
    if key == "concepts":
        lines = [one for one in lines if not one.startswith(("  {", "]"))]
    path = tmp_path / "prompts.toml"
    path.write_text("\n".join(["", *lines, line, ""]), encoding="utf-8")
    with pytest.raises(KithError) as error:
        load_prompts(path)
    assert f"{path}, line 2: [hangs-on]" in str(error.value)
    assert told in str(error.value)
