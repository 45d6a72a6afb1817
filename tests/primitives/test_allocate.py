"""Where did I lose you: what writer and reader may know when, what of it travels, and what there is alone."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kith_exercises.exchange import MAKERS, Parcel
from kith_exercises.journal import Record, read_records
from kith_exercises.measures.forecasts import forecast_error
from kith_exercises.primitives import PRIMITIVES, flow
from kith_exercises.primitives.allocate import forecasts
from tests.primitives.samples import (
    ALLOCATE,
    WORDS,
    Came,
    Sample,
    Walker,
    commit,
    first_door,
    in_text,
    interactive,
    states_along,
)

PARTS = ("write", "read", "came", "again")


@pytest.fixture
def walker(tmp_path: Path) -> Walker:
    return Walker(ALLOCATE, tmp_path / "learner" / "1-some")


def comes(walker: Walker, *parcels: Parcel) -> None:
    """As if these had come and nothing else."""
    assert walker.around is not None
    walker.around = replace(walker.around, arrivals=Came(parcels))


def parcels(*sendings: str) -> tuple[Parcel, ...]:
    """The sample's parcels of these sendings."""
    return tuple(one for one in ALLOCATE.came.parcels if one.sending.removeprefix("explain-it/") in sendings)


def through(walker: Walker, *parts: str) -> dict[str, Any]:
    """Through these parts; the last state."""
    return [list(states_along(walker.card(part)))[-1] for part in parts][-1]


def records(walker: Walker) -> tuple[Record, ...]:
    return walker.journal.read().records


def asked(state: Mapping[str, Any]) -> str:
    """Which step is ahead."""
    return str((state["ahead"] or {"id": ""})["id"])


def test_the_key_stays_until_the_check_and_goes_with_it(walker: Walker) -> None:
    comes(walker, *parcels("text"))
    through(walker, "write", "read", "came")
    written = [one.value["answers"] for one in read_records(walker.journal.travelling).records if one.event == "commit"]
    assert [sorted(one) for one in written[:1]] == [["how", "questions", "text"]]
    assert "key" not in in_text(written)
    comes(walker, *ALLOCATE.came.parcels)
    through(walker, "came")
    told = [one.value for one in records(walker) if one.event == "also" and one.reach == "partner"]
    assert told[0] == {"step": "check-1", "answers": {"told-key": WORDS}}


def test_whoever_writes_is_told_when_the_key_goes(walker: Walker) -> None:
    def told() -> dict[str, dict[str, str]]:
        state = walker.card("write").state()
        fields = (state["ahead"] or state["passed"][0])["fields"]
        return {one["id"]: one["reach"] for one in fields if "reach" in one}

    assert {id: reach["kind"] for id, reach in told().items()} == {"key": "mine"}
    assert "once you have checked" in told()["key"]["sentence"]
    states = list(states_along(walker.card("write")))
    assert "How far off" in states[1]["ahead"]["fields"][0]["reach"]["sentence"]
    through(walker, "came")
    assert told()["key"]["kind"] == "partner", "it has gone to the reader"


def test_who_writes_nothing_expects_nothing_and_has_come_to_the_end(walker: Walker) -> None:
    state = walker.card("write").act({"do": "next", "step": "text"})
    assert (state["ahead"], state["ended"]) == (None, True)


def test_who_does_not_write_again_is_asked_for_no_second_forecast(walker: Walker) -> None:
    through(walker, "write")
    card = walker.card("came")
    while asked(state := card.state()) != "rewrite":
        card.act(commit(state["ahead"]) if state["ahead"]["fields"] else {"do": "next", "step": asked(state)})
    assert asked(card.act({"do": "next", "step": "rewrite"})) == "explain-came"


def test_a_reader_marks_places_in_the_text_and_meets_the_rest_beside_it(walker: Walker) -> None:
    state = walker.card("read").state()
    [lost] = [one for one in state["ahead"]["fields"] if one["kind"] == "passage"]
    assert lost["words"] == "Fold it twice."
    assert [one["paragraphs"][0] for one in state["ahead"]["before"]] == ["How do you know it? Read it"]
    about = {
        one["id"]: [quote["words"] for quote in one["above"]] for one in state["ahead"]["fields"] if "above" in one
    }
    assert about == {"answers": ["How often?"]}, "behind the text that they are about, where they are answered"
    state = walker.card("read").act({**commit(state["ahead"]), "step": "read-1"})
    assert state["passed"][0]["answers"]["lost"] == {"of": "e01", "spans": [[0, 3]]}
    shown = [quote["words"] for one in state["ahead"]["fields"] for quote in one.get("above", ())]
    assert (shown, state["ahead"]["before"]) == (["Why twice?"], []), "what no card could have written is not shown"


def test_a_writer_meets_the_places_in_their_own_words_and_the_answers_beside_the_key(walker: Walker) -> None:
    through(walker, "write")
    state = walker.card("came").act({"do": "next", "step": "came-1"})
    lost, asked, answers, first, key = next(one["scenes"] for one in state["passed"] if one["id"] == "came-1")
    assert (lost["of"], lost["spans"]) == (["text", "text"], [[0, 6]])
    assert asked["of"] == ["text", "questions"]
    assert (answers["words"], answers["voice"]) == ("Perhaps twice", "partner")
    assert first["words"] == "A drawing of it"
    assert (key["kind"], key["of"]) == ("mine", ["text", "key"])


def test_the_second_reader_gets_the_new_text_with_what_belongs_to_it(walker: Walker) -> None:
    through(walker, "write", "came")
    also = [one.value for one in records(walker) if one.event == "also" and one.value["step"] == "rewrite"]
    assert also == [{"step": "rewrite", "answers": {"questions": WORDS, "how": "did"}}]
    states = {asked(state): state for state in states_along(walker.card("again"))}
    [lost] = [one for one in states["reread-1"]["ahead"]["fields"] if one["kind"] == "passage"]
    assert lost["words"] == "Fold it in the middle."
    last = through(walker, "again")
    [marked, *_] = next(one["scenes"] for one in last["passed"] if one["id"] == "recame-1")
    assert marked["of"] == ["rewrite", "text"]


def test_where_i_expect_to_lose_them_is_marked_in_my_own_words_and_stands_beside_where_they_were_lost(
    tmp_path: Path,
) -> None:
    asks = 'title = "Where did I lose you?"\n    ahead = "Mark where you expect to lose them"'
    definition = ALLOCATE.definition.replace('title = "Where did I lose you?"', asks)
    walker = Walker(replace(ALLOCATE, definition=definition), tmp_path / "1-some")
    states = {asked(state): state for state in states_along(walker.card("write"), answering(ahead={"spans": [[2, 5]]}))}
    ahead, guess = states["guess"]["ahead"]["fields"]
    assert (ahead["kind"], ahead["words"], guess["kind"]) == ("passage", WORDS, "number")
    assert "ahead" not in in_text([one.value for one in read_records(walker.journal.travelling).records])
    through(walker, "came", "again")
    scenes = {one["id"]: one["scenes"] for one in walker.card("came").state()["passed"]}
    expected, lost = scenes["came-1"][0]["parts"]
    assert (expected["of"], expected["spans"]) == (["text", "text"], [[2, 5]])
    assert (lost["of"], lost["spans"]) == (["text", "text"], [[0, 6]])
    second = {one["id"]: one["scenes"] for one in walker.card("again").state()["passed"]}["recame-1"][0]["parts"]
    assert [one["of"] for one in second] == [["rewrite", "text"]] * 2, "the new text is marked anew"


BY_LOT = replace(ALLOCATE, definition=ALLOCATE.definition + "\n    [explain-it.second]\n    least = 20\n")
#: What a second reader had, how the card tells it, in which of my texts their places are, and what is counted of it.
WAYS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("old", "Your reader had your first text.", "text", {"way": "old", "came": 1}),
    ("new", "Your reader had your new text.", "rewrite", {"way": "new", "came": 1, "off": 1}),
    ("", "Fewer than 20 of us wrote again", "rewrite", {"off": 1}),
)


@pytest.mark.parametrize(("arm", "says", "step", "counts"), WAYS)
def test_of_a_lot_one_is_told_before_and_only_behind_the_check_which_text_was_read(
    tmp_path: Path, arm: str, says: str, step: str, counts: Mapping[str, Any]
) -> None:
    came = Came(tuple(replace(one, arm=arm) for one in ALLOCATE.came.parcels))
    walker = Walker(replace(BY_LOT, came=came), tmp_path / "1-some")
    through(walker, "write", "read")
    states = {asked(state): state for state in states_along(walker.card("came"), answering(reguess=2))}
    assert "at least 20 of us" in states["rewrite"]["ahead"]["before"][0]["paragraphs"][0]
    card = walker.card("again")
    states = {asked(state): state for state in states_along(card, answering(right=1))}
    assert "a lot may have decided" in states["reread-1"]["ahead"]["before"][0]["paragraphs"][0]
    assert all(says not in in_text(state["passed"]) for id, state in states.items() if id in ("recheck-1", "which-1"))
    [seen] = [one["scenes"] for one in states["which-1"]["passed"] if one["id"] == "recame-1"]
    assert all(not scene.get("spans") for scene in seen), "places would tell by the words that they are in"
    assert [states[step]["out"] for step in ("version-1", "which-1")] == [None, False], "who has read knows of the lot"
    scenes = next(one["scenes"] for one in states["explain-again"]["passed"] if one["id"] == "which-1")
    assert says in scenes[0]["paragraphs"][0]
    assert scenes[1]["of"] == [step, "text"]
    assert (says in in_text(states["explain-again"]["ahead"]["before"])) is (arm == "old")
    assert counted(walker) == counts | ({"of": "e9"} if arm else {})
    expected, second = PRIMITIVES["allocate"].asked(walker.activity, {})
    assert second.answers({"me": records(walker)}) == {}, "not before my reader lets it be counted"
    told = [one.value["answers"] for one in records(walker) if one.reach == "count" and one.event == "also"]
    assert [one for one in told if "read" in one] == ([{"read": "e07"}] if arm else []), "and I am somebody's reader"
    value = {"step": "version-1", "answers": {"read": "e9"}}
    read = Record(1, "2026-11-23T12:00:00.000Z", "explain-it", "also", value, "count", "w")
    assert second.answers({"me": records(walker), "reader": [read]}) == ({"me": (arm, 1)} if arm else {})
    assert len(expected.answers({"me": records(walker)})["me"]) == (2 if arm == "old" else 3)
    assert card.act({"do": "out", "out": True})["out"] is True
    assert counted(walker) is None, "what is left out is not in what is submitted"


def answering(**answers: Any) -> Any:
    """The first door, with this said to the questions of these names."""

    def door(ahead: Mapping[str, Any]) -> dict[str, Any]:
        action = first_door(ahead)
        known = {"guess": answers.get(ahead["id"]), **answers}
        fields = {field["id"] for field in ahead["fields"]}
        action["answers"] = {
            **action.get("answers", {}),
            **{id: known[id] for id in fields if known.get(id) is not None},
        }
        return action

    return door


def counted(walker: Walker) -> Any:
    """What travels of what was counted at the lot."""
    travelling = read_records(walker.journal.travelling).records
    return next(
        (
            one.value["answers"]
            for one in travelling
            if (one.value or {}).get("step") == "which-1" and one.reach == "count"
        ),
        None,
    )


def test_a_reader_learns_what_came_of_each_answer_from_the_one_whom_it_was_for(walker: Walker) -> None:
    through(walker, "read")
    last = through(walker, "again")
    told = {one["id"]: one["scenes"] for one in last["passed"] if one["id"].startswith("told-")}
    assert [told[id][0]["words"] for id in ("told-1", "told-2")] == ["Twice", "Once, and only once"]
    assert told["told-1"][1]["paragraphs"] == ["By your key, how many are right? 2"]


def test_what_came_of_a_second_reading_is_told_once_it_comes_and_nobody_waits_for_it(walker: Walker) -> None:
    assert through(walker, "read", "again")["ended"]
    [text] = parcels("again")
    back = Parcel(
        "e09", "explain-it/rechecked", "explain-it", "again", text.origin, {"right": 3, "told-key": "In half"}
    )
    comes(walker, *ALLOCATE.came.parcels, back)
    assert asked(walker.card("again").state()) == "retold-1"
    state = walker.card("again").act({"do": "next", "step": "retold-1"})
    told = next(one["scenes"] for one in state["passed"] if one["id"] == "retold-1")
    assert (told[0]["words"], told[1]["paragraphs"]) == ("In half", ["By your key, how many are right? 3"])


def test_of_a_text_by_the_makers_a_reader_learns_at_once_what_they_had_in_mind(walker: Walker) -> None:
    [made] = ALLOCATE.sealed["texts"]
    content = {id: made[id] for id in ("text", "questions", "how")}
    comes(walker, replace(parcels("text")[0], origin=MAKERS, content=content))
    state = walker.card("again").state()
    assert (asked(state), bool(state["ahead"]["waits"])) == ("told-1", True), "nothing is answered yet"
    assert made["key"] not in in_text(list(states_along(walker.card("read"))))
    assert not interactive(records(walker))
    state = walker.card("again").act({"do": "next", "step": "told-1"})
    assert state["passed"][-1]["scenes"][0]["words"] == made["key"]


def test_only_what_answers_somebody_carries_their_pseudonym(walker: Walker) -> None:
    through(walker, "write")
    assert not interactive(records(walker))
    through(walker, "read", "came", "again")
    found = [one.value for one in records(walker) if one.event == "commit" and "parcel" in one.value]
    assert {(one["step"], one["to"], one["parcel"]) for one in found} == {
        ("read-1", "aaaa", "e01"),
        ("read-2", "bbbb", "e02"),
        ("check-1", "cccc", "e03"),
        ("check-2", "dddd", "e04"),
        ("reread-1", "eeee", "e07"),
        ("recheck-1", "ffff", "e08"),
    }


def test_a_part_waits_goes_on_without_and_takes_up_again_what_comes_late(walker: Walker) -> None:
    comes(walker)
    last = through(walker, "write", "came")
    assert (last["ended"], [one["id"] for one in last["passed"] if one["part"] == "came"]) == (True, [])
    comes(walker, *ALLOCATE.came.parcels)
    assert asked(walker.card("came").state()) == "came-1"


ODD: tuple[dict[str, Any], ...] = (
    {},
    {"lost": [1], "answers": 3, "first": None},
    {"lost": {"of": 1, "spans": [[0, 10**9]]}, "answers": ["x"]},
)


@pytest.mark.parametrize("content", ODD)
def test_a_parcel_that_no_card_made_breaks_nothing(walker: Walker, content: Mapping[str, Any]) -> None:
    comes(walker, *(replace(one, content=content) for one in ALLOCATE.came.parcels))
    assert through(walker, *PARTS)["ended"]
    walker.card("came").folded()


def test_who_writes_meets_the_card_of_their_reader_and_answers_it(tmp_path: Path) -> None:
    definition = ALLOCATE.definition.replace("each = 2", 'each = 2\n    reader = "0-welcome/reader-card"')
    card = Parcel("c1", "explain-it/card", "0-welcome/reader-card", "write", "abab", {"text": "I have five minutes."})
    early, late = (
        Walker(Sample("allocate", definition, ALLOCATE.sealed, came=Came(came)), tmp_path / name / "1-some")
        for name, came in (("early", (card,)), ("late", ()))
    )
    state = early.card("write").state()
    assert state["ahead"]["before"][0]["words"] == "I have five minutes."
    through(early, "write")
    assert {one.value["to"] for one in records(early) if one.event == "commit" and one.value["step"] == "text"} == {
        "abab"
    }
    assert through(late, "write")["ended"], "nobody has to wait for a card"
    comes(late, card)
    assert "five minutes" not in in_text(late.card("write").state()), "it was not written for that reader"
    assert [(one.id.partition("/")[2], one.to) for one in PRIMITIVES["allocate"].sendings(early.activity)][:3] == [
        ("card", "allot"),
        ("text", "back"),
        ("text", "allot"),
    ]


def test_one_more_than_was_asked_for_is_read_and_answered_if_it_comes(walker: Walker) -> None:
    more = (
        replace(parcels("text")[0], id="e20", origin="abab", at="2026-11-20T12:00:20.000Z"),
        replace(parcels("lost")[0], id="e21", origin="cdcd", at="2026-11-20T12:00:21.000Z"),
    )
    through(walker, "write", "read", "came")
    comes(walker, *ALLOCATE.came.parcels, *more)
    assert [asked(state) for state in states_along(walker.card("read"))] == ["read-3", ""]
    assert [asked(state) for state in states_along(walker.card("came"))] == ["came-3", "check-3", ""]
    answered = {one.value["step"]: one.value["to"] for one in records(walker) if "to" in (one.value or {})}
    assert (answered["read-3"], answered["check-3"]) == ("abab", "cdcd")


def test_what_a_reader_says_can_be_what_was_expected(tmp_path: Path) -> None:
    asks = """
    [[explain-it.read]]
    id = "clear"
    kind = "rating"
    label = "How clear is it?"
    min = 0
    max = 3
    ends = ["not at all", "fully"]
    """
    definition = ALLOCATE.definition.replace('field = "right", of = "check"', 'field = "clear", of = "read"') + asks
    came = [
        replace(one, content={**one.content, "clear": clear})
        for one, clear in zip(parcels("lost"), (1, 9), strict=True)
    ]
    walker = Walker(Sample("allocate", definition, ALLOCATE.sealed, came=Came(tuple(came))), tmp_path / "1-some")
    through(walker, "write")
    states = {asked(state): state for state in states_along(walker.card("came"))}
    assert [scene["paragraphs"] for scene in states["explain-came"]["ahead"]["before"]] == [["Your reader says 1."]]
    assert forecast_steps(walker) == {"came-1": 2}, "what is on no scale counts nothing"


def forecast_steps(walker: Walker) -> dict[str, float]:
    """What was counted, by step."""
    return {one.value["step"]: one.value["answers"]["off"] for one in records(walker) if one.reach == "count"}


def test_alone_the_makers_key_unfolds_behind_what_one_answered(walker: Walker) -> None:
    card = walker.card("read")
    card.act({"do": "form", "form": "alone"})
    states = list(states_along(card))
    [lost] = [one for one in states[0]["ahead"]["fields"] if one["kind"] == "passage"]
    assert lost["words"] == ALLOCATE.sealed["texts"][0]["text"]
    [above] = [one["above"] for one in states[0]["ahead"]["fields"] if "above" in one]
    assert {one["voice"] for one in above} == {"makers"}
    assert "Four times" not in in_text(states[:2])
    assert "Four times" in in_text(states[2])
    assert b"canary" not in walker.journal.travelling.read_bytes()
    assert not interactive(records(walker))


def test_alone_ones_own_words_wait_until_one_is_a_stranger_to_them(walker: Walker) -> None:
    assert walker.around is not None
    for part in ("came", "write"):
        walker.card(part).act({"do": "form", "form": "alone"})
    assert "none is written yet" in walker.card("came").state()["ahead"]["waits"]
    through(walker, "write")
    assert "as a stranger would" in walker.card("came").state()["ahead"]["waits"]
    walker.around = replace(walker.around, clock=lambda: "2999-01-01T00:00:00.000Z")
    states = list(states_along(walker.card("came")))
    assert [asked(state) for state in states] == ["alone-came", "alone-own-key", "alone-check-own", ""]
    assert [scene["of"] for scene in states[0]["ahead"]["before"][1:]] == [
        ["alone-text", "text"],
        ["alone-text", "questions"],
    ]
    assert b"canary" not in walker.journal.travelling.read_bytes()


def test_two_lines_ask_for_a_text_and_for_where_its_reader_got_lost(tmp_path: Path) -> None:
    least = """
    [tip]
    kind = "allocate"
    reach = "partner"
    title = "Where did I lose you?"
    write = [{ id = "text", kind = "text", label = "Explain it." }]
    """
    walker = Walker(Sample("allocate", least, {"texts": [{"text": "Turn it."}]}), tmp_path / "1-some")
    assert [step.id for step in flow.steps_of(walker.activity) if "cohort" in step.forms] == [
        "text",
        "read-1",
        "read-2",
        "came-1",
        "came-2",
        "rewrite",
        "reread-1",
        "reread-2",
        "recame-1",
        "recame-2",
    ]
    assert [field.id for step in flow.steps_of(walker.activity) if step.id == "read-1" for field in step.fields] == [
        "lost",
        "first",
    ]
    assert through(walker, *PARTS)["ended"]
    assert forecasts(walker.activity, {"one": records(walker)}) == []


def test_what_was_expected_comes_to_the_measure_through_cards_and_files(tmp_path: Path) -> None:
    journals, planted = {}, []
    definition = ALLOCATE.write(tmp_path)
    for number in range(8):
        walker = Walker(ALLOCATE, tmp_path / f"learner-{number}" / "1-some")
        said, found = number % 4, (number * 3 + 1) % 4
        for part in ("write", "came"):
            card = walker.card(part)
            while (ahead := card.state()["ahead"]) is not None:
                action = commit(ahead) if ahead["fields"] else {"do": "next", "step": ahead["id"]}
                if ahead["id"] in ("guess", "check-1", "check-2"):
                    action["answers"] = {"guess": said} if ahead["id"] == "guess" else {"right": found}
                card.act(action)
        planted.append(said - found)
        journals[f"learner-{number}"] = read_records(walker.journal.travelling).records
        assert not any(
            "guess" in in_text(one.value["answers"]) for one in journals[f"learner-{number}"] if one.event == "commit"
        )
    rows = forecasts(definition, journals)
    assert [one.said - one.came for one in rows] == [off for off in planted for _ in range(2)]
    assert forecast_error(rows, scale=(0, 3)).estimate == pytest.approx(sum(planted) / 8)
