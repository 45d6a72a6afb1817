"""A learner's own work, taken out: nothing is lost in it, and the statements name nobody."""

import json
import re
import tomllib
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest

from kith_exercises import KithError
from kith_exercises.cards.fold import FoldCard
from kith_exercises.definitions import FoldPrompt, load_prompts
from kith_exercises.envelope import CriterionMark, Envelope, Feedback, Suggestion, seal
from kith_exercises.export import PAGE, RECORDS, STATEMENTS, export_mine
from kith_exercises.journal import Journal
from kith_exercises.status import Places
from tests.homes.make import FOLD
from tests.small_course import COURSE

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MODULE, NOTEBOOK, LEARNER = "1-small", "page", "ada.lovelace"
HOSTILE = "<script>alert(1)</script> & שלום \0 \ud800 “quoted”"
FOLDED = CriterionMark("use", "Use", 3, 3, "Someone", "Not to be read before one has looked for oneself.")
ISSUED = "2026-11-21T10:00:00.000Z"


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """A learner with drafts, an answer of their own, a committed fold, and feedback that they replied to."""
    folder = tmp_path / "learner" / MODULE
    folder.mkdir(parents=True)
    (folder / "prompts.toml").write_text(COURSE[f"{MODULE}/prompts.toml"] + FOLD, encoding="utf-8")
    (folder / "rubric.toml").write_text(COURSE[f"{MODULE}/rubric.toml"], encoding="utf-8")
    journal = Journal.open(folder, MODULE, NOTEBOOK)
    for text in ("First draft", "Second draft", HOSTILE):
        journal.write("why", "text", text, reach="facilitator")
    journal.write("own", "text", "Mine alone", reach="mine")
    fold = load_prompts(folder / "prompts.toml")["being-seen"]
    assert isinstance(fold, FoldPrompt)
    card = FoldCard(fold, journal, "key")
    answers = {"marks": {"values": {"public": 70, "anonymous": 40}, "width": 10}, "why": "A hunch of mine."}
    card.act({"do": "commit", "answers": answers})
    journal.write("gone", "text", "Asked once, long ago.", reach="facilitator")
    journal.write("why", "self", {"criterion": "use", "points": None, "sentence": "quoted"}, reach="facilitator")
    reply = {"to": ISSUED, "criterion": "evidence", "text": "It was the second record."}
    journal.write("why", "reply", reply, reach="facilitator")
    verdict = {"to": ISSUED, "suggestion": "aa", "verdict": "declined", "because": "it <b>hurts</b>"}
    journal.write("why", "suggestion", verdict, reach="facilitator")
    rated = {"criterion": "evidence", "points": 2, "sentence": "", "to": ISSUED}
    journal.write("why", "self", rated, reach="facilitator")
    mark = CriterionMark(
        "evidence", "Evidence", 2, 2, "Both", "Which *record*?", suggestions=(Suggestion("aa", "Ask."),)
    )
    envelope = Envelope(LEARNER, MODULE, NOTEBOOK, ISSUED, {"why": Feedback("Second draft", (mark, FOLDED))})
    page = folder / "feedback" / "2026-11-21 10:00:00.000000 UTC" / f"{NOTEBOOK}.html"
    page.parent.mkdir(parents=True)
    page.write_text(seal(envelope), encoding="utf-8")
    return Places(tmp_path / "learner")


def exported(places: Places, out: Path, *, texts: bool = False) -> Path:
    export_mine(places, out, course="kith", student=LEARNER, now=NOW, texts=texts)
    return out


def statements_of(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / STATEMENTS).read_text(encoding="utf-8"))
    return found


def test_the_records_say_all_that_the_journal_knows(places: Places, tmp_path: Path) -> None:
    out = exported(places, tmp_path / "out")
    data = json.loads((out / RECORDS).read_text(encoding="ascii"))
    (module,) = data["modules"]
    journal = Journal.open(places.learner / MODULE, MODULE, NOTEBOOK)
    known = [vars(record) if hasattr(record, "__dict__") else None for record in journal.read().records]
    assert module["pages"] == [{"page": NOTEBOOK, "damaged": 0, "records": known}]
    assert module["prompts"] == tomllib.loads((places.learner / MODULE / "prompts.toml").read_text())
    assert module["feedback"][0]["prompts"]["why"]["criteria"][0]["comment"] == "Which *record*?"
    assert (out / "journals" / MODULE / f"{NOTEBOOK}.jsonl").read_bytes() == journal.private.read_bytes()
    assert out.stat().st_mode & 0o777 == 0o700


def test_the_page_shows_every_answer_as_text(places: Places, tmp_path: Path) -> None:
    html = (exported(places, tmp_path / "out") / PAGE).read_text(encoding="utf-8")
    assert "<script" not in html
    assert "<b>" not in html
    assert "default-src 'none'" in html
    shown = unescape(re.sub(r"<[^>]+>", " ", html.replace("&lt;", "‹")))
    for words in (
        "‹script>alert(1)",
        "Mine alone",
        "A hunch of mine.",
        "In public: 70",
        "2 earlier versions are kept.",
        "2 of 2 points",
        "It was the second record.",
        "I did not take it up. Because: it ‹b>hurts",
        "It was written on an earlier version of this text.",
        "Evidence: How I see it myself",
        "Asked once, long ago.",
    ):
        assert words in shown, words
    assert "Not to be read before" not in shown  # the card has not unfolded it yet


def test_statements_have_the_shape_of_xapi_and_name_nobody(places: Places, tmp_path: Path) -> None:
    out = exported(places, tmp_path / "out")
    found = statements_of(out)
    assert len(found) == 13  # eleven records, two of one commit that two reaches see, and two marks
    for statement in found:
        assert_statement(statement)
    text = (out / STATEMENTS).read_text()
    for words in (LEARNER, "lovelace", "mbox", "Mine alone", "First draft", "hunch", "second record", "alert", "hurts"):
        assert words not in text
    assert [each["timestamp"] for each in found] == sorted(each["timestamp"] for each in found)
    verbs = {each["verb"]["id"].rsplit("/", 1)[-1] for each in found}
    assert verbs == {"answered", "rated", "responded", "scored"}


def test_an_export_made_again_says_the_same_and_words_come_only_when_asked_for(places: Places, tmp_path: Path) -> None:
    first, again = statements_of(exported(places, tmp_path / "a")), statements_of(exported(places, tmp_path / "b"))
    assert first == again
    assert len({each["id"] for each in first}) == len(first)
    worded = statements_of(exported(places, tmp_path / "c", texts=True))
    for statement in worded:
        assert_statement(statement)
    assert "Mine alone" in [each.get("result", {}).get("response") for each in worded]
    assert [each["id"] for each in worded] == [each["id"] for each in first]  # a store keeps one of each
    (places.learner / "mine" / "actor.json").unlink()
    other = statements_of(exported(places, tmp_path / "d"))
    assert {each["actor"]["account"]["name"] for each in (*first, *other)} != {first[0]["actor"]["account"]["name"]}


def test_nothing_is_overwritten_and_nothing_makes_no_export(places: Places, tmp_path: Path) -> None:
    exported(places, tmp_path / "out")
    with pytest.raises(KithError, match="is there already"):
        exported(places, tmp_path / "out")
    with pytest.raises(KithError, match="no work"):
        exported(Places(tmp_path / "nobody"), tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_an_export_never_lands_where_it_would_be_submitted(places: Places) -> None:
    for out in (places.learner / MODULE / "mine-all", places.learner / MODULE / "deep" / "er"):
        with pytest.raises(KithError, match="all of that folder is submitted"):
            exported(places, out)
        assert not out.parent.joinpath(out.name).exists()


def test_what_a_killed_compaction_left_is_no_part_of_an_export(places: Places, tmp_path: Path) -> None:
    (places.learner / "mine" / MODULE / f"{NOTEBOOK}.compact").write_bytes(b"half of it")
    out = exported(places, tmp_path / "out")
    assert [path.name for path in (out / "journals" / MODULE).iterdir()] == [f"{NOTEBOOK}.jsonl"]


def test_the_page_has_all_that_was_answered_to_questions_that_are_gone_and_the_feedback_on_it(
    places: Places, tmp_path: Path
) -> None:
    folder = places.learner / MODULE
    journal = Journal.open(folder, MODULE, NOTEBOOK)
    journal.write("lost", "commit", {"why": "A guess, committed."}, reach="count")
    for words in ("An earlier note.", "A later note."):
        journal.write("lost", "note", words, reach="mine")
    mark = CriterionMark("use", "Use", 1, 3, "Begun", "Said on what is gone.")
    page = folder / "feedback" / "2026-11-22 10:00:00.000000 UTC" / f"{NOTEBOOK}.html"
    page.parent.mkdir(parents=True)
    page.write_text(seal(Envelope(LEARNER, MODULE, NOTEBOOK, NOW.isoformat(), {"gone": Feedback("x", (mark,))})))
    html = (exported(places, tmp_path / "out") / PAGE).read_text(encoding="utf-8")
    for words in ("A guess, committed.", "An earlier note.", "A later note.", "Said on what is gone.", "Asked once"):
        assert words in html, words


# ---- xAPI 1.0.3, as far as our statements use it: what must be there, and that nothing else is -----------------


def assert_statement(statement: dict[str, Any]) -> None:
    assert set(statement) <= {"id", "actor", "verb", "object", "result", "context", "timestamp", "version"}
    assert {"id", "actor", "verb", "object", "timestamp", "version"} <= set(statement)
    assert str(UUID(statement["id"])) == statement["id"]
    assert re.fullmatch(r"1\.0\.\d+", statement["version"])
    assert datetime.fromisoformat(statement["timestamp"]).tzinfo is not None
    actor = statement["actor"]
    assert set(actor) == {"objectType", "account"}
    assert (actor["objectType"], set(actor["account"])) == ("Agent", {"homePage", "name"})
    assert_iri(actor["account"]["homePage"])
    UUID(actor["account"]["name"])
    assert set(statement["verb"]) == {"id", "display"}
    assert_iri(statement["verb"]["id"])
    assert_language_map(statement["verb"]["display"])
    assert_activity(statement["object"])
    assert_context(statement["context"])
    assert_result(statement.get("result", {}))
    assert "null" not in json.dumps(statement).split()  # a statement holds no null


def assert_activity(activity: dict[str, Any]) -> None:
    assert set(activity) <= {"objectType", "id", "definition"}
    assert activity["objectType"] == "Activity"
    assert_iri(activity["id"])
    definition = activity.get("definition", {})
    assert set(definition) <= {"type", "name"}
    if definition:
        assert_iri(definition["type"])
        assert_language_map(definition["name"])


def assert_context(context: dict[str, Any]) -> None:
    assert set(context) <= {"platform", "contextActivities", "extensions"}
    assert set(context["contextActivities"]) <= {"parent", "grouping", "category", "other"}
    for activities in context["contextActivities"].values():
        for activity in activities:
            assert_activity(activity)
    for name in context["extensions"]:
        assert_iri(name)


def assert_result(result: dict[str, Any]) -> None:
    assert set(result) <= {"score", "response", "extensions"}
    assert isinstance(result.get("response", ""), str)
    for name in result.get("extensions", {}):
        assert_iri(name)
    score = result.get("score", {})
    assert set(score) <= {"raw", "min", "max"}
    if "max" in score:
        assert score["min"] <= score["raw"] <= score["max"]


def assert_iri(text: str) -> None:
    parts = urlsplit(text)
    assert parts.scheme in ("http", "https")
    assert parts.netloc
    assert not re.search(r"[\s<>\"{}|\\^`]", text)


def assert_language_map(names: dict[str, str]) -> None:
    assert names
    for tag, text in names.items():
        assert re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", tag)
        assert isinstance(text, str)
