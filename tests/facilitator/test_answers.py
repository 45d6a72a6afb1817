"""What is known of submitted answers: their words, and since when."""

import json
from pathlib import Path

from kith_facilitator.answers import Known, changed_answers, hash_of, keep_answers, known

MODULE, NOTEBOOK, WHO = "1-small", "page", "ada"
MONDAY, TUESDAY, WEDNESDAY = "2026-03-02T09:00:00.000Z", "2026-03-03T09:00:00.000Z", "2026-03-04T09:00:00.000Z"


def keep(course: Path, sent: str, **texts: str | None) -> frozenset[str]:
    changed = changed_answers(course, MODULE, WHO, NOTEBOOK, texts)
    keep_answers(course, MODULE, WHO, NOTEBOOK, texts, sent)
    return changed


def test_an_answer_is_dated_by_the_first_submission_with_just_these_words(tmp_path: Path) -> None:
    keep(tmp_path, MONDAY, why="mine", how=None)
    keep(tmp_path, TUESDAY, why="mine", how="so")
    assert known(tmp_path, MODULE, WHO) == {
        "why": Known(hash_of("mine"), MONDAY),
        "how": Known(hash_of("so"), TUESDAY),
    }


def test_words_that_come_back_are_as_old_as_they_are(tmp_path: Path) -> None:
    for sent, text in ((MONDAY, "first"), (TUESDAY, "second"), (WEDNESDAY, "first")):
        keep(tmp_path, sent, why=text)
    assert known(tmp_path, MODULE, WHO)["why"] == Known(hash_of("first"), MONDAY)


def test_only_other_words_count_as_changed(tmp_path: Path) -> None:
    assert keep(tmp_path, MONDAY, why="a", how="b") == frozenset()  # nothing was marked before
    assert keep(tmp_path, TUESDAY, why="a", how="c") == {"how"}
    assert keep(tmp_path, TUESDAY, why="a", how="c") == frozenset()


def test_what_an_earlier_kith_kept_is_read(tmp_path: Path) -> None:
    kept = tmp_path / ".kith" / "answers" / MODULE / WHO / f"{NOTEBOOK}.json"
    kept.parent.mkdir(parents=True)
    kept.write_text(json.dumps({"why": hash_of("mine")}))
    assert known(tmp_path, MODULE, WHO) == {"why": Known(hash_of("mine"), "")}
    collected = tmp_path / "submitted" / WHO / MODULE
    collected.mkdir(parents=True)
    (collected / "timestamp.txt").write_text("2026-03-02 09:00:00.000000 UTC")
    assert known(tmp_path, MODULE, WHO)["why"] == Known(hash_of("mine"), MONDAY)
    assert keep(tmp_path, TUESDAY, why="mine") == frozenset()
    assert keep(tmp_path, WEDNESDAY, why="other") == {"why"}


def test_nobody_who_was_graded_is_known(tmp_path: Path) -> None:
    assert known(tmp_path, MODULE, "nobody") == {}
