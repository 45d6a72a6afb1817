"""The envelope: sealed into a page, opened again, and never taken for somebody else's."""

from pathlib import Path

import pytest

from kith_exercises.envelope import (
    CriterionMark,
    Envelope,
    Feedback,
    Suggestion,
    newest,
    open_envelope,
    seal,
    suggestions_in,
)

MARK = CriterionMark("evidence", "Evidence", 2, 3, "Both sides", 'A "hard" </script><b> comment\u2028 🤝')
#: As Kith 0.1.0 sealed it.
FIRST = (
    '<script type="application/json" id="kith-envelope">{"v": 1, "student": "ana", "module": "1-empathy", "notebook": '
    '"reflection", "issued": "2026-11-22T12:00:00.000Z", "feedback": {"difference": {"on": "my words", "criteria": '
    '[{"id": "evidence", "title": "Evidence", "points": 2, "max_points": 3, "level": "Both sides", "comment": '
    '"Yes."}]}}, "cohort": {}, "delivery": []}</script>'
)


def envelope(student: str = "ana", issued: str = "2026-11-22T12:00:00.000Z") -> Envelope:
    return Envelope(student, "1-empathy", "reflection", issued, {"difference": Feedback("my <b> words", (MARK,))})


def test_what_is_sealed_comes_out_as_it_was() -> None:
    page = f"<html><body>{seal(envelope())}</body></html>"
    assert open_envelope(page) == envelope()
    assert page.count("</script>") == 1


def test_all_that_version_2_adds_comes_out_as_it_was() -> None:
    suggestions = (Suggestion("00ce00de", "Ask Mira."),)
    mark = CriterionMark("use", "Mine", 1, 3, "Begun", "", True, 2.5, suggestions, "I never asked.")
    reply = {
        "to": "2026-11-20T12:00:00.000Z",
        "criterion": "use",
        "text": "But I did.",
        "at": "2026-11-21T12:00:00.000Z",
    }
    sealed = Envelope("ana", "m", "n", "now", {"why": Feedback("words", (mark,), (reply,))})
    assert open_envelope(seal(sealed)) == sealed


def test_an_envelope_of_the_first_version_still_opens() -> None:
    opened = open_envelope(FIRST)
    assert opened is not None
    mark = CriterionMark("evidence", "Evidence", 2, 3, "Both sides", "Yes.")
    assert opened.feedback == {"difference": Feedback("my words", (mark,))}
    assert (mark.own, mark.before, mark.suggestions, mark.sentence) == (False, None, (), "")


def test_lines_that_begin_with_an_arrow_are_suggestions_and_the_rest_is_the_comment() -> None:
    said, found = suggestions_in("Clear.\n\n→ Ask Mira.\nMore.\n  -> Ask  her twice. \n->no\n→ Ask Mira.\n-> \n")
    assert said == "Clear.\n\nMore.\n->no\n-> "[:-1]
    assert [one.text for one in found] == ["Ask Mira.", "Ask  her twice."]
    assert found[0].id == "00ce00de"
    assert suggestions_in("-> Ask Mira.")[1] == (found[0],)


def test_an_envelope_in_a_learners_own_words_is_not_the_one_that_counts() -> None:
    page = seal(envelope("eve")) + seal(envelope("ana"))
    opened = open_envelope(page)
    assert opened is not None
    assert opened.student == "ana"


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "null", '{"v": 2}', '{"v": 1}', '{"v": 3}', '{"v": 1, "feedback": []}', "[" * 100_000]
)
def test_what_is_no_envelope_is_none(content: str) -> None:
    assert open_envelope(f'<script type="application/json" id="kith-envelope">{content}</script>') is None


def test_the_newest_page_of_this_learner_is_read(tmp_path: Path) -> None:
    for folder, sent in {
        "2026-11-20 10:00:00": envelope("ana", "older"),
        "2026-11-22 10:00:00": envelope("ana", "newer"),
        "2026-11-23 10:00:00": envelope("eve", "newest, of another"),
    }.items():
        page = tmp_path / "feedback" / folder / "reflection.html"
        page.parent.mkdir(parents=True)
        page.write_text(seal(sent), encoding="utf-8")
    (tmp_path / "feedback" / "2026-11-24 10:00:00" / "reflection.html").mkdir(parents=True)  # it can't be read
    found = newest(tmp_path, "reflection", "ana")
    assert found is not None
    assert found.issued == "newer"
    assert newest(tmp_path, "reflection", "nobody") is None


def test_feedback_on_a_question_that_was_renamed_comes_under_its_new_name(tmp_path: Path) -> None:
    page = tmp_path / "feedback" / "2026-11-20 10:00:00" / "reflection.html"
    page.parent.mkdir(parents=True)
    page.write_text(seal(envelope()), encoding="utf-8")
    found = newest(tmp_path, "reflection", "ana", {"difference": "gap"})
    assert found is not None
    assert found.feedback == {"gap": Feedback("my <b> words", (MARK,))}


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ('"on": "my words"', '"on": 3'),
        ('"points": 2', '"points": "2"'),
        ('"points": 2', '"points": NaN'),
        ('"max_points": 3', '"max_points": null'),
        ('"comment": "Yes."', '"comment": null'),
        ('"comment": "Yes."', '"comment": "Yes.", "own": 1'),
        ('"comment": "Yes."', '"comment": "Yes.", "suggestions": [{"id": "a", "text": 3}]'),
        ('"criteria": [', '"replies": ["x"], "criteria": ['),
        ('"issued": "2026-11-22T12:00:00.000Z"', '"issued": null'),
        ('"cohort": {}', '"cohort": []'),
    ],
)
def test_a_page_with_parts_of_another_kind_is_no_envelope(was: str, becomes: str) -> None:
    assert was in FIRST
    assert open_envelope(FIRST.replace(was, becomes)) is None
