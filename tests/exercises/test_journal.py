"""What the journal promises: everything acknowledged is there, in order, under the names of today."""

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith_exercises import drafts, log
from kith_exercises.errors import KithError
from kith_exercises.journal import Journal, read_records

HARD_TEXTS = {
    "emoji": "🤝 thanks 👩🏽‍🏫",
    "right to left": "שיתוף ידע הוא מתנה, ומעט סיכון",
    "script": "<script>alert('hi')</script>",
    "nul": "before\0after",
    "line separators": "one\u2028two\u2029three\r\nfour\x85five",
    "lone surrogate": "half \ud83d of a pair",
    "twenty thousand words": "word " * 20_000,
    "only spaces": " \t  \n ",
}


@pytest.mark.parametrize("text", HARD_TEXTS.values(), ids=HARD_TEXTS.keys())
def test_a_text_comes_back_as_it_was_typed(journal: Journal, text: str) -> None:
    journal.write("difference", "text", "an earlier version", reach="facilitator")
    journal.write("difference", "text", text, reach="facilitator")
    assert journal.read().records[-1].value == text
    assert read_records(journal.private).records[-1].value == text
    assert read_records(journal.travelling).records[-1].value == text


def test_a_journal_that_travelled_without_its_private_half_goes_on(journal: Journal, tmp_path: Path) -> None:
    journal.write("difference", "text", "one", reach="facilitator")
    journal.write("being-seen", "commit", {"marks": 1}, reach="count")
    journal.private.unlink()
    again = Journal.open(tmp_path / "1-empathy", "1-empathy", "reflection")
    assert [record.value for record in again.read().records] == ["one", {"marks": 1}]
    record = again.write("difference", "text", "two", reach="facilitator")
    assert record.seq == 3
    assert [r.value for r in read_records(again.travelling).records] == [{"marks": 1}, "two"]
    assert [r.value for r in read_records(again.private).records] == ["one", {"marks": 1}, "two"]


def test_settling_brings_the_travelling_file_up_to_the_journal(journal: Journal) -> None:
    journal.write("difference", "text", "one", reach="facilitator")
    before = journal.travelling.read_bytes()
    journal.write("difference", "text", "two", reach="facilitator")
    for stale in (before, before[:-9], b"", b"\0" * 300, None):  # what a crash or a power cut may leave
        if stale is None:
            journal.travelling.unlink()
        else:
            journal.travelling.write_bytes(stale)
        assert [record.value for record in journal.read().records] == ["one", "two"]
        assert journal.read().damaged == 0
        journal.settle()
        assert [record.value for record in read_records(journal.travelling).records] == ["two"]


def test_settling_what_is_settled_leaves_the_file_alone(journal: Journal, tmp_path: Path) -> None:
    journal.write("difference", "text", "one", reach="facilitator")
    before = journal.travelling.stat()
    Journal.open(tmp_path / "1-empathy", "1-empathy", "reflection").settle()
    assert journal.travelling.stat() == before


def test_what_was_answered_under_a_prompts_old_name_is_read_under_the_new_one(journal: Journal, tmp_path: Path) -> None:
    journal.write("why", "text", "The first answer. " * 300, reach="facilitator")
    journal.write("why", "text", "The first answer. " * 300 + "And more.", reach="facilitator")
    journal.write("gone-since", "note", "still here", reach="facilitator")
    before = journal.private.read_bytes()
    renamed = Journal.open(tmp_path / "1-empathy", "1-empathy", "reflection", names={"why": "why-hold-back"})
    assert [len(record.value) for record in renamed.read().of("why-hold-back")] == [5_400, 5_409]
    assert [record.value for record in renamed.read().of("gone-since")] == ["still here"]
    renamed.write("why-hold-back", "text", "The last answer.", reach="facilitator")
    assert journal.private.read_bytes().startswith(before)
    travelled = read_records(journal.travelling).records
    assert [(r.prompt, r.value) for r in travelled] == [
        ("gone-since", "still here"),
        ("why-hold-back", "The last answer."),
    ]
    assert [r.value[:8] for r in read_records(journal.private, names={"why": "new"}).of("new")] == ["The firs"] * 2


def test_a_journal_opened_without_names_takes_those_that_its_assignment_has(journal: Journal, tmp_path: Path) -> None:
    journal.write("why", "text", "thrown away", reach="facilitator")
    prompts = tmp_path / "1-empathy" / "prompts.toml"
    prompts.write_text(
        '[new]\nkind = "text"\ntitle = "Why"\nreach = "mine"\nquestion = ["Why?"]\nformerly = ["why"]\n', "utf-8"
    )
    again = Journal.open(tmp_path / "1-empathy", "1-empathy", "reflection")
    again.write("new", "text", "for myself", reach="mine")
    Journal.open(tmp_path / "1-empathy", "1-empathy", "reflection").settle()
    assert b"thrown away" not in journal.travelling.read_bytes()
    prompts.write_text("[new", "utf-8")
    with pytest.raises(KithError, match=r"prompts\.toml"):
        Journal.open(tmp_path / "1-empathy", "1-empathy", "reflection")


def test_a_journal_of_version_1_is_read_with_its_drafts(tmp_path: Path) -> None:
    """As Kith 0.1.0 wrote it: each draft by the one before it, and a torn tail closed by the next line."""

    def line(seq: int, prompt: str, value: object) -> bytes:
        entry = {"v": 1, "seq": seq, "at": "2026-11-20T12:00:00.000Z", "prompt": prompt, "event": "text"}
        return log.encode({**entry, "reach": "facilitator", "writer": "w", "value": value})

    lines = [
        line(1, "p", {"text": "I held back."}),
        line(2, "q", {"text": "Another."}),
        line(3, "p", {"head": 7, "tail": 5, "put": "never "}),
        b'{"v":1,"seq":4,"to',
        b"\n",
        line(4, "p", {"head": 18, "tail": 0, "put": " Why?"}),
    ]
    path = tmp_path / "j.jsonl"
    path.write_bytes(b"".join(lines))
    assert [record.value for record in read_records(path).of("p")] == [
        "I held back.",
        "I held never back.",
        "I held never back. Why?",
    ]
    path.write_bytes(b"".join([*lines[:2], *lines[4:]]))  # the third was lost: nobody knows what the last one says
    found = read_records(path)
    assert ([record.value for record in found.of("p")], found.damaged) == (["I held back."], 1)


def test_two_processes_write_at_once_and_no_line_is_lost(journal: Journal, tmp_path: Path) -> None:
    folder = str(tmp_path / "1-empathy")
    workers = [subprocess.Popen([sys.executable, "-c", _WRITE_MANY, folder, name]) for name in "ab"]
    assert [worker.wait(60) for worker in workers] == [0, 0]
    records = journal.read().records
    assert [record.seq for record in records] == list(range(1, 81))
    for name in "ab":
        assert [r.value for r in records if r.prompt == name] == list(range(40))


_WRITE_MANY = """
import sys
from pathlib import Path
from kith_exercises.journal import Journal

journal = Journal.open(Path(sys.argv[1]), "1-empathy", "reflection")
for number in range(40):
    journal.write(sys.argv[2], "note", number, reach="facilitator")
"""


def test_two_threads_of_one_kernel_share_a_journal(journal: Journal) -> None:
    def work(name: str) -> None:
        for number in range(100):
            journal.write(name, "note", number, reach="facilitator")
            assert journal.read().of(name)[-1].value == number

    threads = [threading.Thread(target=work, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [record.seq for record in read_records(journal.private).records] == list(range(1, 301))
    assert journal.read().records == read_records(journal.private).records == read_records(journal.travelling).records


def test_a_journal_that_was_put_back_is_read_anew(journal: Journal) -> None:
    journal.write("p", "note", "first", reach="facilitator")
    backup = journal.private.read_bytes()
    journal.write("p", "note", "second", reach="facilitator")
    journal.private.write_bytes(backup)
    journal.travelling.unlink()
    assert [record.value for record in journal.read().records] == ["first"]
    journal.write("p", "note", "another", reach="facilitator")
    assert [record.value for record in read_records(journal.travelling).records] == ["first", "another"]


texts = st.text(alphabet=st.characters(), max_size=40)


@given(st.lists(texts, max_size=30), st.lists(texts, max_size=30))
def test_a_text_is_made_again_from_another_and_the_pieces(first: list[str], last: list[str]) -> None:
    base, text = " ".join(first * 3), " ".join(last + first + last)
    pieces = json.loads(json.dumps(drafts.difference(base, text)))
    assert drafts.apply(base, pieces) == text


def test_changes_all_over_a_long_text_are_stored_in_little() -> None:
    words = [f"word-{number * 7919 % 4_000}" for number in range(20_000)]
    changed = ["other" if number % 1_000 == 500 else word for number, word in enumerate(words)]
    pieces = drafts.difference(" ".join(words), " ".join(changed))
    assert drafts.apply(" ".join(words), pieces) == " ".join(changed)
    assert len(json.dumps(pieces)) < len(" ".join(changed)) / 20


@pytest.mark.parametrize("pieces", [None, {}, [None], [[0]], [[0, 9]], [[-1, 1]], [["0", 1]], [[0, 1, 1]], [1]])
def test_pieces_that_fit_no_text_make_none(pieces: object) -> None:
    assert drafts.apply("a text", pieces) is None
