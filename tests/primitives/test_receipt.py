"""A receipt: what a reader meets before the stamp, what its giver is told, and that no difference lacks its why."""

from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from kith_exercises import KithError
from kith_exercises.definitions import load_prompts
from kith_exercises.exchange import MAKERS, Parcel
from kith_exercises.journal import Record, read_records
from kith_exercises.measures.change import change
from kith_exercises.primitives import PRIMITIVES, flow
from kith_exercises.primitives.receipt_figures import limits, trust
from kith_exercises.primitives.slips import Slip
from tests.primitives.samples import RECEIPT, WORDS, Came, Walker, commit, in_text, interactive, states_along

PARTS = ("give", "read", "came")


@pytest.fixture
def walker(tmp_path: Path) -> Walker:
    return Walker(RECEIPT, tmp_path / "learner" / "1-some")


def comes(walker: Walker, *parcels: Parcel) -> None:
    """As if these had come and nothing else."""
    assert walker.around is not None
    walker.around = replace(walker.around, arrivals=Came(parcels))


def through(walker: Walker, *parts: str) -> dict[str, Any]:
    """Through these parts; the last state."""
    return [list(states_along(walker.card(part)))[-1] for part in parts][-1]


def records(walker: Walker) -> tuple[Record, ...]:
    return walker.journal.read().records


def asked(state: Any) -> str:
    """Which step is ahead."""
    return str((state["ahead"] or {"id": ""})["id"])


def shown(state: Any, step: str) -> list[Any]:
    """What a step that was passed shows."""
    return next(list(one["scenes"]) for one in state["passed"] if one["id"] == step)


def test_a_stamp_unfolds_behind_a_number_or_without_one(walker: Walker) -> None:
    card = walker.card("read")
    state = card.state()
    assert [scene["words"] for scene in state["ahead"]["before"]] == ["Salt the step."]
    state = card.act(commit(state["ahead"]))
    told = [scene["words"] if scene["kind"] == "quote" else scene["paragraphs"] for scene in shown(state, "trust-1")]
    assert told == ["Salt the step.", ["How sure: 80 %"], ["How I know: Did it"], "Below zero"]
    while asked(state) != "trust-2":
        state = card.act(commit(state["ahead"]))
    state = card.act({"do": "look", "step": "trust-2"})
    assert [scene.get("words") for scene in shown(state, "trust-2")] == ["Wedge the door.", None, "In a draught"], (
        "what no card wrote is left out"
    )
    card.act(commit(state["ahead"]))
    also = [(one.reach, one.value) for one in records(walker) if one.event == "also"]
    assert also == [
        ("count", {"step": "verdict-1", "answers": {"before": 10, "again": 10}}),
        ("partner", {"step": "verdict-1", "answers": {"before": 10}}),
    ], "who looked gave no trust before, and nothing is made up for it"


def test_a_giver_meets_each_verdict_beside_what_they_expected(walker: Walker) -> None:
    through(walker, "give")
    state = through(walker, "came")
    trust, note, *stamps = shown(state, "came-1")
    assert trust["paragraphs"] == [
        "Your reader said 4 before the stamp, and 8 with it.",
        "Of one claim they say: I tried it.",
        "This is one reader's word on this note. It says nothing about you, and makes no curve.",
    ]
    assert (note["of"], note["spans"]) == (["note", "note"], [[0, 4]])
    assert [(one["parts"][0]["of"], one["parts"][1]["words"]) for one in stamps] == [
        (["forecast", "more"], "When it fails"),
        (["forecast", "less"], "None of them"),
    ]
    assert [len(shown(state, "came-2")), shown(state, "came-2")[1]["spans"]] == [2, []], "a stamp that is none is none"
    quoted = shown(state, "explain-came")
    assert [scene["said"][0]["of"] for scene in quoted] == [["forecast", "trust"]] * 2


def test_what_a_giver_chose_can_be_quoted_in_the_words_in_which_it_was_asked(walker: Walker) -> None:
    state = through(walker, "give")
    [forecast] = [one for one in state["passed"] if one["id"] == "forecast"]
    options = [field["options"] for field in forecast["fields"] if field["kind"] == "choice"]
    labels = ["How sure", "How I know", "When it fails", "A time I got it wrong", "None of them"]
    assert [[one["id"] for one in each] for each in options] == [labels] * 2
    assert all(one["id"] == one["label"] for each in options for one in each)
    assert {field["reach"]["kind"] for field in forecast["fields"]} == {"mine"}
    assert b"forecast" in walker.journal.travelling.read_bytes(), "that it was passed is told, and not what it says"
    assert b"When it fails" not in walker.journal.travelling.read_bytes()


def test_who_gives_nothing_expects_nothing_and_has_come_to_the_end(walker: Walker) -> None:
    state = walker.card("give").act({"do": "next", "step": "note"})
    assert (state["ahead"], state["ended"]) == (None, True)


def test_that_it_made_a_difference_is_said_in_words_or_not_at_all(walker: Walker) -> None:
    [use] = [step for step in flow.steps_of(walker.activity) if step.id == "use-1"]
    _, state, difference = use.fields
    assert [one["id"] for one in state.card()["options"]] == ["read", "used", "adapted"]
    assert (difference.card()["kind"], difference.card()["optional"]) == ("text", True)
    told = through(walker, "came")
    assert [scene.get("words") for scene in shown(told, "told-1")] == [None, None, "Ana asks less often."]
    assert [scene["paragraphs"] for scene in shown(told, "told-2")] == [
        ["What your reader says they did with it: I changed it to fit, and used it."]
    ]


def test_a_reader_thanks_for_words_of_the_note_and_its_writer_meets_these_in_their_own(walker: Walker) -> None:
    through(walker, "give", "read")
    card = walker.card("came")
    states = states_along(card)
    ahead = next(state["ahead"] for state in states if asked(state) == "use-1")
    [thanks] = [field for field in ahead["fields"] if field["kind"] == "passage"]
    assert thanks["words"] == "Salt the step."
    card.act(commit(ahead) | {"answers": {**commit(ahead)["answers"], "thanks": {"of": "forged", "spans": [[0, 4]]}}})
    [used] = [one for one in records(walker) if one.event == "commit" and one.value["step"] == "use-1"]
    assert used.value["answers"]["thanks"] == {"of": "r01", "spans": [[0, 4]]}
    assert used.reach == "partner"
    [sending] = [one for one in PRIMITIVES["receipt"].sendings(walker.activity) if one.id == "stamped/use"]
    assert "thanks" in sending.fields
    told = through(walker, "came")
    assert (shown(told, "told-1")[0]["of"], shown(told, "told-1")[0]["spans"]) == (["note", "note"], [[5, 9]])
    assert shown(told, "told-2")[0]["kind"] == "text", "who thanks for nothing is not made to say so"


def test_what_was_done_with_a_note_comes_late_and_is_told_then(walker: Walker) -> None:
    comes(walker, *RECEIPT.came.parcels[:4])
    last = through(walker, "give", "read", "came")
    assert last["ended"]
    assert not [one for one in last["passed"] if one["id"].startswith("told-")]
    comes(walker, *RECEIPT.came.parcels)
    assert asked(walker.card("came").state()) == "told-1"


def test_only_what_is_about_a_note_carries_its_givers_pseudonym(walker: Walker) -> None:
    through(walker, "give")
    assert not interactive(records(walker))
    through(walker, "read", "came")
    found = {(one.value["step"], one.value["to"]) for one in records(walker) if "to" in (one.value or {})}
    assert found == {
        (f"{step}-{n}", who) for step in ("trust", "verdict", "use") for n, who in ((1, "aaaa"), (2, "bbbb"))
    }


def test_trust_and_limits_come_to_the_measures_through_cards_and_files(tmp_path: Path) -> None:
    journals = {}
    definition = RECEIPT.definition.replace('label = "When it fails"', 'label = "When it fails"\n    optional = true')
    for number in range(8):
        walker = Walker(replace(RECEIPT, definition=definition), tmp_path / f"learner-{number}" / "1-some")
        for part in ("give", "read"):
            card = walker.card(part)
            while (ahead := card.state()["ahead"]) is not None:
                action = commit(ahead)
                given = {"trust": number % 4, "again": number % 4 + 3, "fails": "In rain" if number < 6 else " "}
                action["answers"] |= {id: given[id] for id in given.keys() & action["answers"].keys()}
                card.act(action)
        journals[f"learner-{number}"] = read_records(walker.journal.travelling).records
    activity = walker.activity
    assert limits(activity, journals) == {f"learner-{number}": number < 6 for number in range(8)}
    found = trust(activity, journals)
    before, again = ({who: pair[time] for who, pair in found.items()} for time in (0, 1))
    told = change(before, again, what="trust", scale=(0, 10))
    assert (told.estimate, told.n) == (3, 8)
    [_, share] = PRIMITIVES["receipt"].asked(activity, {})
    assert share.answers(journals) == {f"learner-{number}": 100 * (number < 6) for number in range(8)}
    figure = share.release({f"{number}": 100.0 * (number < 9) for number in range(12)})["stamped/limits"]
    assert figure["title"] == "80% of our notes say when they fail", "to ten, of ten to fourteen"
    assert all(0 <= one["low"] <= one["high"] <= 100 for one in figure["intervals"])
    assert "nine others" in share.release(share.answers(journals))["stamped/limits"]["sentence"]


def test_a_note_that_was_taken_back_leaves_its_place_to_another_in_all_its_steps(walker: Walker) -> None:
    first, *others = RECEIPT.came.parcels
    third, fourth = (replace(first, id=f"r2{n}", origin=f"ab{n}", at=f"202{n}") for n in (7, 8))
    comes(walker, replace(first, content={}), *others, third, fourth)
    through(walker, *PARTS)
    found = {one.value["step"]: one.value["to"] for one in records(walker) if "to" in (one.value or {})}
    assert [found[f"trust-{n}"] for n in (1, 2, 3)] == ["ab7", "bbbb", "ab8"]
    assert all(found[f"{step}-{n}"] == found[f"trust-{n}"] for step in ("verdict", "use") for n in (1, 2, 3))


ODD: tuple[dict[str, Any], ...] = (
    {},
    {"note": 3, "before": "x", "again": 99, "more": [1], "verdict": None, "claim": 1, "use": {}, "difference": 4},
)


@pytest.mark.parametrize("content", ODD)
def test_a_parcel_that_no_card_made_breaks_nothing(walker: Walker, content: dict[str, Any]) -> None:
    comes(walker, *(replace(one, content=content) for one in RECEIPT.came.parcels))
    assert through(walker, *PARTS)["ended"]
    walker.card("came").folded()


def test_alone_a_note_by_the_makers_is_judged_and_nothing_travels(walker: Walker) -> None:
    for part in PARTS:
        card = walker.card(part)
        card.act({"do": "form", "form": "alone"})
        states = list(states_along(card))
        if part == "read":
            assert [scene["voice"] for scene in states[0]["ahead"]["before"]] == ["makers"]
            assert "Lids get swapped" not in in_text(states[0])
            assert "Lids get swapped" in in_text(states[1])
    assert b"canary" not in walker.journal.travelling.read_bytes()
    assert {one.value["to"] for one in records(walker) if "to" in (one.value or {})} == {MAKERS}
    assert not interactive(records(walker))
    assert records(walker)[1].value["answers"]["note"] == WORDS, "one's own note is kept, for oneself"


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("each = 2", "each = 4", 2, "pass: “each” must be a whole number from 1 to 3"),
        ('limit = "fails"', 'limit = "sure"', 2, "“limit” must name a text of “stamps”"),
        ('note = { label = "What I do", words = [1, 120] }', "", 2, "“note” is missing"),
        ('id = "sure"', 'id = "note"', 2, "“stamps” needs two or more"),
        ('label = "How sure"', 'label = "How I know"', 2, "“stamps” needs two or more"),
        ('kind = "text"\n    label', 'kind = "passage"\n    over = "note"\n    label', 2, "“stamps” asks for places"),
        ('reach = "partner"', 'reach = "count"', 2, "goes to somebody else"),
        ('care = ["Leave out names."]', "", 2, "“care” is missing"),
    ],
)
def test_a_slip_is_named_with_the_line_of_its_table(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    path = tmp_path / "prompts.toml"
    assert old in RECEIPT.definition
    path.write_text(dedent(RECEIPT.definition.replace(old, new, 1)), encoding="utf-8")
    with pytest.raises(KithError) as error:
        load_prompts(path)
    assert says in str(error.value)
    assert str(error.value).startswith(f"{path}, line {line}: [stamped]")


@pytest.mark.parametrize(
    ("notes", "says"),
    [
        ([], [(0, "“notes” has 0 of the 1 that are met alone")]),
        (
            [{"note": " ", "sure": 9, "how": "x"}],
            [(1, "it needs what a learner would write for each of note, how, fails")],
        ),
        (["Salt it."], [(1, "it needs what a learner would write for each of note, sure, how, fails")]),
        ([{**RECEIPT.sealed["notes"][0], "wehn": "now"}], [(1, "there is no such key as “wehn”")]),
    ],
)
def test_what_the_makers_have_is_whole(walker: Walker, notes: list[Any], says: list[tuple[int, str]]) -> None:
    found = PRIMITIVES["receipt"].slips(walker.activity, {"notes": notes})
    assert [(slip.n, slip.what) for slip in found if isinstance(slip, Slip)] == says
    assert [*PRIMITIVES["receipt"].slips(walker.activity, RECEIPT.sealed)] == []
