"""A page as its cells have it: what it tells when opened, what a renamed question carries on, what grading leaves."""

import json
from pathlib import Path
from textwrap import dedent

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

import kith_exercises
from kith_exercises.envelope import Envelope, Feedback, seal
from kith_exercises.facts import CourseFacts, write_facts
from kith_exercises.identity import whoami
from kith_exercises.journal import Journal
from kith_exercises.notebook import Answer, Notebook
from kith_exercises.primitives.doors import hold_of
from tests.small_course import COURSE, MODULE

PROMPTS = COURSE[f"{MODULE}/prompts.toml"].replace("[why]", '[why]\nformerly = ["reason"]')
FOLD = """
[seen]
kind = "fold"
reach = "count"
title = "Who gives more?"
truth = "guyer"
explain = "What of it?"

[[seen.fields]]
id = "marks"
kind = "marks"
label = "Where?"
min = 0
max = 120
unit = "points"
ends = ["none", "all"]
marks = [{ id = "public", label = "Seen" }, { id = "anonymous", label = "Unseen" }]
"""
RUBRIC = COURSE[f"{MODULE}/rubric.toml"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "home" / "1-small"
    place.mkdir(parents=True)
    (place / "prompts.toml").write_text(dedent(PROMPTS), encoding="utf-8")
    (place / "rubric.toml").write_text(dedent(RUBRIC), encoding="utf-8")
    monkeypatch.chdir(place)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    return place


def journal(folder: Path) -> Journal:
    return Journal.open(folder, "1-small", "page")


def opened() -> tuple[Notebook, str]:
    """The notebook, and the HTML under its opening cell."""
    InteractiveShell.instance()
    with capture_output() as captured:
        notebook = kith_exercises.open("1-small/page")
    return notebook, "".join(output.data.get("text/html", "") for output in captured.outputs)


def test_a_page_with_nothing_to_tell_says_nothing(folder: Path) -> None:
    journal(folder).write("why", "text", "Because.", reach="facilitator")
    assert opened()[1] == ""


def test_opening_brings_what_travels_up_to_what_was_kept(folder: Path) -> None:
    written = journal(folder)
    written.write("why", "text", "Because.", reach="facilitator")
    written.travelling.write_bytes(b"")  # as a power cut may leave it
    opened()
    assert b"Because." in written.travelling.read_bytes()


def test_a_fold_waits_for_the_word_that_a_facilitator_set_for_its_module(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (folder / "prompts.toml").open("a", encoding="utf-8") as prompts:
        prompts.write(f"\n{FOLD}")
    exchange = folder.parents[1] / "exchange"
    exchange.mkdir()
    monkeypatch.setenv("KITH_EXCHANGE", str(exchange))
    for module, held in (("2-other", False), ("1-small", True)):
        write_facts(exchange, [], CourseFacts(holds={f"{module}/seen": hold_of("tea", "salt")}))
        shown = opened()[0].fold("seen")
        reply = shown.answer({"id": 1, "payload": json.dumps({"do": "unfold" if held else "look"})})
        assert reply is not None
        assert json.loads(shown.state)["held"] == held
        assert json.loads(reply["payload"])["ok"] != held


OFFERED = """
["for-others"]
kind = "offer"
reach = "library"
phase = "evaluate"
elements = ["E1"]
title = "For those who come next"
of = "why"
"""


def test_a_card_follows_what_another_card_of_its_page_wrote(folder: Path) -> None:
    with (folder / "prompts.toml").open("a", encoding="utf-8") as prompts:
        prompts.write(OFFERED)
    kith = opened()[0]
    offer, why = kith.activity("for-others"), kith.reflection("why")
    assert json.loads(offer.state)["ahead"]["waits"]
    before = offer.state
    why.answer({"id": 1, "payload": json.dumps({"do": "drafts"})})
    assert offer.state == before, "nothing was written"
    why.answer({"id": 2, "payload": json.dumps({"do": "save", "text": "Ask before you explain."})})
    ahead = json.loads(offer.state)["ahead"]
    assert not ahead["waits"]
    assert "Ask before you explain." in json.dumps(ahead["before"])


def test_a_card_that_no_other_needs_says_so_to_its_widget(folder: Path) -> None:
    prompts = (folder / "prompts.toml").read_text(encoding="utf-8")
    assert "more" not in json.loads(opened()[0].reflection("why").card)
    (folder / "prompts.toml").write_text(prompts.replace("[why]", "[why]\nmore = true"), encoding="utf-8")
    assert json.loads(opened()[0].reflection("why").card)["more"] is True


def test_a_damaged_line_is_told_in_one_sentence_and_the_rest_is_there(folder: Path) -> None:
    written = journal(folder)
    for text in ("One.", "Two.", "Three."):
        written.write("diary", "note", text, reach="mine")
    lines = written.private.read_bytes().splitlines(keepends=True)
    written.private.write_bytes(lines[0] + b'{"torn\n' + lines[2])
    notebook, told = opened()
    assert told.count("<p>") == 2, "one for the line, one for answers without a question"
    assert str(written.private.parent) in told
    assert [record.value for record in notebook.journal.read().records] == ["One.", "Three."]


def test_answers_to_a_question_that_was_taken_out_stay_visible_folded_and_escaped(folder: Path) -> None:
    written = journal(folder)
    written.write("gone", "text", "A <b>draft</b>.", reach="facilitator", at="2026-11-20T12:00:00.000Z")
    written.write("gone", "text", "<script>alert(1)</script>\0", reach="facilitator", at="2026-11-21T12:00:00.000Z")
    written.write("fold", "commit", {"why": "Since <i>then</i>.", "marks": {"values": {"a": 3}}}, reach="count")
    written.write("fold", "unfold", {"scene": 0}, reach="count")
    told = opened()[1]
    assert "<details><summary>What you answered to 2 questions" in told
    assert "open" not in told.split(">")[1]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\ufffd" in told
    assert "2026-11-21" in told
    assert "why: Since &lt;i&gt;then&lt;/i&gt;." in told
    assert "draft" not in told, "an earlier draft is nobody's business, and the page is submitted"
    assert "<script" not in told


def test_what_is_mine_alone_is_not_put_on_a_page_that_may_be_handed_on(folder: Path) -> None:
    written = journal(folder)
    written.write("diary", "text", "Only for me.", reach="mine")
    told = opened()[1]
    assert "Only for me." not in told
    assert "For yourself alone you answered a question" in told
    assert "“My work”" in told


def test_questions_are_counted_not_how_often_they_were_answered(folder: Path) -> None:
    written = journal(folder)
    for event in ("explain", "note", "note"):
        written.write("gone", event, f"A {event}.", reach="facilitator")
        written.write("diary", event, f"A {event}.", reach="mine")
    told = opened()[1]
    assert told.count("A note.") == 2
    assert "What you answered to a question" in told
    assert "you answered a question" in told


def test_feedback_on_a_renamed_question_stays_with_it(folder: Path) -> None:
    journal(folder).write("why", "text", "Because.", reach="facilitator")
    envelope = Envelope(whoami(), "1-small", "page", "2026-11-22T12:00:00.000Z", {"reason": Feedback("Because.", ())})
    page = folder / "feedback" / "2026-11-22 12:00:00" / "page.html"
    page.parent.mkdir(parents=True)
    page.write_text(seal(envelope), encoding="utf-8")
    assert '"on": "Because."' in opened()[0].reflection("why").state


def test_a_renamed_question_goes_on_with_the_answers_it_had(folder: Path) -> None:
    journal(folder).write("reason", "text", "Because.", reach="facilitator")
    notebook, told = opened()
    assert told == ""
    assert '"text": "Because."' in notebook.reflection("why").state
    assert repr(notebook.complete("why")) == "1.0"


def test_being_run_again_by_nbgrader_writes_no_record_and_tells_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = journal(folder)
    written.write("why", "text", "Because.", reach="facilitator")
    written.write("gone", "text", "Once asked.", reach="facilitator")
    before = {path: path.read_bytes() for path in folder.parent.rglob("*") if path.is_file()}
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    notebook, told = opened()
    shown = notebook.reflection("why")
    assert isinstance(shown, Answer)
    assert "Because." in shown._repr_html_()
    assert repr(notebook.complete("why")) == "1.0"
    assert told == ""
    assert {path: path.read_bytes() for path in folder.parent.rglob("*") if path.is_file()} == before


def test_a_renamed_question_looks_for_unsent_words_under_its_earlier_name_too(folder: Path) -> None:
    card = json.loads(opened()[0].reflection("why").card)
    assert card["former"] == [card["key"].removesuffix(":why") + ":reason"]
