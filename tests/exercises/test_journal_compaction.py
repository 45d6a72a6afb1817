"""A journal stays small, and what compaction promises to keep is kept, wherever it is cut off."""

import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from string import ascii_lowercase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith_exercises import log
from kith_exercises.assessment import self_levels
from kith_exercises.compaction import kept
from kith_exercises.journal import Journal, Record, outbound, read_records
from kith_widgets.answering import iso

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def time(seconds: float) -> str:
    return iso(NOON + timedelta(seconds=seconds))


@st.composite
def histories(draw: st.DrawFn) -> tuple[Record, ...]:
    """Whatever a learner may have done in one notebook, quickly or over weeks, with a clock that may be set back."""
    records: list[Record] = []
    seconds = 0.0
    events = ("text", "text", "text", "text", "text", "grown", "submitted", "reply", "self", "criterion", "note")
    for _ in range(draw(st.integers(0, 80))):
        seconds += draw(st.sampled_from([0.5, 2, 20, 300, 4_000, 90_000, -30]))
        event = draw(st.sampled_from(events))
        prompt = "" if event == "submitted" else draw(st.sampled_from(["p", "q"]))
        texts = [record.seq for record in records if record.event == "text"]
        value: object = f"{event} {len(records)}"
        if event == "grown":
            value = {"drafts": draw(st.lists(st.sampled_from(texts), max_size=3)) if texts else []}
        if event == "self":
            level = {"criterion": draw(st.sampled_from("ab")), "points": len(records), "sentence": ""}
            value = level | draw(st.sampled_from([{}, {"own": None}, {"own": "Mine"}]))
        if event == "criterion":
            value = draw(st.sampled_from([None, {"replaces": "a", "title": "Mine", "good": "x"}]))
        if event == "reply":
            value = {"to": draw(st.sampled_from(["t1", "t2"])), "criterion": "a", "text": str(len(records))}
        reach = "mine" if event == "submitted" else "facilitator"
        records.append(Record(len(records) + 1, time(seconds), prompt, event, value, reach, "w"))
    return tuple(records)


def promised(records: Sequence[Record]) -> set[int]:
    """The numbers of the records that compaction may not drop, found the long way."""
    numbers = {record.seq for record in records if record.event in ("note", "submitted")}
    moments = [record.seq for record in records if record.event == "submitted"] + [len(records) + 1]
    for place in {about(record) for record in records if record.seq not in numbers}:
        own = [record.seq for record in records if about(record) == place]
        numbers.add(own[0])
        numbers |= {max(seq for seq in own if seq < moment) for moment in moments if own[0] < moment}
    for record in records:
        if record.event == "grown" and record.seq in numbers:
            numbers |= set(record.value["drafts"])
    return numbers


def about(record: Record) -> tuple[str, ...]:
    """What a record is about: only the newest about the same counts."""
    parts = {"self": ("criterion", "own", "to"), "reply": ("to", "criterion")}.get(record.event, ())
    return record.prompt, record.event, *(str(record.value.get(part)) for part in parts)


@settings(deadline=None)  # other programs run here as well
@given(histories())
def test_compaction_keeps_what_it_promises(records: tuple[Record, ...]) -> None:
    fewer = kept(records)
    assert promised(records) <= {record.seq for record in fewer}
    assert [record for record in records if record in fewer] == list(fewer)
    assert outbound(fewer) == outbound(records)
    for prompt in "pq":
        of = [[record for record in some if record.prompt == prompt] for some in (fewer, records)]
        assert self_levels(of[0]) == self_levels(of[1])
    assert kept(fewer) == fewer


@settings(max_examples=25, deadline=None)  # it waits for a disk
@given(histories(), st.sampled_from([1, 3_000, 6_000]))
def test_a_compacted_file_says_what_is_kept_and_the_second_time_the_same(
    tmp_path_factory: pytest.TempPathFactory, records: tuple[Record, ...], length: int
) -> None:
    path = tmp_path_factory.mktemp("j") / "j.jsonl"
    journal = Journal(path, path.with_name("travelling.jsonl"))
    filling = "and some more words " * (length // 20)
    for record in records:
        value = f"{record.value} {filling} {record.seq}" if record.event == "text" else record.value
        journal.write(record.prompt, record.event, value, reach=record.reach, at=record.at)
    before = journal.read().records
    travelling = journal.travelling.read_bytes() if journal.travelling.exists() else None
    journal.compact()
    assert read_records(path).records == kept(before)
    assert read_records(path).damaged == 0
    once = path.read_bytes() if path.exists() else b""
    journal.compact()
    assert (path.read_bytes() if path.exists() else b"") == once
    journal.settle()
    assert (journal.travelling.read_bytes() if journal.travelling.exists() else None) == travelling


def test_what_was_submitted_stays_for_good(journal: Journal) -> None:
    for number in range(9):
        journal.write("p", "text", f"version {number}", reach="facilitator", at=time(number))
        if number == 4:
            journal.submitted(at=time(number))
            journal.submitted(at=time(number))  # a second time notes nothing new
    journal.compact()
    assert [record.value for record in journal.read().of("p")] == ["version 0", "version 4", "version 8"]
    marks = [record for record in journal.read().records if record.event == "submitted"]
    assert [(mark.prompt, mark.value, mark.reach) for mark in marks] == [("", None, "mine")]


def test_of_the_versions_in_between_those_stay_that_tell_how_it_went(journal: Journal) -> None:
    for number in range(600):  # ten hours, one version a minute; then one an hour; then one a day
        journal.write("p", "text", f"version {number}", reach="mine", at=time(60 * number))
    for number in range(60, 120):
        journal.write("p", "text", f"hour {number}", reach="mine", at=time(3_600 * number))
    journal.compact()
    texts = [record.value for record in journal.read().records]
    assert (texts[0], texts[-1]) == ("version 0", "hour 119")
    assert texts[-48:] == [f"hour {number}" for number in range(72, 120)]
    assert 48 < len(texts) < 60


def test_twenty_thousand_words_and_a_thousand_pauses_stay_small(journal: Journal) -> None:
    chance = random.Random(7)
    words = ["".join(chance.choices(ascii_lowercase, k=chance.randint(1, 9))) for _ in range(20_000)]
    sizes = []
    for number in range(1_000):
        words[-1] += f" and then {number}"
        if number % 50 == 0:  # they go through all of it once more
            for _ in range(30):
                words[chance.randrange(len(words))] = f"changed{number}"
        journal.write("p", "text", " ".join(words), reach="mine", at=time(4 * number))
        sizes.append(journal.private.stat().st_size)
    assert max(sizes) < 4_000_000
    assert sum(now < before for before, now in pairwise(sizes)) > 1  # more than once, by itself
    texts = journal.read().records
    assert (texts[0].seq, texts[-1].seq, texts[-1].value) == (1, 1_000, " ".join(words))
    assert read_records(journal.private).records == texts


def test_levels_and_replies_that_were_changed_again_and_again_stay_few(journal: Journal) -> None:
    for number in range(300):
        level = {"criterion": "use", "points": number % 4, "sentence": "", "own": None}
        journal.write("p", "self", level, reach="facilitator", at=time(number))
        reply = {"to": "t1", "criterion": "use", "text": f"reply {number}"}
        journal.write("p", "reply", reply, reach="facilitator", at=time(number))
        if number == 150:
            journal.submitted(at=time(number))
    journal.compact()
    replies = [record.value["text"] for record in journal.read().records if record.event == "reply"]
    assert (replies[0], replies[-1]) == ("reply 0", "reply 299")
    assert "reply 150" in replies, "it was submitted"
    assert len(replies) < 12
    assert sum(record.event == "self" for record in journal.read().records) < 12


def test_a_file_that_a_killed_compaction_left_goes_when_the_journal_is_settled(journal: Journal) -> None:
    journal.write("p", "note", "first", reach="mine")
    left = journal.private.with_suffix(".compact")
    left.write_bytes(b"half of it")
    journal.settle()
    assert not left.exists()


def test_a_new_line_never_takes_the_number_of_a_later_kiths_line(journal: Journal) -> None:
    journal.write("p", "note", "first", reach="mine")
    with journal.private.open("ab") as handle:
        handle.write(log.encode({"v": 3, "seq": 7, "what": "nobody knows yet"}))
    assert Journal(journal.private, journal.travelling).write("p", "note", "next", reach="mine").seq == 8
    assert journal.write("p", "note", "and next", reach="mine").seq == 9
    journal.compact()
    assert journal.write("p", "note", "after that", reach="mine").seq == 10


def test_what_a_later_kith_wrote_is_left_where_it_is(journal: Journal) -> None:
    journal.write("p", "note", "first", reach="mine")
    later = log.encode({"v": 3, "seq": 2, "what": "nobody knows yet"})
    with journal.private.open("ab") as handle:
        handle.write(later + b"not a line\n")
    journal.compact()
    assert later in journal.private.read_bytes()
    assert b"not a line" not in journal.private.read_bytes()


def test_a_kernel_that_has_the_old_file_in_mind_writes_to_the_new_one(journal: Journal) -> None:
    other = Journal(journal.private, journal.travelling)
    for number in range(30):
        journal.write("p", "text", f"version {number}", reach="facilitator", at=time(number))
    assert len(other.read().records) == 30
    journal.compact()
    record = other.write("p", "note", "and on", reach="facilitator")
    assert record.seq == 31
    assert [found.seq for found in journal.read().records] == [1, 30, 31]
    assert other.read() == journal.read()


@pytest.mark.parametrize("act", ["compact", "write"])
def test_a_kill_at_any_step_leaves_the_old_or_the_new_and_loses_nothing(
    journal: Journal, tmp_path: Path, act: str
) -> None:
    for number in range(30):
        journal.write("p", "text", f"version {number}", reach="facilitator", at=time(number))
        journal.write("p", "note", number, reach="mine", at=time(number))
    with journal.private.open("ab") as handle:
        handle.write(b"a damaged line\nand a torn on")
    old = journal.read().records
    fewer = kept(old)
    start = tmp_path / "start"
    shutil.copytree(tmp_path / "1-empathy", start / "1-empathy")
    shutil.copytree(tmp_path / "mine", start / "mine")
    done = subprocess.run(
        [sys.executable, "-c", DIES_AT_EACH_STEP, str(tmp_path), act], capture_output=True, text=True, check=True
    )
    steps = int(done.stdout)
    assert steps > 5
    seen = set()
    for place in sorted(tmp_path.glob("step-*")):
        found = Journal.open(place / "1-empathy", "1-empathy", "reflection")
        records = tuple(replace(r, writer="w", at="") for r in found.read().records)
        ways = {
            "old": tuple(replace(r, writer="w", at="") for r in old),
            "fewer": tuple(replace(r, writer="w", at="") for r in fewer),
        }
        ways["more"] = (*ways["old"], Record(61, "", "p", "note", "new", "facilitator", "w"))
        seen |= {way for way, wanted in ways.items() if wanted == records}
        assert records in ways.values(), place
        lines = b"\n".join(path.read_bytes() for path in found.private.parent.glob("*.jsonl*"))
        assert b"a damaged line\n" in lines
        assert b"and a torn on" in lines
        assert found.read().damaged == 1 or b"a damaged line" in found.private.read_bytes()
        found.write("p", "note", "after", reach="facilitator")
        found.settle()
        assert [r.value for r in found.read().records][-1] == "after"
        assert read_records(found.travelling).records == outbound(found.read().records)
    assert seen == ({"old", "fewer"} if act == "compact" else {"old", "more"})


# Each child goes on from the same start and dies at another call of the system; a write may be cut in its middle.
DIES_AT_EACH_STEP = """
import os, shutil, sys
from itertools import pairwise
from pathlib import Path
from string import ascii_lowercase
from kith_exercises import log
from kith_exercises.journal import Journal

root, act = Path(sys.argv[1]), sys.argv[2]

def dies_at(step):
    left = [step]
    def dying(name, function):
        def call(*args, **more):
            left[0] -= 1
            if left[0] == 0:
                if name == "write":
                    function(args[0], bytes(args[1])[: len(args[1]) // 2])
                os._exit(9)
            return function(*args, **more)
        return call
    for name in ("open", "write", "fsync", "replace", "ftruncate", "unlink", "close"):
        setattr(os, name, dying(name, getattr(os, name)))
    log._swapped = dying("swap", log._swapped)

step, code = 0, 9
while code == 9:
    step += 1
    place = root / f"step-{step:03}"
    shutil.copytree(root / "start", place)
    child = os.fork()
    if child == 0:
        journal = Journal.open(place / "1-empathy", "1-empathy", "reflection")
        dies_at(step)
        journal.compact() if act == "compact" else journal.write("p", "note", "new", reach="facilitator")
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
print(step)
sys.exit(code)
"""
