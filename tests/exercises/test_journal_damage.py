"""What the journal does about crashes, bad disks and full ones: what was kept is there, what was not is said."""

import subprocess
import sys
from pathlib import Path

import pytest

from kith_exercises import log
from kith_exercises.errors import KithError
from kith_exercises.journal import Journal, Journalled, read_records
from kith_widgets import Refused


def again(journal: Journal) -> Journal:
    """The same journal, as another kernel opens it."""
    return Journal(journal.private, journal.travelling)


def values(found: Journalled) -> list[object]:
    return [record.value for record in found.records]


def test_every_cut_of_the_file_keeps_the_complete_lines_and_sets_the_rest_aside(journal: Journal) -> None:
    journal.write("fold", "commit", {"marks": [1, 2]}, reach="mine")
    journal.write("why", "text", "Why do people hold back? " * 170, reach="mine")
    journal.write("why", "text", "Why do people hold back? " * 170 + "🤝", reach="mine")
    journal.write("fold", "note", "after that", reach="mine")
    whole, everything = journal.private.read_bytes(), values(journal.read())
    ends = [index + 1 for index, byte in enumerate(whole) if byte == 10]
    assert len(ends) == 4
    torn = log.torn_file(journal.private)
    for cut in range(len(whole)):
        journal.private.write_bytes(whole[:cut])
        complete = sum(end <= cut + 1 for end in ends)  # a line that lacks but the sign of its end says all it says
        found = read_records(journal.private)
        assert (values(found), found.damaged) == (everything[:complete], 0)
        if cut % 41 and cut + 100 < len(whole):
            continue  # every cut is read; every 41st, and each in the last line, is written to as well
        torn.unlink(missing_ok=True)
        again(journal).write("fold", "note", "next", reach="mine")
        found = again(journal).read()
        assert (values(found), found.damaged) == ([*everything[:complete], "next"], 0)
        tail = whole[max((end for end in (0, *ends) if end <= cut), default=0) : cut]
        is_whole = cut + 1 in ends
        assert (torn.read_bytes().strip(b"\n") if torn.exists() else b"") == (b"" if is_whole else tail)


@pytest.mark.parametrize("reopened", [True, False])
def test_a_torn_tail_does_not_swallow_the_next_line(journal: Journal, reopened: bool) -> None:
    journal.write("p", "note", "first", reach="mine")
    with journal.private.open("ab") as handle:
        handle.write(b'{"v":1,"seq":2,"torn')
    writer = again(journal) if reopened else journal
    writer.write("p", "note", "second", reach="mine")
    assert values(writer.read()) == values(again(journal).read()) == ["first", "second"]
    assert writer.read().damaged == 0  # nobody was told that it is kept
    assert log.torn_file(journal.private).read_bytes().strip() == b'{"v":1,"seq":2,"torn'


@pytest.mark.parametrize(
    "line",
    [
        b"\xff\xfe not text",
        b"[" * 100_000,
        b'{"v":1}',
        b'{"v":1,"seq":true,"at":"x","prompt":"p","event":"e","reach":"mine","writer":"w","value":1}',
        log.encode(
            {"v": 1, "seq": 1, "at": "x", "prompt": "p", "event": "e", "reach": "everyone", "writer": "w", "value": 1}
        ).strip(),
        log.encode({"nested": 1})[:-5],
        b"\0" * 400,
    ],
    ids=["bytes", "nested", "unsealed", "boolean", "unknown reach", "cut", "zeros"],
)
def test_a_line_that_is_no_record_counts_as_damaged(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "j.jsonl"
    path.write_bytes(line + b"\n")
    found = read_records(path)
    assert (found.records, found.damaged, found.where) == ((), 1, path)


def test_a_line_of_a_later_kith_is_told_apart_from_damage(journal: Journal) -> None:
    journal.write("p", "note", "first", reach="mine")
    with journal.private.open("ab") as handle:
        handle.write(log.encode({"v": 3, "seq": 2, "what": "nobody knows yet"}))
    found = again(journal).read()
    assert (values(found), found.damaged, found.later, found.where) == (["first"], 0, 1, None)
    (told,) = again(journal).notices()
    assert "newer Kith" in told


def version_1(seq: int, value: object) -> bytes:
    """A line as Kith 0.1.0 wrote it: each text by what changed since the one before it."""
    entry = {"v": 1, "seq": seq, "at": "2026-11-20T12:00:00.000Z", "prompt": "why", "event": "text"}
    return log.encode({**entry, "reach": "facilitator", "writer": "w", "value": value})


def test_behind_a_damaged_line_of_version_1_nothing_is_guessed_and_the_newest_text_stays(journal: Journal) -> None:
    lines = [
        version_1(1, {"text": "I held back."}),
        version_1(2, {"head": 7, "tail": 5, "put": "never "}),
        version_1(3, {"head": 18, "tail": 0, "put": " Why?"}),
        version_1(4, {"head": 23, "tail": 0, "put": " Fear."}),
    ]
    newest = "I held never back. Why? Fear."
    journal.private.parent.mkdir(parents=True)
    journal.private.write_bytes(b"".join([lines[0], b"not a line\n", *lines[2:]]))
    log.replace_unsynced(journal.travelling, version_1(4, {"text": newest}), journal.private.with_suffix(".tmp"))
    assert values(again(journal).read()) == ["I held back.", newest]
    again(journal).write("own", "note", "And on.", reach="mine")
    again(journal).compact()
    found = again(journal).read()
    assert (values(found), found.damaged) == (["I held back.", newest, "And on."], 3)
    assert newest in values(read_records(journal.travelling))
    aside = journal.private.with_name("reflection.jsonl.damaged").read_bytes()
    assert all(line in aside for line in lines[2:]), "what can't be read is kept as it is"


def test_a_damaged_line_is_set_aside_and_told_and_the_rest_loads(journal: Journal) -> None:
    for number in range(40):
        journal.write("why", "text", f"version {number} " + "of what I think. " * 20, reach="facilitator")
    lines = journal.private.read_bytes().splitlines(keepends=True)
    for number in range(40):
        broken = lines[number][:50] + b"\xff" + lines[number][51:]
        journal.private.write_bytes(b"".join([*lines[:number], broken, *lines[number + 1 :]]))
        found = read_records(journal.private)
        assert [record.seq for record in found.records] == [seq + 1 for seq in range(40) if seq != number]
        assert all(str(record.value).startswith(f"version {record.seq - 1} ") for record in found.records)
        assert (found.damaged, found.where) == (1, journal.private)


def test_a_long_text_whose_base_is_damaged_is_missing_and_never_wrong(journal: Journal) -> None:
    text = "a sentence that takes some room, and others after it. " * 200
    for number in range(30):
        text = f"{number} " + text + f"And {number}."
        journal.write("why", "text", text, reach="mine")
    right = {record.seq: record.value for record in journal.read().records}
    lines = journal.private.read_bytes().splitlines(keepends=True)
    for number in range(30):
        journal.private.write_bytes(b"".join([*lines[:number], b"damaged\n", *lines[number + 1 :]]))
        found = again(journal).read()
        assert all(record.value == right[record.seq] for record in found.records)
        assert len(found.records) >= 9
        assert found.damaged == 30 - len(found.records)


def test_the_learner_is_told_in_a_sentence_where_damaged_lines_lie(journal: Journal) -> None:
    journal.write("p", "note", "first", reach="mine")
    journal.write("p", "note", "second", reach="mine")
    assert journal.notices() == ()
    journal.private.write_bytes(b"not a line\n" + journal.private.read_bytes() + b"nor this\n")
    assert str(journal.private) in journal.notices()[0]
    assert "2 lines" in journal.notices()[0]
    assert "yours alone" in journal.notices()[0], "nobody is sent away with their own drafts"
    assert "show that" not in journal.notices()[0]
    journal.compact()
    aside = journal.private.with_name("reflection.jsonl.damaged")
    assert [line for line in aside.read_bytes().split(b"\n") if line] == [b"not a line", b"nor this"]
    assert (values(journal.read()), journal.read().damaged, journal.read().where) == (["first", "second"], 2, aside)
    assert str(aside) in again(journal).notices()[0]
    aside.unlink()
    assert journal.notices() == ()


def test_a_damaged_line_of_a_journal_that_only_travelled_is_set_aside_too(journal: Journal) -> None:
    journal.write("p", "note", "first", reach="facilitator")
    journal.write("p", "note", "second", reach="facilitator")
    journal.private.unlink()
    lines = journal.travelling.read_bytes().splitlines(keepends=True)
    journal.travelling.write_bytes(lines[0] + b"not a line\n" + lines[1])
    for _ in range(2):
        assert (values(again(journal).read()), again(journal).read().damaged) == (["first", "second"], 1)
        again(journal).settle()
    assert b"not a line" in journal.private.with_name("reflection.jsonl.damaged").read_bytes()
    assert read_records(journal.travelling).damaged == 0


def test_a_text_that_is_none_is_not_taken_for_kept(journal: Journal) -> None:
    with pytest.raises(TypeError, match="why: what is kept as a text must be one, not NoneType"):
        journal.write("why", "text", None, reach="facilitator")
    assert not journal.private.exists()


def test_a_journal_that_grew_too_large_says_so(journal: Journal) -> None:
    journal.write("p", "note", "x" * 21_000_000, reach="mine")
    assert journal.size_warning > 21_000_000
    assert "21 MB" in journal.notices()[0]


def test_a_full_disk_is_said_and_takes_nothing(journal: Journal) -> None:
    journal.write("why", "text", "what was there", reach="facilitator")
    before = journal.private.read_bytes()
    done = run(WRITES_ON_A_FULL_DISK, journal.private, journal.travelling)
    assert "this disk is full" in done.stdout
    assert "still in this browser" in done.stdout
    assert journal.private.read_bytes() == before
    assert values(again(journal).read()) == ["what was there"]
    again(journal).write("why", "text", "once there is room again", reach="facilitator")
    assert values(again(journal).read()) == ["what was there", "once there is room again"]
    assert again(journal).read().damaged == 0


def test_of_an_answer_in_parts_a_full_disk_keeps_all_or_nothing(journal: Journal) -> None:
    journal.write("why", "text", "what was there", reach="facilitator")
    parts = """journal.write_by_reach("why", "commit", [("mine", "fits"), ("count", "too much " * 100)])"""
    single = 'journal.write("why", "text", "too much " * 100, reach="facilitator")'
    assert single in WRITES_ON_A_FULL_DISK
    done = run(WRITES_ON_A_FULL_DISK.replace(single, parts), journal.private, journal.travelling)
    assert "this disk is full" in done.stdout
    assert values(again(journal).read()) == ["what was there"]
    kept = again(journal).write_by_reach("fold", "commit", [("mine", 1), ("count", 2)])
    assert [(record.seq, record.reach, record.value) for record in kept] == [(2, "mine", 1), (3, "count", 2)]
    assert again(journal).read().of("fold") == kept
    assert [record.value for record in read_records(journal.travelling).of("fold")] == [2]


# A file may grow to no more than this: the system refuses the rest of a write, as it does on a full disk.
WRITES_ON_A_FULL_DISK = """
import resource, sys
from pathlib import Path
from kith_exercises.journal import Journal
from kith_widgets import Refused

private, travelling = map(Path, sys.argv[1:])
journal = Journal(private, travelling)
room = private.stat().st_size + 300
resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
for _ in range(2):
    try:
        journal.write("why", "text", "too much " * 100, reach="facilitator")
    except Refused as refused:
        print(refused)
assert [record.value for record in journal.read().records] == ["what was there"]
"""


def test_the_first_answer_on_a_full_disk_leaves_nothing_half_made(journal: Journal) -> None:
    journal.private.parent.mkdir(parents=True)
    (journal.private.parent / "reflection.jsonl").touch()
    done = run(
        WRITES_ON_A_FULL_DISK.replace("what was there", "").replace('[""]', "[]"), journal.private, journal.travelling
    )
    assert "this disk is full" in done.stdout
    assert journal.private.read_bytes() == b""
    assert not journal.travelling.exists()


def test_an_answer_that_is_kept_but_can_not_travel_yet_is_acknowledged_and_travels_later(journal: Journal) -> None:
    journal.write("why", "text", "one", reach="facilitator")
    journal.travelling.unlink()
    journal.travelling.parent.rmdir()
    journal.travelling.parent.write_text("a file where the folder should be")
    record = journal.write("why", "text", "two", reach="facilitator")
    assert (record.seq, values(read_records(journal.private))) == (2, ["one", "two"])
    with pytest.raises(KithError, match="is kept, but it could not be put into"):
        journal.settle()
    journal.travelling.parent.unlink()
    journal.settle()
    assert values(read_records(journal.travelling)) == ["two"]
    assert not list(journal.private.parent.glob("*.tmp"))


def test_a_folder_that_may_not_be_written_is_said_in_a_sentence(journal: Journal) -> None:
    journal.private.parent.parent.mkdir()
    journal.private.parent.write_text("a file where the folder should be")
    with pytest.raises(Refused, match="the disk says “Not a directory”"):
        journal.write("p", "note", "first", reach="mine")


def test_a_forged_file_that_asks_for_all_memory_is_read_in_little(tmp_path: Path) -> None:
    def line(seq: int, value: object) -> bytes:
        entry = {"v": 2, "seq": seq, "at": "x", "prompt": "p", "event": "text"}
        return log.encode({**entry, "reach": "facilitator", "writer": "w", "value": value})

    path = tmp_path / "j.jsonl"
    pieces = [[0, 1_000_000]] * 1_000
    path.write_bytes(
        line(1, {"text": "x" * 1_000_000}) + b"".join(line(n, {"on": 1, "pieces": pieces, "sum": "0"}) for n in (2, 3))
    )
    done = run(READS_IN_LITTLE_MEMORY, path)
    assert done.stdout.split() == ["1", "2"]


READS_IN_LITTLE_MEMORY = """
import resource, sys
from pathlib import Path
from kith_exercises.journal import read_records

resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, 2_000_000_000))
found = read_records(Path(sys.argv[1]))
print(len(found.records), found.damaged)
"""


def run(code: str, *paths: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-c", code, *map(str, paths)], capture_output=True, text=True, check=True)
