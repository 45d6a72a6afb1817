"""The envelope: sealed into a page, opened again, and never taken for somebody else's."""

from pathlib import Path

import pytest

from kith_exercises.envelope import CriterionMark, Envelope, Feedback, newest, open_envelope, seal

MARK = CriterionMark("evidence", "Evidence", 2, 3, "Both sides", 'A "hard" </script><b> comment\u2028 🤝')


def envelope(student: str = "ana", issued: str = "2026-11-22T12:00:00.000Z") -> Envelope:
    return Envelope(student, "1-empathy", "reflection", issued, {"difference": Feedback("my <b> words", (MARK,))})


def test_what_is_sealed_comes_out_as_it_was() -> None:
    page = f"<html><body>{seal(envelope())}</body></html>"
    assert open_envelope(page) == envelope()
    assert page.count("</script>") == 1


def test_an_envelope_in_a_learners_own_words_is_not_the_one_that_counts() -> None:
    page = seal(envelope("eve")) + seal(envelope("ana"))
    opened = open_envelope(page)
    assert opened is not None
    assert opened.student == "ana"


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "null", '{"v": 2}', '{"v": 1}', '{"v": 1, "feedback": []}', "[" * 100_000]
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
    found = newest(tmp_path, "reflection", "ana")
    assert found is not None
    assert found.issued == "newer"
    assert newest(tmp_path, "reflection", "nobody") is None
