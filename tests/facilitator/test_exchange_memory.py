"""Whatever keeps to the interface can take the place of files: pairing, handing over and telling are the same."""

from collections import Counter
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kith_exercises.records import Record
from kith_facilitator.exchanging.desk import PairsDesk
from kith_facilitator.exchanging.report import ExchangeReport
from kith_facilitator.exchanging.run import preview
from kith_facilitator.home import Home, ensure_home
from kith_facilitator.nbgrader_api import Nbgrader
from kith_facilitator.sources import course_of
from tests.facilitator.memory_exchange import POSTS, Post
from tests.facilitator.talking import DECLARED, NOW, PEOPLE, run
from tests.small_course import MODULE, write_course

SIX = PEOPLE[:6]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home whose parcels go by memory, in which six have sent their stories and nothing is collected."""
    about = tmp_path / "memory_exchange-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: memory-exchange\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(
        "[kith.exchange]\nmemory = tests.facilitator.memory_exchange:MemoryExchange\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    made = ensure_home(tmp_path / "home", sources=write_course(tmp_path / "sources"), parcels="memory")
    monkeypatch.setitem(POSTS, made.root, Post(sent={who: [said("story", text=f"What {who} told")] for who in SIX}))
    return made


def said(step: str, *, parcel: str = "", **answers: str) -> Record:
    """A record as a card writes it."""
    value: dict[str, Any] = {"step": step, "answers": answers, **({"parcel": parcel} if parcel else {})}
    return Record(1, "2026-11-22T09:00:00.000Z", "talk", "commit", value, "partner", "w")


def twice(home: Home, *, day: int) -> ExchangeReport:
    """What an exchange does on a day; held again, it does nothing more."""
    post, now = POSTS[home.root], NOW + timedelta(days=day)
    foretold = preview(home, course_of(home), MODULE, DECLARED, now=now)
    assert foretold.waiting == len(SIX)
    assert "6 submissions wait to be collected" in " ".join(foretold.sentences())
    first = run(home, now=now)
    before = deepcopy((post.handed, post.figures)), files_of(home)
    again = run(home, now=now + timedelta(days=1))
    assert (again.pairs, dict(again.given)) == ((), {})
    assert ((post.handed, post.figures), files_of(home)) == before
    assert not preview(home, course_of(home), MODULE, DECLARED, now=now).waiting
    return first


def files_of(home: Home) -> dict[str, bytes]:
    """Every file of a home."""
    return {str(path.relative_to(home.root)): path.read_bytes() for path in home.root.rglob("*") if path.is_file()}


def test_a_whole_exchange_goes_by_memory_and_twice_changes_nothing(home: Home) -> None:
    post = POSTS[home.root]
    before = files_of(home)
    first = twice(home, day=0)
    assert (first.sent, first.known, len(first.pairs), first.unreachable) == (SIX, 6, 12, ())
    inboxes = {who: post.inbox(who) for who in SIX}
    assert sorted(str(inbox.place) for inbox in inboxes.values()) == ["0", "1", "2", "3", "4", "5"]
    told = Counter(parcel.content["text"] for inbox in inboxes.values() for parcel in inbox.parcels)
    assert told == dict.fromkeys((f"What {who} told" for who in SIX), 2)
    for who, inbox in inboxes.items():
        stories = inbox.of_sending("story")
        post.sent[who] += [said(f"say-{n}", parcel=one.id, back=f"{who} heard") for n, one in enumerate(stories, 1)]
    second = twice(home, day=7)
    assert {pair.by for pair in second.pairs} == {"answer"}
    for who in SIX:
        listeners = {pair.taker for pair in first.pairs if pair.giver == who}
        back = {parcel.content["back"] for parcel in post.inbox(who).of_sending("said")}
        assert back == {f"{listener} heard" for listener in listeners}
    book = f"course/.kith/exchange/{MODULE}.json"
    assert files_of(home).keys() - before.keys() == {book, ".working.lock"}, (
        "who goes with whom is the facilitator's; the rest is not"
    )
    listed = list(PairsDesk(home, course_of(home), MODULE, DECLARED, NOW).listed())
    assert listed[-1] == "24 pairs"
    assert all(line.endswith("delivered") or "answered" in line for line in listed[:-1])


def test_whoever_is_in_the_gradebook_is_counted_among_those_who_might_send(home: Home) -> None:
    with Nbgrader(home).gradebook() as gradebook:
        for who in PEOPLE[4:8]:
            gradebook.update_or_create_student(who)
    report = preview(home, course_of(home), MODULE, DECLARED, now=NOW)
    assert report.known == len({*report.sent, *PEOPLE[4:8]})
    assert run(home, now=NOW).known == 8
