"""What of a journal travels: of each thing the newest, and of earlier versions those that the learner chose to show."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith_exercises.assessment import self_levels, verdicts
from kith_exercises.journal import REACHES, Journal, Reach, Record, outbound, read_records


def test_what_is_mine_never_enters_the_assignment_folder(journal: Journal, tmp_path: Path) -> None:
    journal.write("three-turns", "commit", {"turn-1": "hold-back-secretly"}, reach="mine")
    assert journal.read().records[0].value == {"turn-1": "hold-back-secretly"}
    assert not list((tmp_path / "1-empathy").rglob("*"))


def test_a_discarded_draft_stays_at_home(journal: Journal) -> None:
    journal.write("difference", "text", "I was furious with my manager", reach="facilitator")
    journal.write("difference", "text", "It was a hard week", reach="facilitator")
    assert b"furious" in journal.private.read_bytes()
    assert b"furious" not in journal.travelling.read_bytes()
    assert [record.value for record in journal.read().records] == [
        "I was furious with my manager",
        "It was a hard week",
    ]


# Everything said twice: what was thrown away has the word DISCARDED in it, what is kept to oneself the word PRIVATE.
HISTORY: list[tuple[str, str, Any, Reach]] = [
    ("why", "text", "DISCARDED first draft", "facilitator"),
    ("why", "text", "SHOWN draft", "facilitator"),
    ("why", "text", "DISCARDED draft, shown only for a while", "facilitator"),
    ("why", "text", "SENT version", "facilitator"),
    ("why", "grown", {"drafts": [2, 3]}, "facilitator"),
    ("why", "grown", {"drafts": [2]}, "facilitator"),
    ("why", "criterion", {"replaces": "evidence", "title": "DISCARDED", "good": "DISCARDED"}, "facilitator"),
    ("why", "criterion", {"replaces": "evidence", "title": "SENT own", "good": "SENT"}, "facilitator"),
    ("why", "self", {"criterion": "evidence", "points": 1, "sentence": "DISCARDED"}, "facilitator"),
    ("why", "self", {"criterion": "evidence", "points": 3, "sentence": "SENT version"}, "facilitator"),
    ("why", "self", {"criterion": "voice", "points": None, "sentence": "SENT"}, "facilitator"),
    ("why", "reply", {"to": "t1", "criterion": "evidence", "text": "DISCARDED reply"}, "facilitator"),
    ("why", "reply", {"to": "t1", "criterion": "evidence", "text": "SENT reply"}, "facilitator"),
    ("why", "reply", {"to": "t2", "criterion": "evidence", "text": "SENT later reply"}, "facilitator"),
    (
        "why",
        "suggestion",
        {"to": "t1", "suggestion": "s", "verdict": "declined", "because": "DISCARDED"},
        "facilitator",
    ),
    ("why", "suggestion", {"to": "t1", "suggestion": "s", "verdict": "adopted", "because": "SENT why"}, "facilitator"),
    ("own", "text", "PRIVATE draft", "mine"),
    ("own", "text", "PRIVATE text", "mine"),
    ("own", "grown", {"drafts": [17]}, "mine"),
    ("own", "criterion", {"replaces": "x", "title": "PRIVATE", "good": "PRIVATE"}, "mine"),
    ("own", "reply", {"to": "t1", "criterion": "x", "text": "PRIVATE"}, "mine"),
    ("fold", "commit", {"answers": {"why": "SENT answer"}}, "count"),
    ("fold", "explain", "PRIVATE account", "mine"),
    ("fold", "note", "SENT first note", "facilitator"),
    ("fold", "note", "SENT second note", "facilitator"),
    ("story", "form", {"part": "tell", "form": "DISCARDED"}, "facilitator"),
    ("story", "form", {"part": "listen", "form": "SENT"}, "facilitator"),
    ("story", "form", {"part": "tell", "form": "SENT"}, "facilitator"),
]


def test_no_byte_of_what_was_thrown_away_or_is_mine_travels(journal: Journal) -> None:
    for prompt, event, value, reach in HISTORY:
        journal.write(prompt, event, value, reach=reach)
    journal.submitted()
    journal.compact()
    for path in (journal.travelling, *journal.travelling.parent.parent.rglob("*.*")):
        raw = path.read_bytes()
        assert b"DISCARDED" not in raw
        assert b"PRIVATE" not in raw
    sent = [str(value).count("SENT") > 0 for _, _, value, _ in HISTORY]
    assert sum(sent) == sum("SENT" in str(record.value) for record in read_records(journal.travelling).records)
    assert [record.value for record in read_records(journal.travelling).of("why") if record.event == "text"] == [
        "SHOWN draft",
        "SENT version",
    ]


@pytest.mark.parametrize("reach", REACHES)
def test_a_draft_that_is_shown_goes_and_one_that_is_taken_back_stays(journal: Journal, reach: Reach) -> None:
    first = journal.write("why", "text", "an early version", reach=reach)
    journal.write("why", "text", "the last version", reach=reach)
    journal.write("why", "grown", {"drafts": [first.seq]}, reach=reach)
    texts = [r.value for r in outbound(journal.read().records) if r.event == "text"]
    assert texts == ([] if reach == "mine" else ["an early version", "the last version"])
    journal.write("why", "grown", {"drafts": []}, reach=reach)
    texts = [r.value for r in outbound(journal.read().records) if r.event == "text"]
    assert texts == ([] if reach == "mine" else ["the last version"])


def test_a_draft_of_another_question_is_not_shown_by_its_number(journal: Journal) -> None:
    other = journal.write("other", "text", "not this one", reach="facilitator")
    journal.write("other", "text", "this one", reach="facilitator")
    journal.write("why", "text", "mine", reach="facilitator")
    journal.write("why", "grown", {"drafts": [other.seq]}, reach="facilitator")
    assert b"not this one" not in journal.travelling.read_bytes()


def test_an_answer_that_became_private_takes_the_one_before_it_home(journal: Journal) -> None:
    journal.write("why", "text", "for the facilitator", reach="facilitator")
    journal.write("why", "text", "for myself", reach="mine")
    assert read_records(journal.travelling).records == ()


def rated(points: int | None, sentence: str = "", **more: Any) -> dict[str, Any]:
    return {"criterion": "use", "points": points, "sentence": sentence, **more}


def test_a_sentence_that_was_deleted_from_the_text_stays_at_home(journal: Journal) -> None:
    first = journal.write("why", "text", "I was furious. I asked.", reach="facilitator")
    level = rated(2, "I was furious.", own=None)
    journal.write("why", "self", level, reach="facilitator")
    assert b"furious" in journal.travelling.read_bytes()
    journal.write("why", "text", "I asked.", reach="facilitator")
    assert b"furious" not in journal.travelling.read_bytes()
    travels = read_records(journal.travelling).records
    assert [one.value for one in travels if one.event == "self"] == [rated(2, own=None)]
    assert [one.value for one in journal.read().records if one.event == "self"] == [level]
    journal.write("why", "grown", {"drafts": [first.seq]}, reach="facilitator")
    levels = [one.value for one in read_records(journal.travelling).records if one.event == "self"]
    assert levels == [level], "the version that it stands in is shown"


def test_a_version_that_is_shown_never_stands_for_an_answer_that_became_private(journal: Journal) -> None:
    first = journal.write("why", "text", "an early version", reach="facilitator")
    journal.write("why", "text", "the last version", reach="facilitator")
    journal.write("why", "grown", {"drafts": [first.seq]}, reach="facilitator")
    journal.write("why", "text", "for myself", reach="mine")
    assert "text" not in [record.event for record in read_records(journal.travelling).records]


def test_a_title_that_was_thrown_away_goes_nowhere_and_nor_does_the_level_on_it(journal: Journal) -> None:
    own = {"replaces": "use", "title": "Courage", "good": "I dare."}
    journal.write("why", "self", rated(1, own=None), reach="facilitator")
    journal.write("why", "criterion", own, reach="facilitator")
    journal.write("why", "self", rated(2, own="Courage"), reach="facilitator")
    journal.write("why", "criterion", None, reach="facilitator")
    assert b"Courage" not in journal.travelling.read_bytes()
    assert self_levels(read_records(journal.travelling).records)["use"].points == 1


OWN = [None, {"replaces": "use", "title": "Courage", "good": ""}, {"replaces": "use", "title": "Care", "good": ""}]
LEVELS = st.builds(
    lambda criterion, points, more: {"criterion": criterion, "points": points, "sentence": "", **more},
    st.sampled_from(["use", "evidence"]),
    st.sampled_from([None, 0, 1, 2, "odd"]),
    st.sampled_from([{}, {"own": None}, {"own": "Courage"}, {"own": "Care"}, {"own": 3}, {"to": "t1"}]),
)
VERDICTS = st.builds(
    lambda to, criterion, verdict: {"to": to, "suggestion": "s", "verdict": verdict, "because": "", **criterion},
    st.sampled_from(["t1", "t2"]),
    st.sampled_from([{}, {"criterion": "use"}, {"criterion": "evidence"}]),
    st.sampled_from(["adopted", "declined", None]),
)
EVENTS = st.one_of(
    st.tuples(st.just("criterion"), st.sampled_from(OWN)),
    st.tuples(st.just("self"), LEVELS),
    st.tuples(st.just("suggestion"), VERDICTS),
)


@given(st.lists(EVENTS, max_size=30))
def test_the_desk_reads_the_levels_and_verdicts_that_the_learner_sees(events: list[tuple[str, Any]]) -> None:
    records = tuple(
        Record(seq, f"2026-11-22T12:{seq:02}:00.000Z", "why", event, value, "facilitator", "w")
        for seq, (event, value) in enumerate(events, 1)
    )
    assert self_levels(outbound(records)) == self_levels(records)
    assert verdicts(outbound(records)) == verdicts(records)


@pytest.mark.parametrize("value", [None, 3, {"drafts": 3}, {"drafts": ["1", None, [1], True]}, {"drafts": [99]}, []])
def test_a_wish_that_names_no_draft_shows_none(journal: Journal, value: Any) -> None:
    journal.write("why", "text", "an early version", reach="facilitator")
    journal.write("why", "text", "the last version", reach="facilitator")
    journal.write("why", "grown", value, reach="facilitator")
    assert b"an early version" not in journal.travelling.read_bytes()


def test_what_was_answered_in_a_trial_leaves_only_once_its_learner_was_told(journal: Journal) -> None:
    journal.write("notes", "commit", {"step": "told", "answers": {}}, reach="count")
    for step in ("note-1", "note-2"):
        journal.write("notes", "trial", {"step": step, "answers": {"sound": 7}, "arm": "new"}, reach="count")
    assert [record.event for record in travelled(journal)] == ["commit"]
    journal.write("notes", "debrief", {"arms": ["new", "new"]}, reach="count")
    assert [record.event for record in travelled(journal)] == ["commit", "trial", "trial", "debrief"]
    # A second trial of the same card waits for what is told of it.
    journal.write("notes", "trial", {"step": "note-3", "answers": {"sound": 2}, "arm": "long"}, reach="count")
    assert [record.value.get("step") for record in travelled(journal)] == ["told", "note-1", "note-2", None]
    journal.write("notes", "debrief", {"arms": ["long"]}, reach="count")
    assert len(travelled(journal)) == 6


def test_who_wants_a_trial_left_out_sends_what_somebody_sends_who_was_not_in_it(journal: Journal) -> None:
    journal.write("notes", "look", {"step": "told"}, reach="count")
    without = journal.travelling.read_bytes()
    journal.write("notes", "trial", {"step": "note-1", "answers": {"sound": 7}, "arm": "new"}, reach="count")
    journal.write("notes", "debrief", {"arms": ["new"]}, reach="count")
    for out, left in ((True, without), (False, None), (True, without)):
        journal.write("notes", "leave-out", {"out": out}, reach="mine")
        assert (journal.travelling.read_bytes() == without) is (left is not None)
    journal.write("others", "trial", {"step": "a", "answers": {}}, reach="count")
    journal.write("others", "debrief", {"arms": []}, reach="count")
    assert [record.prompt for record in travelled(journal)] == ["notes", "others", "others"]


def travelled(journal: Journal) -> list[Record]:
    """What lies where it is submitted, as a reader of it finds it."""
    return list(read_records(journal.travelling).records)
