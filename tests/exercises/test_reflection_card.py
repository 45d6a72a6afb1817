"""A reflection's card: what the browser is given and when, what each action keeps, and what a marker reads of it."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kith_exercises.cards.reflection import ReflectionCard
from kith_exercises.cards.static import text_html
from kith_exercises.definitions import Criterion, Level, TextPrompt
from kith_exercises.envelope import CriterionMark, Envelope, Feedback, Suggestion
from kith_exercises.journal import Journal, read_records
from kith_widgets import Refused

PROMPT = TextPrompt("why", "Why", ("Why?",), "facilitator", None, rubric=True)
LEVELS = tuple(Level(points, f"Level {points}", f"Text {points}") for points in (0, 1, 2, 3))
CRITERIA = (Criterion("evidence", "Evidence", "On what?", LEVELS), Criterion("use", "Use", "For whom?", LEVELS))
SECRET = "Nobody may know this yet."
TRY = Suggestion("00ce00de", "Ask Mira.")
MARKS = (
    CriterionMark(
        "evidence", "Evidence", 2.5, 3, SECRET, f"*{SECRET}*", before=1.25, suggestions=(TRY,), sentence=SECRET
    ),
    CriterionMark("use", "Use", 1, 3, "Level 1", "For her."),
)
ISSUED = "2026-01-22T12:00:00.000Z"
BEFORE = "2026-01-21T12:00:00.000Z"
PUT = {"replaces": "use", "title": "Courage", "good": "It says what I would rather not."}


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal.open(tmp_path / "module", "module", "notebook")


def envelope(*marks: CriterionMark, replies: tuple[Any, ...] = (), on: str = "I asked. She nodded.") -> Envelope:
    return Envelope("me", "module", "notebook", ISSUED, {"why": Feedback(on, marks or MARKS, replies)})


def card(journal: Journal, came: Envelope | None = None, prompt: TextPrompt = PROMPT) -> ReflectionCard:
    return ReflectionCard(prompt, CRITERIA, journal, came, "key")


def written(card: ReflectionCard, *texts: str) -> dict[str, Any]:
    return [card.act({"do": "save", "text": text}) for text in texts][-1]


def rated(points: float = 2, sentence: str = "", criterion: str = "evidence") -> dict[str, Any]:
    return {"do": "rate", "criterion": criterion, "points": points, "sentence": sentence}


# How it grew


def sat(journal: Journal, *texts: str) -> None:
    """Each text at a sitting of its own."""
    for day, text in enumerate(texts, 10):
        journal.write("why", "text", text, reach="facilitator", at=f"2026-01-{day}T09:00:00.000Z")


def test_the_first_version_stands_against_the_present_one_until_another_is_chosen(journal: Journal) -> None:
    sat(journal, "I nodded.", "I asked.", "I asked her.")
    why = card(journal)
    assert why.state()["compared"] is None
    compared = why.act({"do": "compare"})["compared"]
    assert compared["text"] == "I nodded."
    assert compared["parts"] == [["same", "I "], ["gone", "nodded"], ["new", "asked her"], ["same", "."]]
    first, second = (one["draft"] for one in compared["versions"])
    assert compared["draft"] == first
    assert why.act({"do": "compare", "draft": second})["compared"]["text"] == "I asked."
    for draft in (99, True, "x", [1]):
        with pytest.raises(Refused, match="not kept any more"):
            why.act({"do": "compare", "draft": draft})


def test_a_comparison_stays_through_every_save_until_it_is_closed(journal: Journal) -> None:
    sat(journal, "I nodded.", "I asked.")
    why = card(journal)
    why.act({"do": "compare"})
    assert written(why, "I asked her.")["compared"]["parts"][-2] == ["new", "asked her"]
    assert why.act({"do": "compare", "draft": None})["compared"] is None
    assert written(why, "I asked him.")["compared"] is None


def test_a_version_says_whether_it_was_submitted_and_whether_it_was_for_me_alone(journal: Journal) -> None:
    journal.write("why", "text", "One.", reach="mine", at="2026-01-10T09:00:00.000Z")
    journal.write("", "submitted", None, reach="mine", at="2026-01-10T09:00:01.000Z")
    sat(journal, "Two.")
    why = card(journal)
    [version] = why.act({"do": "compare"})["compared"]["versions"]
    assert (version["submitted"], version["mine"]) == (True, True)
    with pytest.raises(Refused, match="not kept any more"):
        why.act({"do": "grow", "drafts": [version["draft"]]})


def test_only_the_version_that_is_shown_travels_and_it_can_be_taken_back(journal: Journal) -> None:
    why = card(journal)
    written(why, "Version one.", "Version two.", "Version three.")
    first = why.act({"do": "compare"})["compared"]["draft"]
    state = why.act({"do": "grow", "drafts": [first]})
    assert [one["draft"] for one in state["grown"]] == [first]
    assert state["compared"]["draft"] == first
    assert b"Version one." in journal.travelling.read_bytes()
    assert b"Version two." not in journal.travelling.read_bytes()
    assert why.act({"do": "grow", "drafts": []})["grown"] == []
    assert b"Version one." not in journal.travelling.read_bytes()


def test_nothing_but_an_earlier_version_can_be_shown(journal: Journal) -> None:
    why = card(journal)
    state = written(why, "Version one.", "Version two.")
    newest = journal.read().records[-1].seq
    assert state["drafts"] == 1
    for drafts in ([newest], [0], ["1"], [True], None, 1):
        with pytest.raises(Refused, match="not kept any more"):
            why.act({"do": "grow", "drafts": drafts})
    own = card(journal, prompt=replace(PROMPT, reach="mine"))
    with pytest.raises(Refused, match="nobody to show it to"):
        own.act({"do": "grow", "drafts": []})


# A criterion of one's own


def test_an_own_criterion_stands_in_the_place_of_one_and_goes_back(journal: Journal) -> None:
    why = card(journal)
    state = why.act({"do": "criterion", "put": {**PUT, "title": " Courage "}})
    assert {key: state["swapped"][key] for key in PUT} == PUT
    mine = why.card()["criteria"][1]["mine"]
    assert [level["points"] for level in mine] == [0, 1, 2, 3]
    other = why.act({"do": "criterion", "put": {**PUT, "replaces": "evidence"}})
    assert other["swapped"]["replaces"] == "evidence", "one place is all there is"
    assert why.act({"do": "criterion", "put": None})["swapped"] is None
    records = len(journal.read().records)
    why.act({"do": "criterion", "put": None})
    assert len(journal.read().records) == records


@pytest.mark.parametrize(
    ("odd", "says"),
    [
        ({"replaces": "gone"}, "no such criterion"),
        ({"title": " "}, "The name of your criterion” is still empty"),
        ({"title": "x" * 121}, "longer than 120"),
        ({"good": ""}, "What good looks like” is still empty"),
        ({"good": "x" * 2001}, "longer than 2,000"),
        ({"good": ["x"]}, "must be text"),
    ],
)
def test_a_criterion_needs_a_place_a_name_and_what_good_looks_like(
    journal: Journal, odd: dict[str, Any], says: str
) -> None:
    with pytest.raises(Refused, match=says):
        card(journal).act({"do": "criterion", "put": {**PUT, **odd}})
    assert journal.read().records == ()


def test_an_author_can_keep_the_criteria_as_they_are(journal: Journal) -> None:
    fixed = card(journal, prompt=replace(PROMPT, own=False))
    assert [one["mine"] for one in fixed.card()["criteria"]] == [None, None]
    with pytest.raises(Refused, match="stay as they are"):
        fixed.act({"do": "criterion", "put": PUT})


# One's own level


def test_nothing_is_preselected_and_the_newest_level_stands_with_its_sentence(journal: Journal) -> None:
    why = card(journal)
    assert written(why, "I asked. She nodded.")["self"] == []
    why.act(rated(1))
    [level] = why.act(rated(2, "I asked."))["self"]
    assert (level["criterion"], level["points"], level["sentence"], level["there"]) == ("evidence", 2, "I asked.", True)
    [level] = written(why, "She nodded.")["self"]
    assert (level["sentence"], level["there"]) == ("I asked.", False)


def test_a_sentence_that_stands_in_no_text_of_mine_is_not_kept(journal: Journal) -> None:
    why = card(journal, envelope(on="I was read."))
    written(why, "I asked. She nodded.")
    for given, kept in (("I asked.", "I asked."), ("I was read.", "I was read."), ("I never wrote this.", "")):
        why.act(rated(2, given))
        value = journal.read().records[-1].value
        assert (value["points"], value["sentence"]) == (2, kept)


def test_a_level_says_whose_criterion_it_is_about_and_can_be_taken_back(journal: Journal) -> None:
    why = card(journal)
    why.act({"do": "criterion", "put": PUT})
    why.act(rated(criterion="use"))
    why.act(rated())
    assert [one.value["own"] for one in journal.read().records if one.event == "self"] == ["Courage", None]
    state = why.act({**rated(), "points": None})
    assert [one["criterion"] for one in state["self"]] == ["use"]
    with pytest.raises(Refused, match="choose a level first"):
        why.act({**rated(), "points": None})


def test_a_level_taken_back_beside_feedback_is_not_shown_there_and_folds_nothing_again(journal: Journal) -> None:
    why = card(journal, envelope())
    why.act(rated(1))
    mark = why.act({**rated(), "points": None})["feedback"]["criteria"][0]
    assert (mark["folded"], mark["self"]["points"], mark["points"]) == (False, None, 2.5)


@pytest.mark.parametrize("points", [None, 1.5, 4, "2", True, [2]])
def test_a_level_is_one_of_the_criterions(journal: Journal, points: Any) -> None:
    with pytest.raises(Refused, match="choose a level first"):
        card(journal).act({**rated(), "points": points})
    assert journal.read().records == ()


# The mirror


def shown(journal: Journal, came: Envelope) -> str:
    """All that the browser is given."""
    why = card(journal, came)
    return json.dumps([why.card(), why.state()])


def test_until_a_door_is_taken_nothing_that_was_said_is_in_the_browser(journal: Journal) -> None:
    written(card(journal), "I asked. She nodded.")
    before = shown(journal, envelope())
    told = (
        re.escape(SECRET),
        r"(?<!\d)2\.5(?!\d)",
        r"(?<!\d)1\.25(?!\d)",
        "Ask Mira",
        "For her",
    )  # a time has digits too
    assert [found for found in told if re.search(found, before)] == []
    why = card(journal, envelope())
    state = why.act(rated(1))
    first, second = state["feedback"]["criteria"]
    assert (first["folded"], first["points"], first["before"], first["self"]["points"]) == (False, 2.5, 1.25, 1)
    assert first["comment"][0]["in"][0]["kind"] == "em"
    assert second["folded"]
    assert second["points"] is None
    assert "For her" not in json.dumps(state)


def test_the_second_door_shows_all_of_it_and_is_kept_as_looking(journal: Journal) -> None:
    why = card(journal, envelope())
    marks = why.act({"do": "show"})["feedback"]["criteria"]
    assert [(mark["folded"], mark["self"]["points"]) for mark in marks] == [(False, None), (False, None)]
    assert [record.value["points"] for record in journal.read().records] == [None, None]
    why.act({"do": "show"})
    assert len(journal.read().records) == 2
    assert why.state()["self"] == [], "to have looked is no level"


def test_who_had_set_a_level_before_reads_at_once_and_a_later_one_changes_nothing_there(journal: Journal) -> None:
    level = {"criterion": "evidence", "points": 3, "sentence": "I asked."}
    journal.write("why", "self", level, reach="facilitator", at=BEFORE)
    why = card(journal, envelope())
    assert why.state()["feedback"]["criteria"][0]["self"]["points"] == 3
    state = why.act(rated(0))
    assert state["feedback"]["criteria"][0]["self"]["points"] == 3
    assert state["self"][0]["points"] == 0


def test_the_next_feedback_is_folded_again_for_who_only_looked(journal: Journal) -> None:
    value = {"criterion": "evidence", "points": None, "sentence": "", "to": BEFORE}
    journal.write("why", "self", value, reach="facilitator", at=BEFORE)
    assert card(journal, envelope()).state()["feedback"]["criteria"][0]["folded"]


def test_a_mark_on_ones_own_criterion_unfolds_whatever_stands_in_its_place_by_now(journal: Journal) -> None:
    came = envelope(CriterionMark("use", "Courage", 2, 3, "A little", "Yes.", own=True))
    why = card(journal, came)
    why.act({"do": "criterion", "put": {**PUT, "title": "Something else"}})
    [mark] = why.act(rated(2, criterion="use"))["feedback"]["criteria"]
    assert (mark["folded"], mark["swapped"], mark["title"], mark["points"]) == (False, True, "Courage", 2)


def test_where_nothing_was_said_nothing_is_folded(journal: Journal) -> None:
    unmarked = CriterionMark("use", "Use", None, 3, "not marked yet", "")
    unknown = CriterionMark("gone", "Gone", 1, 3, "Level 1", "A criterion of an older course.")
    marks = card(journal, envelope(unmarked, unknown)).state()["feedback"]["criteria"]
    assert [mark["folded"] for mark in marks] == [False, False]


# Answers to feedback


def test_a_reply_and_a_verdict_are_kept_with_the_feedback_they_answer(journal: Journal) -> None:
    why = card(journal, envelope())
    reply = {"do": "reply", "criterion": "use", "text": " She <b>did</b>. "}
    verdict = {"do": "suggestion", "suggestion": TRY.id, "verdict": "declined", "because": "Mira is away."}
    for early in (reply, verdict):
        with pytest.raises(Refused, match="nothing here to answer"):
            why.act(early)
    why.act({"do": "show"})
    why.act(reply)
    first, second = why.act(verdict)["feedback"]["criteria"]
    assert (second["reply"]["text"], second["reply"]["read"]) == ("She <b>did</b>.", False)
    answer = first["suggestions"][0]["answer"]
    assert (answer["verdict"], answer["because"]) == ("declined", "Mira is away.")
    value = journal.read().records[-1].value
    assert (value["to"], value["text"]) == (ISSUED, TRY.text)


def test_a_reply_and_a_verdict_can_be_taken_back(journal: Journal) -> None:
    why = card(journal, envelope())
    why.act({"do": "show"})
    judged = {"do": "suggestion", "criterion": "evidence", "suggestion": TRY.id, "verdict": "adopted", "because": ""}
    why.act(judged)
    assert journal.read().records[-1].value["criterion"] == "evidence"
    why.act({"do": "reply", "criterion": "use", "text": "She did."})
    why.act({"do": "reply", "criterion": "use", "text": ""})
    first, second = why.act({**judged, "verdict": None})["feedback"]["criteria"]
    assert second["reply"] is None
    assert first["suggestions"][0]["answer"] is None
    for again in ({"do": "reply", "criterion": "use", "text": ""}, {**judged, "verdict": None}):
        with pytest.raises(Refused):
            why.act(again)


@pytest.mark.parametrize(
    ("action", "says"),
    [
        ({"do": "reply", "criterion": "gone", "text": "x"}, "nothing here to answer"),
        ({"do": "reply", "criterion": "use", "text": " "}, "is still empty"),
        ({"do": "suggestion", "suggestion": "gone", "verdict": "adopted", "because": ""}, "nothing here to answer"),
        ({"do": "suggestion", "suggestion": TRY.id, "verdict": "liked", "because": ""}, "Choose first"),
        ({"do": "suggestion", "suggestion": TRY.id, "verdict": "adopted", "because": {}}, "must be text"),
    ],
)
def test_what_is_no_answer_is_refused(journal: Journal, action: dict[str, Any], says: str) -> None:
    why = card(journal, envelope())
    why.act({"do": "show"})
    before = journal.read().records
    with pytest.raises(Refused, match=says):
        why.act(action)
    assert journal.read().records == before


@pytest.mark.parametrize("read", [True, False])
def test_the_next_feedback_says_whether_it_had_read_the_reply(journal: Journal, read: bool) -> None:
    value = {"to": BEFORE, "criterion": "use", "text": "But I did."}
    journal.write("why", "reply", value, reach="facilitator", at=BEFORE)
    came = envelope(replies=({**value, "at": BEFORE},) if read else ({**value, "text": "An older one.", "at": BEFORE},))
    previous = card(journal, came).act({"do": "show"})["feedback"]["criteria"][1]["previous"]
    assert previous == {"text": "But I did.", "at": BEFORE, "read": read}


def test_what_moved_since_it_was_read_is_told_on_request(journal: Journal) -> None:
    why = card(journal, envelope())
    assert not written(why, "I asked. She nodded.")["feedback"]["changed"]
    state = written(why, "I asked. She laughed.")
    assert state["feedback"]["changed"]
    assert state["compared"] is None
    compared = why.act({"do": "compare", "draft": "feedback"})["compared"]
    assert (compared["draft"], compared["text"]) == (None, "I asked. She nodded.")
    assert ["gone", "nodded"] in compared["parts"]


# What a marker reads


Read = Callable[[], str]


@pytest.fixture
def marker(journal: Journal) -> Read:
    return lambda: text_html(PROMPT, read_records(journal.travelling).of("why"), CRITERIA)


def test_a_marker_reads_all_that_was_sent_along_and_never_the_own_levels(journal: Journal, marker: Read) -> None:
    why = card(journal, envelope())
    written(why, "Version one.", "Version two.", "Version three.")
    why.act({"do": "grow", "drafts": [1]})
    why.act({"do": "criterion", "put": PUT})
    assert "marking desk" not in marker()
    why.act({"do": "show"})
    assert "marking desk" not in marker()
    why.act(rated(3, "Version three."))
    why.act({"do": "reply", "criterion": "evidence", "text": "But it stands there."})
    why.act({"do": "suggestion", "suggestion": TRY.id, "verdict": "adapted", "because": "I wrote to her."})
    page = marker()
    for found in (
        "Version three.",
        "Version one.",
        "Courage",
        "in the place of “Use”",
        "But it stands there.",
        "adapted",
        "Ask Mira.",
        "I wrote to her.",
        "2026-01-22 12:00 UTC",
        "marking desk",
    ):
        assert found in page, found
    for hidden in ("Version two.", "Level 3"):
        assert hidden not in page, hidden


def test_what_was_sent_along_is_escaped_like_the_answer(journal: Journal, marker: Read) -> None:
    hostile = "<img src=x onerror=alert(1)>\0"
    written(card(journal), hostile, "Two.")
    for event, value in [
        ("criterion", {"replaces": "use", "title": hostile, "good": hostile}),
        ("grown", {"drafts": [1]}),
        ("reply", {"to": hostile, "criterion": hostile, "text": hostile}),
        (
            "suggestion",
            {"to": hostile, "suggestion": hostile, "verdict": "adopted", "because": hostile, "text": hostile},
        ),
    ]:
        journal.write("why", event, value, reach="facilitator")
    page = marker()
    assert page.count("&lt;img") == 7
    assert "<img" not in page
    page.encode("utf-8")
