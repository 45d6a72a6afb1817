"""Saying it back: what each of the two may know when, and what of it travels."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from kith_exercises import KithError
from kith_exercises.asking import read_back
from kith_exercises.definitions import load_prompts
from kith_exercises.exchange import Inbox, Parcel, as_json, parcel_of
from kith_exercises.journal import Record, read_records
from kith_exercises.measures.say_back import Marked, points_heard
from kith_exercises.outbound import outbound
from kith_exercises.primitives import PRIMITIVES, flow
from kith_exercises.primitives.arrived import without_emptied
from kith_exercises.primitives.say_back_figures import marks
from kith_exercises.primitives.say_back_spec import MARKS
from kith_exercises.primitives.slips import Slip
from kith_widgets import Refused
from tests.primitives.samples import (
    SAY_BACK,
    WORDS,
    Came,
    Walker,
    answer_to,
    commit,
    in_text,
    interactive,
    states_along,
)


@pytest.fixture
def walker(tmp_path: Path) -> Walker:
    return Walker(SAY_BACK, tmp_path / "learner" / "1-some")


def came_without(walker: Walker, *sendings: str) -> None:
    """As if parcels of these sendings had not come yet."""
    assert walker.around is not None
    kept = tuple(one for one in SAY_BACK.came.parcels if one.sending.removeprefix("story/") not in sendings)
    walker.around = replace(walker.around, arrivals=Came(kept))


def through(walker: Walker, *parts: str) -> dict[str, Any]:
    """Through these parts; the last state."""
    return [list(states_along(walker.card(part)))[-1] for part in parts][-1]


def records(walker: Walker) -> tuple[Record, ...]:
    return walker.journal.read().records


def test_what_is_noted_for_oneself_stays_until_the_marks_and_goes_with_them(walker: Walker) -> None:
    through(walker, "tell")
    assert [one.event for one in read_records(walker.journal.travelling).records] == ["commit", "commit", "end"]
    assert walker.journal.travelling.read_bytes().count(b"canary") == 1, "the story alone"
    came_without(walker, "said")
    through(walker, "heard")
    assert walker.journal.travelling.read_bytes().count(b"canary") == 1
    walker.around = replace(walker.around, arrivals=SAY_BACK.came) if walker.around else None
    through(walker, "heard")
    [told, _] = [one.value for one in records(walker) if one.event == "also" and one.reach == "partner"]
    assert told == {"step": "mark-1", "answers": {"told-1": WORDS, "told-2": WORDS, "feeling": WORDS}}


def line_under(walker: Walker, step: str, field: str) -> dict[str, str]:
    """Who sees an answer, as it stands under the field now."""
    [one] = [one for one in walker.card("tell").state()["passed"] if one["id"] == step]
    [found] = [asked["reach"] for asked in one["fields"] if asked["id"] == field]
    return dict(found)


def test_what_is_noted_for_oneself_says_at_each_time_who_sees_it(walker: Walker) -> None:
    asked = [state["ahead"] for state in states_along(walker.card("tell")) if state["ahead"]]
    lines = [field["reach"] for field in asked[1]["fields"]]
    assert [line["kind"] for line in lines] == ["mine"] * 3
    assert all(line["sentence"].startswith("Only you see this for now. It goes to whoever said it") for line in lines)
    assert line_under(walker, "points", "point-1") == line_under(walker, "points", "feeling") == lines[0]
    assert {given.seen for given in read_back(walker.activity, records(walker))} == {"", lines[0]["sentence"]}
    marking = walker.card("heard").state()["ahead"]
    assert "gets what you noted for yourself" in in_text(marking["before"])
    through(walker, "heard")
    line = line_under(walker, "points", "feeling")
    assert line["kind"] == "partner"
    assert "goes along with your marks when you submit" in line["sentence"]
    assert line["sentence"] in {given.seen for given in read_back(walker.activity, records(walker))}


def test_a_guess_says_that_its_error_is_counted(walker: Walker) -> None:
    through(walker, "listen")
    [guess] = [one for one in walker.card("listen").state()["passed"] if one["id"] == "guess-1"]
    assert all(
        "How far off you were counts only inside figures" in field["reach"]["sentence"] for field in guess["fields"]
    )


def test_which_way_a_say_back_went_is_in_no_page_and_no_journal_before_both_are_marked(walker: Walker) -> None:
    pages = in_text([as_json(parcel) for parcel in SAY_BACK.came.parcels])
    assert '"words"' not in pages
    assert '"full"' not in pages
    assert [parcel_of(as_json(parcel)) for parcel in SAY_BACK.came.parcels] == list(SAY_BACK.came.parcels)
    through(walker, "tell")
    card = walker.card("heard")
    assert "You know a way" not in in_text(card.act(commit(card.state()["ahead"])))
    assert '"way"' not in walker.journal.private.read_text(encoding="utf-8", errors="replace")
    card.act(commit(card.state()["ahead"]))
    assert ways_counted(walker) == []
    card.act({"do": "next", "step": "ways"})
    assert ways_counted(walker) == ["full", "words"]


def ways_counted(walker: Walker) -> list[str]:
    return [one.value["answers"]["way"] for one in records(walker) if one.event == "also" and one.reach == "count"]


def test_who_is_heard_by_one_alone_is_counted_once_they_were_told(walker: Walker) -> None:
    assert walker.around is not None
    walker.around = replace(walker.around, arrivals=Came(SAY_BACK.came.parcels[:3]))
    through(walker, "tell")
    card = walker.card("heard")
    card.act(commit(card.state()["ahead"]))
    card.act({"do": "next", "step": "mark-2"})
    assert ways_counted(walker) == []
    card.act({"do": "next", "step": "ways"})
    assert ways_counted(walker) == ["full"]


SUCCESSOR = Parcel("p9", "story/story", "story", "", "zzzz", {"story": "I told it in the yard."}, "words", at="2027")


def with_parcels(walker: Walker, *emptied: str, more: tuple[Parcel, ...] = ()) -> None:
    """As if the writers of these parcels had taken them back, and others had come since."""
    assert walker.around is not None
    kept = (replace(one, content={}) if one.id in emptied else one for one in SAY_BACK.came.parcels)
    walker.around = replace(walker.around, arrivals=Came((*kept, *more)))


def above(walker: Walker, part: str) -> str:
    """What stands above the question that is ahead."""
    return in_text(walker.card(part).state()["ahead"]["before"])


def test_what_is_taken_back_before_it_is_answered_says_so_and_what_comes_instead_takes_its_place(
    walker: Walker,
) -> None:
    with_parcels(walker, "p1")
    card = walker.card("listen")
    assert card.state()["ahead"]["waits"].startswith("Whoever was to write this went on without")
    with pytest.raises(Refused, match="taken it back"):
        card.act({"do": "commit", "step": "say-1", "answers": {"said": "You told it."}})
    card.act({"do": "next", "step": "say-1"})
    assert "on the stairs" in above(walker, "listen")
    card.act(commit(card.state()["ahead"]))
    with_parcels(walker, "p1", more=(SUCCESSOR,))
    assert "in the yard" in above(walker, "listen"), "whoever went on meets what came instead"
    card = walker.card("listen")
    card.act(commit(card.state()["ahead"]))
    answered = {one.value["step"]: one.value["parcel"] for one in records(walker) if one.event == "commit"}
    assert (answered["say-1"], answered["say-2"]) == ("p9", "p2")
    through(walker, "listen")
    shown = [in_text(one["scenes"]) for one in walker.card("listen").state()["passed"] if one["id"].startswith("say")]
    assert ["in the yard" in shown[0], "on the stairs" in shown[1]] == [True, True]


def test_what_was_answered_before_it_was_taken_back_stays_answered_and_shows_nothing_of_it(walker: Walker) -> None:
    through(walker, "tell", "listen", "heard", "landed")
    whole = [walker.card(part).state()["ahead"] for part in walker.activity.parts]
    with_parcels(walker, "p1", "p3", "p5", more=(SUCCESSOR,))
    for number, part in enumerate(walker.activity.parts):
        state = walker.card(part).state()
        assert state["ended"]
        if part == "listen":  # what came besides is one more
            assert state["ahead"]["id"] == "say-3"
        else:
            assert state["ahead"] == whole[number]
        shown = in_text([one["scenes"] for one in state["passed"]])
        assert ("has taken it back" in shown) == (part != "tell")
        assert not any(words in shown for words in ("at the gate", "You told it twice", "That I had waited", "yard"))


def test_a_third_that_is_answered_stays_and_what_comes_later_takes_the_place_of_what_was_taken_back() -> None:
    first, second = (one for one in SAY_BACK.came.parcels if one.sending == "story/story")
    later = replace(SUCCESSOR, id="p11")
    inbox = Inbox((replace(first, content={}), second, SUCCESSOR, later))
    said = Record(1, "2026", "story", "commit", {"step": "say-3", "parcel": SUCCESSOR.id}, "partner", "w")
    placed = without_emptied(inbox, {"story/story": 2}, (said,))
    assert [one.id for one in placed.of_sending("story/story")] == ["p11", second.id, SUCCESSOR.id, first.id]


def test_a_third_that_somebody_late_brought_is_asked_besides_two_and_may_be_left(walker: Walker) -> None:
    heard = Parcel("p10", "story/said", "story", "", "zzzz", {"said": "You told it late."}, "words", at="2027")
    assert not [step for step in through(walker, "listen")["passed"] if step["id"].endswith("-3")]
    with_parcels(walker, more=(SUCCESSOR, heard))
    other = walker.card("listen")
    assert "in the yard" in above(walker, "listen")
    assert [one["ended"] for one in (other.state(), other.act({"do": "next", "step": "say-3"}))] == [True, True]
    assert other.state()["ahead"] is None
    passed = through(walker, "tell", "heard")["passed"]
    assert [one["id"] for one in passed if one["id"].startswith("mark")] == ["mark-1", "mark-2", "mark-3"]
    assert "Number 3 was asked: Say back what happened." in in_text(passed)
    gaps = [one.value["answers"]["way"] for one in records(walker) if one.event == "also" and one.reach == "count"]
    assert gaps == ["full", "words", "words"]


def test_who_tells_nothing_notes_nothing_and_has_come_to_the_end(walker: Walker) -> None:
    card = walker.card("tell")
    state = card.act({"do": "next", "step": "story"})
    assert (state["ahead"], state["ended"]) == (None, True)


def test_each_question_is_gone_past_and_what_others_see_then_says_so(walker: Walker) -> None:
    tell, listen, heard = (walker.card(part) for part in ("tell", "listen", "heard"))
    tell.act(commit(tell.state()["ahead"]))
    assert tell.act({"do": "next", "step": "points"})["ended"]
    state = listen.act({"do": "next", "step": "say-1"})
    assert state["ahead"]["id"] == "say-2", "who says nothing back guesses nothing of it"
    assert listen.act({"do": "next", "step": "say-2"})["ended"]
    assert "You noted no points" in in_text(heard.state()["ahead"]["before"])
    heard.act(commit(heard.state()["ahead"]))
    heard.act({"do": "next", "step": "mark-2"})
    told = in_text(heard.act({"do": "next", "step": "ways"}))
    assert ["Number 1 was asked" in told, "Number 2 was asked" in told] == [True, False]
    assert ways_counted(walker) == ["full"]
    passed_by = [one.value for one in records(walker) if one.event == "unfold" and "parcel" in one.value]
    assert [(one["step"], one["to"], one["parcel"]) for one in passed_by] == [
        ("say-1", "aaaa", "p1"),
        ("say-2", "bbbb", "p2"),
        ("mark-2", "dddd", "p4"),
    ]
    assert not any(one.reach == "partner" and one.event == "also" for one in records(walker))


def test_who_marks_neither_is_told_that_there_is_nothing_to_tell(walker: Walker) -> None:
    through(walker, "tell")
    card = walker.card("heard")
    card.act({"do": "next", "step": "mark-1"})
    card.act({"do": "next", "step": "mark-2"})
    assert "You marked neither" in in_text(card.act({"do": "next", "step": "ways"}))
    assert ways_counted(walker) == []


def test_marks_on_points_that_were_not_noted_say_that_they_were_in_mind(walker: Walker) -> None:
    with_parcels(walker)
    assert walker.around is not None
    bare = [
        replace(one, content={id: given for id, given in one.content.items() if not id.startswith(("told", "feeling"))})
        for one in SAY_BACK.came.parcels
    ]
    through(walker, "tell", "listen")
    assert "They noted no points" not in in_text(through(walker, "landed"))
    walker.around = replace(walker.around, arrivals=Came(tuple(bare)))
    assert "They noted no points" in in_text(walker.card("landed").state())


def test_each_listener_is_asked_in_the_way_that_was_drawn_and_nobody_else_hears_which(walker: Walker) -> None:
    card = walker.card("listen")
    states = [state for state in states_along(card) if state["ahead"] and state["ahead"]["id"].startswith("say-")]
    told = [[scene.get("words") or scene["paragraphs"][0] for scene in one["ahead"]["before"]] for one in states]
    assert told == [
        ["I told it at the gate.", "Say back what happened."],
        ["I told it on the stairs.", "Say back what happened and how it was."],
    ]
    heard = [state for state in states_along(walker.card("heard")) if state["ahead"]]
    for state in heard[:2]:
        assert state["ahead"]["id"].startswith("mark-")
        assert "Say back what happened" not in in_text(state)
    [ways] = next(one["scenes"] for one in heard[3]["passed"] if one["id"] == "ways")
    assert ways["paragraphs"][:2] == [
        "Number 1 was asked: Say back what happened and how it was.",
        "Number 2 was asked: Say back what happened.",
    ]


def test_a_teller_can_leave_their_marks_out_of_every_figure_once_the_ways_are_told(walker: Walker) -> None:
    def counted() -> list[str]:
        return [one.event for one in outbound(records(walker)) if one.reach == "count" and one.event == "also"]

    through(walker, "tell")
    outs = [state["out"] for state in states_along(walker.card("heard"))]
    assert (outs[0], outs[-1]) == (None, False)
    assert counted() == ["also", "also"]
    answered = [one for one in outbound(records(walker)) if one.reach == "partner"]
    assert walker.card("heard").act({"do": "out", "out": True})["out"] is True
    assert counted() == []
    assert [one for one in outbound(records(walker)) if one.reach == "partner"] == answered


def test_who_said_almost_reads_the_second_try_once_it_comes(walker: Walker) -> None:
    assert walker.around is not None
    through(walker, "tell", "heard")
    again = replace(SAY_BACK.came.parcels[3], id="p7", sending="story/again", content={"again": "You told it at last."})
    walker.around = replace(walker.around, arrivals=Came((*SAY_BACK.came.parcels, again)))
    card = walker.card("heard")
    assert (card.state()["ahead"]["id"], "You told it at last." in in_text(card.state())) == ("tried-1", False)
    state = card.act({"do": "next", "step": "tried-1"})
    assert "You told it at last." in in_text(state)


def test_a_say_back_that_comes_once_a_way_was_told_is_marked_for_its_listener_and_counts_nowhere(
    walker: Walker,
) -> None:
    assert walker.around is not None
    walker.around = replace(walker.around, arrivals=Came(tuple(p for p in SAY_BACK.came.parcels if p.id != "p4")))
    through(walker, "tell")
    warned = [state for state in states_along(walker.card("heard")) if "may still come" in in_text(state["ahead"])]
    assert [state["ahead"]["id"] for state in warned] == ["ways"]
    walker.around = replace(walker.around, arrivals=SAY_BACK.came)
    card = walker.card("heard")

    def told() -> list[str]:
        [ways] = next(one["scenes"] for one in card.state()["passed"] if one["id"] == "ways")
        return [line[:8] for line in ways["paragraphs"] if line.startswith("Number")]

    assert card.state()["ahead"]["id"] == "mark-2"
    assert told() == ["Number 1"]
    assert "You know a way by now" in above(walker, "heard")
    assert in_text(card.act(commit(card.state()["ahead"]))).count("You know a way by now") == 1
    assert told() == ["Number 1", "Number 2"]
    assert ways_counted(walker) == ["full"]
    assert [one.value["step"] for one in records(walker) if one.event == "also" and one.reach == "partner"] == [
        "mark-1",
        "mark-2",
    ]


def test_only_what_answers_somebody_carries_their_pseudonym(walker: Walker) -> None:
    through(walker, "tell")
    assert not interactive(records(walker))
    through(walker, "listen", "heard", "landed")
    found = [one.value for one in records(walker) if one.event == "commit" and "parcel" in one.value]
    assert {(one["step"], one["to"], one["parcel"]) for one in found} == {
        ("say-1", "aaaa", "p1"),
        ("say-2", "bbbb", "p2"),
        ("mark-1", "cccc", "p3"),
        ("mark-2", "dddd", "p4"),
        ("again-1", "bbbb", "p5"),
    }
    assert interactive(records(walker))


def test_places_are_those_of_the_parcel_and_never_beyond_its_words(walker: Walker) -> None:
    through(walker, "tell")
    card = walker.card("heard")
    ahead = card.state()["ahead"]
    assert [field["words"] for field in ahead["fields"] if field["kind"] == "passage"] == ["You told it twice."] * 2
    action = commit(ahead)
    action["answers"]["met"] = {"of": "somewhere else", "spans": [[5, 8], [0, 3], [2, 4], [15, 4_000], [5_000, 6_000]]}
    met = card.act(action)["passed"][-1]["answers"]["met"]
    assert met == {"of": "p3", "spans": [[0, 4], [5, 8], [15, 18]]}
    for wrong in ([[3, 3]], [[-1, 2]], [["0", 2]], [[0, 1, 2]], "all", [[0, 2]] * 501):
        with pytest.raises(Refused):
            card.act({**action, "step": "mark-2", "answers": {**action["answers"], "met": {"spans": wrong}}})


def test_the_marks_stand_beside_what_was_expected_of_the_same_person(walker: Walker) -> None:
    card = walker.card("listen")
    while (ahead := card.state()["ahead"]) is not None:
        action = commit(ahead)
        if ahead["id"].startswith("guess"):
            action["answers"] = {"through": 2, "understood": 6 if ahead["id"] == "guess-1" else 3}
        card.act(action)
    states = list(states_along(walker.card("landed")))
    explain = next(state["ahead"] for state in states if state["ahead"] and state["ahead"]["id"] == "explain-landed")
    said = [(one["of"], one["with"]) for scene in explain["before"] for one in scene["said"]]
    assert said == [
        (["guess-2", "through"], "You expected {mine} points to come through, and by their marks it was 1.5."),
        (["guess-2", "understood"], "You expected {mine} for how understood they feel, and they say 5."),
        (["guess-1", "through"], "You expected {mine} points to come through, and by their marks it was 1.5."),
        (["guess-1", "understood"], "You expected {mine} for how understood they feel, and they say 5."),
    ]
    gaps = [one.value["answers"] for one in records(walker) if one.event == "also" and one.reach == "count"]
    assert gaps == [{"through": 0.5, "understood": -2}, {"through": 0.5, "understood": 1}]


def test_one_more_try_is_asked_only_where_it_was_almost(walker: Walker) -> None:
    through(walker, "tell", "listen")
    asked = [state["ahead"]["id"] for state in states_along(walker.card("landed")) if state["ahead"]]
    assert asked == ["came-1", "again-1", "came-2", "explain-landed"]


def test_a_part_waits_goes_on_without_and_takes_up_again_what_comes_late(walker: Walker) -> None:
    came_without(walker, "story", "said", "marks")
    last = through(walker, "tell", "listen")
    assert (last["ended"], [one["id"] for one in last["passed"] if one["part"] == "listen"]) == (True, [])
    walker.around = replace(walker.around, arrivals=SAY_BACK.came) if walker.around else None
    assert walker.card("listen").state()["ahead"]["id"] == "say-1"
    last = through(walker, "listen")
    assert [one["id"] for one in last["passed"] if one["part"] == "listen"] == ["say-1", "guess-1", "say-2", "guess-2"]


def test_what_was_taken_back_is_waited_for_like_what_never_came(walker: Walker) -> None:
    assert walker.around is not None
    gone = tuple(replace(one, content={}) for one in SAY_BACK.came.parcels)
    walker.around = replace(walker.around, arrivals=Came(gone))
    state = walker.card("listen").state()
    assert state["ahead"]["waits"]
    assert state["ahead"]["before"] == []


FAR = [
    {"mark-1": MARKS[0], "mark-2": MARKS[0], "landed": "yes", "understood": value}
    for value in (10**400, 99, float("nan"))
]


@pytest.mark.parametrize(
    "content",
    [{"landed": "almost"}, {"landed": "yes", "mark-1": "maybe", "mark-2": 3, "understood": "x", "met": [1]}, *FAR],
)
def test_a_parcel_that_no_card_made_breaks_nothing(walker: Walker, content: Mapping[str, Any]) -> None:
    assert walker.around is not None
    broken = tuple(
        replace(one, content=content) if one.sending == "story/marks" else one for one in SAY_BACK.came.parcels
    )
    walker.around = replace(walker.around, arrivals=Came(broken))
    assert through(walker, "tell", "listen", "landed")["ended"]
    assert not [one for one in records(walker) if one.event == "also"]


def test_alone_the_writers_points_unfold_behind_what_one_said_back(walker: Walker) -> None:
    card = walker.card("listen")
    card.act({"do": "form", "form": "alone"})
    states = list(states_along(card))
    first = states[0]["ahead"]
    assert first["before"][0]["voice"] == "makers"
    assert "It was cold" not in in_text(states[:2])
    assert "It was cold" in in_text(states[2])
    travelled = read_records(walker.journal.travelling).records
    assert all("answers" not in one.value or one.value["answers"] == {} for one in travelled), "nobody is sent anything"
    assert b"canary" not in walker.journal.travelling.read_bytes()


def test_its_sendings_name_steps_and_fields_that_there_are_and_go_to_partners_alone(walker: Walker) -> None:
    steps = {step.id.removesuffix("-1"): step for step in flow.steps_of(walker.activity)}
    sendings = PRIMITIVES["say-back"].sendings(walker.activity)
    assert [(one.id, one.to, one.of) for one in sendings] == [
        ("story/story", "allot", ""),
        ("story/said", "back", "story/story"),
        ("story/marks", "back", "story/said"),
        ("story/again", "back", "story/marks"),
    ]
    for one in sendings:
        reaches = {field.id: field.reach for field in steps[one.step].fields}
        derived = {"told-1", "told-2", "feeling"} if one.step == "mark" else set()
        assert {reaches[id] for id in one.fields if id not in derived} == {"partner"}
    assert sendings[2].needs == ("guess",), "nobody sees marks before both have committed"


def test_what_tellers_marked_comes_to_the_measure_through_cards_and_files(tmp_path: Path) -> None:
    journals, planted = {}, []
    definition = SAY_BACK.write(tmp_path)
    for number in range(8):
        walker = Walker(SAY_BACK, tmp_path / f"learner-{number}" / "1-some")
        through(walker, "tell")
        card = walker.card("heard")
        for place, way in enumerate(("full", "words")):
            given = ("there", "partly") if (number + place) % 3 else ("not there", "there")
            ahead = card.state()["ahead"]
            answers = {field["id"]: answer_to(field) for field in ahead["fields"]}
            answers |= {"mark-1": given[0], "mark-2": given[1], "understood": 1 + (number + place) % 7}
            card.act({"do": "commit", "step": ahead["id"], "answers": answers})
            planted.append(Marked(f"learner-{number}", way, given, 1 + (number + place) % 7))
        card.act({"do": "next", "step": "ways"})
        journals[f"learner-{number}"] = read_records(walker.journal.travelling).records
    assert marks(definition, journals) == planted
    shares = {"there": 1, "partly": 0.5, "not there": 0}
    gap = sum((1 if one.way == "full" else -1) * sum(map(shares.__getitem__, one.points)) / 2 for one in planted) / 8
    assert points_heard(marks(definition, journals), ("full", "words")).estimate == pytest.approx(gap)


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("[story.tell]", "[story.told]", 2, "“tell” is missing; add a table [story.tell]"),
        ("points = 2", "points = 9", 8, "tell: “points” must be a whole number from 1 to 5"),
        ('"there", "partly", "not there"', '"there", "gone"', 22, "“scale” must be three texts"),
        ('id = "full"', 'id = "words"', 2, "“ways” needs options with different ids"),
        ("max = 7", "max = 100", 22, "at most 11 steps fit in a row"),
        ('from = "sealed"', 'from = "here"', 26, "“from” must be"),
        ('care = ["Leave out names."]', "", 2, "“care” is missing"),
    ],
)
def test_a_slip_is_named_with_the_line_of_its_table(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    path = tmp_path / "prompts.toml"
    path.write_text(dedent(SAY_BACK.definition).replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KithError) as error:
        load_prompts(path)
    assert says in str(error.value)
    assert str(error.value).startswith(f"{path}, line {line}: [story]")


@pytest.mark.parametrize("wrong", [{"paragraphs": "text"}, {"paragraphs": [1]}, {"title": ["Found"]}, {"title": None}])
def test_what_was_found_elsewhere_is_a_title_and_texts(walker: Walker, wrong: dict[str, Any]) -> None:
    published = {**SAY_BACK.sealed["published"], **wrong}
    [found] = PRIMITIVES["say-back"].slips(walker.activity, {**SAY_BACK.sealed, "published": published})
    assert found == Slip("“published” needs a text “title” and a list of texts “paragraphs”")
    assert [*PRIMITIVES["say-back"].slips(walker.activity, SAY_BACK.sealed)] == []


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"points": ["one", " "]}, "it needs a text “story” and 2 texts as “points”"),
        ({"story": "\n"}, "it needs a text “story” and 2 texts as “points”"),
        ({"point": "one"}, "there is no such key as “point”"),
    ],
)
def test_what_is_wrong_in_a_story_of_the_makers_is_named_with_its_number(
    walker: Walker, wrong: dict[str, Any], says: str
) -> None:
    first, *others = SAY_BACK.sealed["stories"]
    stories = [first, {**first, **wrong}, *others]
    [found] = PRIMITIVES["say-back"].slips(walker.activity, {**SAY_BACK.sealed, "stories": stories})
    assert isinstance(found, Slip)
    assert (found.key, found.n, found.what) == ("stories", 2, says)
