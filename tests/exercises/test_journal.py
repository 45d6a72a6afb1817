"""What the journal promises: everything acknowledged is there, and nothing travels that should not."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith_exercises import drafts, log
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


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    folder = tmp_path / "1-empathy"
    folder.mkdir()
    return Journal.open(folder, "1-empathy", "reflection")


@pytest.mark.parametrize("text", HARD_TEXTS.values(), ids=HARD_TEXTS.keys())
def test_a_text_comes_back_as_it_was_typed(journal: Journal, text: str) -> None:
    journal.write("difference", "text", "an earlier version", reach="facilitator")
    journal.write("difference", "text", text, reach="facilitator")
    assert journal.read().records[-1].value == text
    assert read_records(journal.travelling).records[-1].value == text


def test_a_discarded_draft_stays_at_home(journal: Journal) -> None:
    journal.write("difference", "text", "I was furious with my manager", reach="facilitator")
    journal.write("difference", "text", "It was a hard week", reach="facilitator")
    assert b"furious" in journal.private.read_bytes()
    assert b"furious" not in journal.travelling.read_bytes()
    assert [record.value for record in journal.read().records] == [
        "I was furious with my manager",
        "It was a hard week",
    ]


def test_what_is_mine_never_enters_the_assignment_folder(journal: Journal, tmp_path: Path) -> None:
    journal.write("three-turns", "commit", {"turn-1": "hold-back-secretly"}, reach="mine")
    assert journal.read().records[0].value == {"turn-1": "hold-back-secretly"}
    assert not list((tmp_path / "1-empathy").rglob("*"))


def test_a_journal_that_travelled_without_its_private_half_goes_on(journal: Journal, tmp_path: Path) -> None:
    journal.write("difference", "text", "one", reach="facilitator")
    journal.write("being-seen", "commit", {"marks": 1}, reach="count")
    journal.private.unlink()
    again = Journal.open(tmp_path / "1-empathy", "1-empathy", "reflection")
    assert [record.value for record in again.read().records] == ["one", {"marks": 1}]
    record = again.write("difference", "text", "two", reach="facilitator")
    assert record.seq == 3
    assert [r.value for r in read_records(again.travelling).records] == [{"marks": 1}, "two"]


def test_every_cut_of_the_file_keeps_the_complete_lines_and_sets_the_rest_aside(journal: Journal) -> None:
    for number in range(3):
        journal.write("p", "note", f"note {number}", reach="facilitator")
    whole = journal.private.read_bytes()
    ends = [index + 1 for index, byte in enumerate(whole) if byte == 10]
    for cut in range(len(whole)):
        journal.private.write_bytes(whole[:cut])
        found = read_records(journal.private)
        complete = sum(end <= cut or cut == end - 1 for end in ends)
        assert len(found.records) == complete
        assert found.damaged == (0 if cut in (0, *ends) or cut + 1 in ends else 1)


def test_a_torn_tail_does_not_swallow_the_next_line(journal: Journal) -> None:
    journal.write("p", "note", "first", reach="mine")
    with journal.private.open("ab") as handle:
        handle.write(b'{"v":1,"seq":2,"torn')
    journal.write("p", "note", "second", reach="mine")
    found = journal.read()
    assert [record.value for record in found.records] == ["first", "second"]
    assert found.damaged == 1
    assert b"torn" in journal.private.read_bytes()


@pytest.mark.parametrize(
    "line",
    [
        b"\xff\xfe not text",
        b"[" * 100_000,
        b'{"v":1}',
        b'{"v":1,"seq":true,"at":"x","prompt":"p","event":"e","reach":"mine","writer":"w","value":1}',
        log.encode(
            {"v": 1, "seq": 1, "at": "x", "prompt": "p", "event": "e", "reach": "everyone", "writer": "w", "value": 1}
        ),
        log.encode({"v": 9, "seq": 1}),
        log.encode({"nested": 1})[:-5],
    ],
    ids=["bytes", "nested", "unsealed", "boolean", "unknown reach", "other version", "cut"],
)
def test_a_line_that_is_no_record_counts_as_damaged(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "j.jsonl"
    path.write_bytes(line + b"\n")
    found = read_records(path)
    assert (found.records, found.damaged) == ((), 1)


def test_settling_brings_the_travelling_file_up_to_the_journal(journal: Journal) -> None:
    journal.write("difference", "text", "one", reach="facilitator")
    before = journal.travelling.read_bytes()
    journal.write("difference", "text", "two", reach="facilitator")
    journal.travelling.write_bytes(before)  # as if a crash had come between journal and travelling file
    journal.settle()
    assert [record.value for record in read_records(journal.travelling).records] == ["two"]


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


@given(st.lists(st.text(alphabet=st.characters(), max_size=40), min_size=1, max_size=60))
def test_drafts_kept_as_differences_come_back_whole(texts: list[str]) -> None:
    stored = []
    previous = None
    for number, text in enumerate(texts):
        stored.append(json.loads(json.dumps(drafts.pack(previous, text, since_full=number % (drafts.FULL_EVERY + 1)))))
        previous = text
    restored = []
    previous = None
    for item in stored:
        previous = drafts.unpack(previous, item)
        restored.append(previous)
    assert restored == texts


def test_a_thousand_drafts_of_a_long_text_stay_small(journal: Journal) -> None:
    text = "word " * 4_000
    previous, size = None, 0
    for number in range(1_000):
        text += f"more{number} "
        size += len(json.dumps(drafts.pack(previous, text, since_full=number % (drafts.FULL_EVERY + 1))))
        previous = text
    assert size < 1_000 * len(text) / 15
