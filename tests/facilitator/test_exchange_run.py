"""An exchange goes the real way: what was submitted is dealt out, and comes by Fetch Feedback to whom it is for."""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kith_exercises import KithError
from kith_exercises.exchange import MAKERS, FileArrivals
from kith_facilitator.cohort import Cohort, keep_cohort, load_cohort
from kith_facilitator.exchanging.book import Book, keep_book, load_book
from kith_facilitator.exchanging.files import FileExchange
from kith_facilitator.exchanging.run import preview
from kith_facilitator.home import Home, ensure_home, open_home
from kith_facilitator.issued import add_parts, kept_folder
from kith_facilitator.nbgrader_api import Nbgrader
from kith_facilitator.publish import publish_home
from kith_facilitator.roster import caller
from kith_facilitator.sources import course_of
from tests.facilitator.talking import (
    DECLARED,
    EARLIER,
    NOW,
    PEOPLE,
    came,
    collect_all,
    commit,
    given,
    pages,
    run,
    tell,
)
from tests.small_course import MODULE, NOTEBOOK

ROOT = Path(__file__).parents[2]
SIX = PEOPLE[:6]


def kept(home: Home) -> dict[str, bytes]:
    """Every file that the facilitator's side keeps of exchanges."""
    folder = home.course / ".kith"
    files = [path for kind in ("exchange", "feedback") for path in (folder / kind).rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_a_report_calls_people_as_their_facilitator_does_and_counts_one_as_one(sent: Home) -> None:
    with Nbgrader(sent).gradebook() as gradebook:
        gradebook.update_or_create_student(PEOPLE[0], first_name="Noor", last_name="Haddad")
    report = run(sent)
    assert f"  Noor Haddad ({PEOPLE[0]}) gets from " in "\n".join(report.sentences(caller(sent)))
    assert "Noor" not in " ".join(report.sentences())
    [one] = list(report.given)[:1]
    alone = replace(report, given={one: report.given[one][:1]}, pairs=report.pairs[:1])
    assert {"1 new pair", "1 parcel for 1 person"} <= {*alone.sentences()}


def test_everybody_gets_two_stories_of_others_and_a_place(exchanged: Home) -> None:
    inboxes = given(exchanged, SIX)
    assert sorted(str(inbox.place) for inbox in inboxes.values()) == ["0", "1", "2", "3", "4", "5"]
    for who, inbox in inboxes.items():
        texts = {parcel.content["text"] for parcel in inbox.parcels}
        assert len(texts) == 2
        assert texts < {f"What {other} told" for other in SIX if other != who}
        assert {parcel.part for parcel in inbox.parcels} == {"listen"}
        assert {parcel.arm for parcel in inbox.parcels} == {"words", "full"}
    everything = [parcel.content["text"] for inbox in inboxes.values() for parcel in inbox.parcels]
    assert set(Counter(everything).values()) == {2}
    assert came(exchanged, PEOPLE[7]).parcels == ()


def test_twice_changes_nothing(exchanged: Home) -> None:
    before, out = kept(exchanged), pages(exchanged)
    report = run(exchanged, now=NOW + timedelta(days=1))
    assert (report.pairs, dict(report.given)) == ((), {})
    assert (kept(exchanged), pages(exchanged)) == (before, out)
    assert "Nothing to hand over" in report.sentences()


def test_a_preview_says_just_what_the_run_does_and_writes_no_pair(sent: Home) -> None:
    early = preview(sent, course_of(sent), MODULE, DECLARED, now=NOW)
    assert "6 submissions wait to be collected, and nothing of that is in here" in " ".join(early.sentences())
    assert (early.sent, list((sent.course / "submitted").glob("*"))) == ((), []), "it collects nothing"
    collect_all(sent)
    (sent.course / ".kith" / "exchange" / f"{MODULE}.json").unlink()  # so that its key is still to be made
    foretold = preview(sent, course_of(sent), MODULE, DECLARED, now=NOW)
    assert pages(sent) == {}
    before = kept(sent)
    assert load_book(sent.course, MODULE).pairs == ()
    assert preview(sent, course_of(sent), MODULE, DECLARED, now=NOW) == foretold
    assert not foretold.waiting
    assert kept(sent) == before
    assert run(sent).sentences() == foretold.sentences()
    assert (len(foretold.pairs), foretold.first_lots) == (12, ("story",))


def test_who_comes_late_is_fitted_in_and_what_was_given_stays(exchanged: Home) -> None:
    before = {who: inbox.parcels for who, inbox in given(exchanged, SIX).items()}
    for learner in PEOPLE[6:]:
        tell(exchanged, learner)
    report = run(exchanged, now=NOW + timedelta(days=1))
    assert {pair.by for pair in report.pairs} == {"late"}
    after = given(exchanged, PEOPLE)
    assert all(after[who].parcels[: len(parcels)] == parcels for who, parcels in before.items())
    counts = [len(inbox.parcels) for inbox in after.values()]
    assert max(counts) - min(counts) <= 1
    assert min(counts) == 2
    assert {after[who].place for who in PEOPLE[6:]} == {6, 7}


def test_an_answer_goes_back_and_only_to_whom_it_is_for(exchanged: Home) -> None:
    ada = SIX[0]
    story = came(exchanged, ada).parcels[0]
    teller = story.content["text"].removeprefix("What ").removesuffix(" told")
    commit(exchanged, ada, "say-1", {"back": "You waited for her."}, to=story.origin, parcel=story.id)
    Nbgrader(exchanged, learner=ada).submit(MODULE)
    report = run(exchanged, now=NOW + timedelta(days=1))
    assert {who: [parcel.sending for parcel in parcels] for who, parcels in report.given.items()} == {teller: ["said"]}
    inboxes = given(exchanged, SIX)
    assert [parcel.content for parcel in inboxes[teller].of_sending("said")] == [{"back": "You waited for her."}]
    assert not any(inbox.of_sending("said") for who, inbox in inboxes.items() if who != teller)
    assert f"{teller} from {ada}" not in " ".join(report.sentences())
    assert "still to come, as the answer is not there yet" in " ".join(report.sentences())


def test_whoever_lacks_one_when_the_date_is_over_gets_the_makers_and_a_later_one_beside_it(sent: Home) -> None:
    for learner in SIX[1:]:  # only one of them has sent
        for path in (sent.exchange / sent.course_id / "inbound").glob(f"{learner}+*"):
            path.rename(sent.root / path.name)
    keep_cohort(sent, Cohort(exchanges={f"{MODULE}/{NOTEBOOK}": NOW}))
    assert load_cohort(sent).exchanges == {f"{MODULE}/{NOTEBOOK}": NOW}
    ada = SIX[0]
    alone = run(sent, now=NOW - timedelta(minutes=1))
    assert f"story: {ada} (2) still to come, as nobody else has sent it yet" in alone.sentences()
    assert came(sent, ada).parcels == ()
    run(sent, now=NOW + timedelta(minutes=1))
    assert [parcel.origin for parcel in came(sent, ada).parcels] == [MAKERS, MAKERS]
    for path in sent.root.glob("sim-*+*"):
        path.rename(sent.exchange / sent.course_id / "inbound" / path.name)
    run(sent, now=NOW + timedelta(days=1))
    assert {parcel.origin == MAKERS for parcel in came(sent, ada).parcels} == {True, False}


def test_a_figure_that_came_by_another_page_is_told_on_both_as_it_is_now(exchanged: Home) -> None:
    late = PEOPLE[6]
    for module, title in ((EARLIER, "first"), (MODULE, "second"), (EARLIER, "third")):
        tell(exchanged, late, module)
        collect_all(exchanged)
        FileExchange(exchanged, course_of(exchanged), MODULE).deliver(late, (), {"a/b": {"title": title}})
        came(exchanged, late)
        folder = exchanged.simulated / late / "assignments"
        assert FileArrivals(folder).figures(late) == {"a/b": {"title": title}}
    assert len(list(kept_folder(exchanged.course, EARLIER, late).glob("*.json"))) == 1


def test_who_has_sent_only_an_earlier_module_is_reached_by_that_one(exchanged: Home) -> None:
    late = PEOPLE[6:]
    for learner in late:
        tell(exchanged, learner, EARLIER)
    collect_all(exchanged)
    card = replace(DECLARED.sendings[0], id="card", prompt=f"{EARLIER}/talk", each=1)
    declared = replace(DECLARED, sendings=(card, *DECLARED.sendings))
    report = run(exchanged, declared=declared)
    assert (report.given.keys(), report.unreachable, len(report.sent)) == (set(late), (), 6)
    assert [parcel.content for parcel in came(exchanged, late[0]).parcels] == [{"text": f"What {late[1]} told"}]
    assert run(exchanged, declared=declared).pairs == ()


def test_a_folder_in_the_place_of_a_journal_is_nothing_sent_and_stops_nobody(sent: Home) -> None:
    tell(sent, PEOPLE[6])
    collect_all(sent)
    for name in (NOTEBOOK, "another"):
        path = sent.course / "submitted" / PEOPLE[6] / MODULE / "responses" / f"{name}.jsonl"
        path.unlink(missing_ok=True)
        path.mkdir()
    report = run(sent, collect=False)
    assert sorted({pair.giver for pair in report.pairs}) == list(SIX)
    with pytest.raises(KithError, match="asks its learners nothing"):  # all was read, and nothing is asked for figures
        publish_home(sent)


def test_what_was_handed_over_and_cannot_be_opened_is_named_and_not_written_over(exchanged: Home) -> None:
    ada = SIX[0]
    path = kept_folder(exchanged.course, MODULE, ada) / f"{NOTEBOOK}.json"
    for damaged in (b"{", b"[]", json.dumps({**json.loads(path.read_bytes()), "sealed": "<p>"}).encode()):
        path.write_bytes(damaged)
        with pytest.raises(KithError, match=f"{path} can't be opened.* put a copy from a backup in its place"):
            run(exchanged)
        with pytest.raises(KithError, match=f"{path} can't be opened"):
            add_parts(exchanged, MODULE, ada, NOTEBOOK, cohort={"n": 1}, delivery=())
        assert path.read_bytes() == damaged


def test_the_book_is_on_the_disk_before_anything_goes_by_it(sent: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []

    def noting(descriptor: int, sync: Callable[[int], None] = os.fsync) -> None:
        sync(descriptor)
        synced.append(os.fstat(descriptor).st_ino)

    monkeypatch.setattr(os, "fsync", noting)
    folder = sent.course / ".kith" / "exchange"
    keep_book(sent.course, MODULE, Book("00" * 32, {SIX[0]: 0}))
    assert synced == [(folder / f"{MODULE}.json").stat().st_ino, folder.stat().st_ino]
    assert [path.name for path in folder.iterdir()] == [f"{MODULE}.json"]


def test_who_has_sent_no_page_that_could_come_back_is_named(sent: Home) -> None:
    collect_all(sent)
    ada = SIX[0]
    (sent.course / "submitted" / ada / MODULE / f"{NOTEBOOK}.ipynb").unlink()
    report = run(sent, collect=False)
    assert report.unreachable == (ada,)
    assert ada not in report.given
    assert report.sentences()[-1].endswith(f"that could come back: {ada}")


def test_a_run_that_is_cut_off_at_any_step_is_gone_on_with_to_the_same_bytes(sent: Home) -> None:
    collect_all(sent)
    for learner in SIX[3:]:
        shutil.rmtree(sent.course / "submitted" / learner)
    command = [sys.executable, "-m", "tests.facilitator.cut_off", str(sent.root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 1 + 2 * 3  # the book, and for each what is kept and what is posted


def test_a_second_submission_brings_all_parcels_again(exchanged: Home) -> None:
    ada = SIX[0]
    before = came(exchanged, ada)
    Nbgrader(exchanged, learner=ada).submit(MODULE)
    foretold = preview(exchanged, course_of(exchanged), MODULE, DECLARED, now=NOW)
    assert "1 submission waits to be collected" in " ".join(foretold.sentences())
    out = pages(exchanged)
    run(exchanged, now=NOW + timedelta(days=1))
    assert len(pages(exchanged)) == len(out) + 1
    assert came(exchanged, ada) == before


BROUGHT = """
from kith_facilitator.exchanging.files import FileExchange

class Loud(FileExchange):
    def deliver(self, student, parcels, figures):
        (self.home.root / "told").open("a").write(student + " ")
        return super().deliver(student, parcels, figures)
"""


def test_another_exchange_that_is_installed_takes_over(
    sent: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "loud_exchange.py").write_text(BROUGHT)
    about = tmp_path / "loud_exchange-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: loud-exchange\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[kith.exchange]\nloud = loud_exchange:Loud\n")
    monkeypatch.syspath_prepend(tmp_path)
    home = ensure_home(sent.root, parcels="loud")
    assert open_home(sent.root).parcels == "loud"
    run(home)
    assert (home.root / "told").read_text().split() == list(SIX)
    assert len(came(home, SIX[0]).parcels) == 2


def test_an_exchange_that_nothing_brings_is_named(sent: Home) -> None:
    home = ensure_home(sent.root, parcels="pigeons")
    with pytest.raises(KithError, match="parcels is “pigeons”, and nothing here is called so"):
        run(home)
