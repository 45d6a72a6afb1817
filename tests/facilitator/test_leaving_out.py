"""Three editions of what a cohort is told, between which somebody has their answers left out: nobody else can tell."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest

from kith_exercises.asking import in_html, is_done
from kith_exercises.cards.fold import FoldCard
from kith_exercises.definitions import FoldPrompt, load_prompts
from kith_exercises.journal import Journal, Record, read_records
from kith_exercises.leaving import LEAVE_OUT, left_out, next_word, to_take_over
from kith_exercises.log import locked
from kith_exercises.privacy import Series
from kith_exercises.privacy.cuts import atoms_of
from kith_facilitator._resources import bundled_course
from kith_facilitator.course.model import load_course
from kith_facilitator.dashboards.kept import kept_in
from kith_facilitator.editions import make_edition
from kith_facilitator.exchange import settle_journals
from kith_facilitator.exchanging.figures import folds_of, next_figures
from kith_widgets import Refused
from tests.primitives.samples import CASCADE, Walker, states_along

MODULE, FOLD = "0-welcome", "being-seen"
WELCOME = load_course(bundled_course()).module(MODULE)
PROMPTS = load_prompts(WELCOME.folder / "prompts.toml")
PEOPLE = tuple(f"sim-{place:02}" for place in range(36))
Journals = Mapping[str, Sequence[Record]]


def prompt() -> FoldPrompt:
    found = PROMPTS[FOLD]
    assert isinstance(found, FoldPrompt)
    return found


class Cohort:
    """Thirty-six people with folders of their own, who predict, see what came, and say what they make of it."""

    def __init__(self, root: Path) -> None:
        self._journals = {who: Journal.open(root / who / MODULE, MODULE, "welcome", {}) for who in PEOPLE}
        for place, who in enumerate(PEOPLE):
            values = {"public": 50 + place * 7 % 40, "anonymous": 30 + place * 11 % 50}
            answers = {"marks": {"values": values, "width": 10}, "why": f"Guess {place}."}
            state = self.card(who).act({"do": "commit", "answers": answers})
            while state["next"] is not None:
                guess = {} if state["ask"] is None else {"answer": place}
                state = self.card(who).act({"do": "unfold", **guess})
            self.card(who).act({"do": "explain", "text": "They knew each other."})

    def card(self, who: str) -> FoldCard:
        return FoldCard(prompt(), self._journals[who], "key")

    def out(self, who: str, out: bool = True) -> None:
        assert self.card(who).act({"do": "out", "out": out})["out"] is out

    def sent(self, people: Sequence[str] = PEOPLE) -> dict[str, Sequence[Record]]:
        return {who: read_records(self._journals[who].travelling).records for who in people}


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Cohort:
    return Cohort(tmp_path_factory.mktemp("cohort"))


class Course:
    """What is out of one course by now: its waves, and the editions of its pages."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._day = folder, 20

    def told(self, sent: Journals) -> Mapping[str, Any]:
        """The figures that come with the next exchange; an edition of the cohort's pages shows the same."""
        self._day += 1
        dated = date(2026, 11, self._day)
        with kept_in(self._folder / "waves.json") as kept:
            found = next_figures(kept, (), sent, dated=str(dated), folds=folds_of(WELCOME)).figures
        made = make_edition(
            sent,
            self._folder / "editions",
            modules=[("Welcome", PROMPTS.values())],
            dated=dated,
            waves=self._folder / "waves.json",
        )
        rows = [panel["rows"][0]["figure"] for panel in made.edition.read()["panels"] if "rows" in panel]
        shown = [row["estimate"] for row in rows if "estimate" in row]
        waves = len(shown) // len(found)
        assert shown[waves - 1 :: waves] == [one["point"] for one in found.values()], "the newest wave of each mark"
        return found

    def counted(self) -> list[frozenset[str]]:
        """Of whom each figure was, by name."""
        with kept_in(self._folder / "waves.json") as kept:
            names = {kept.digest(who): who for who in PEOPLE}
            series: Series = kept.take(FOLD, ())
            kept.put(FOLD, series)
        return [frozenset(names[who] for who in wave.counted["predicted"]) for wave in series.waves]


def test_three_editions_between_which_people_opt_out_differ_by_no_one_alone(cohort: Cohort, tmp_path: Path) -> None:
    whole, course = Course(tmp_path / "whole"), Course(tmp_path / "course")
    parts = [list(PEOPLE[:count]) for count in (12, 24, 36)]
    all_in, states = cohort.sent(), {who: cohort.card(who).state() for who in PEOPLE}
    unopted = [whole.told(cohort.sent(part)) for part in parts]
    # One before anything is out, one who is in the first figure, and one who came between the second and the third.
    early, shown, late = PEOPLE[3], PEOPLE[5], PEOPLE[30]
    out = []
    for who, part in zip((early, shown, late), parts, strict=True):
        cohort.out(who)
        out.append(course.told(cohort.sent(part)))

    one, two, three = course.counted()
    assert one == {*parts[0]} - {early}, "one less"
    assert out[0] != unopted[0]
    assert not {early, shown} & two
    assert not {early, shown, late} & three
    assert {*parts[2]} - {*parts[1]} - three == {late}, "one less of those who came"
    # Who went is missing with five others, drawn by lot: what is subtracted from another edition is of six, or of none.
    for sets in accumulate([[one], [two], [three]]):
        assert all(len(lot) >= 6 for lot in atoms_of(sets))
    assert len(one - two) >= 6

    now = cohort.sent()
    assert {who for who in PEOPLE if now[who] != all_in[who]} == {early, shown, late}
    assert all(cohort.card(who).state() == states[who] for who in PEOPLE if who not in (early, shown, late))
    for who in (early, shown, late):
        # A grader and a facilitator see of them what they saw: that they came to the end, and what is theirs to read.
        assert is_done(prompt(), now[who])
        assert in_html(prompt(), now[who]) == in_html(prompt(), all_in[who])
        assert "Guess" in in_html(prompt(), now[who])
        assert not any("marks" in str(record.value) for record in now[who])
        cohort.out(who, False)
    assert cohort.sent() == all_in
    assert course.told(cohort.sent()) == out[2], "what is out stays, and who came back alone opens nothing new"


def test_whoever_looked_has_nothing_to_leave_out(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path / MODULE, MODULE, "welcome", {})
    card = FoldCard(prompt(), journal, "key")
    for state in (card.state(), card.act({"do": "look"})):
        assert state["out"] is None
    with pytest.raises(Refused):
        card.act({"do": "out", "out": True})
    while (state := card.state())["ask"] is None:
        card.act({"do": "unfold"})
    assert card.act({"do": "unfold", "answer": 7})["out"] is False, "a guess on the way counts"
    card.act({"do": "out", "out": True})
    assert not any("7" in str(record.value) for record in read_records(journal.travelling).records)
    assert is_done(prompt(), read_records(journal.travelling).records)


PAGES = {"band": "page", "room": "other", "ours": "third"}


def in_parts(folder: Path) -> Walker:
    """Somebody with a cascade whose parts stand on three pages, of which they have been through two."""
    walker = Walker(CASCADE, folder)
    for part in ("band", "room"):
        *_, last = states_along(walker.card(part, page=PAGES[part]))
        assert last["out"] is False
    return walker


def answers(folder: Path) -> list[str]:
    """The steps of which an answer to be counted lies there to be sent."""
    files = (folder / "responses").glob("*.jsonl")
    sent = [one for file in files for one in read_records(file).records if one.reach == "count"]
    return [one.value["step"] for one in sent if one.value.get("answers")]


def test_a_word_on_one_page_holds_for_all_pages_of_the_activity(tmp_path: Path) -> None:
    folder = tmp_path / "1-some"
    walker = in_parts(folder)
    assert "band" in answers(folder)
    assert walker.card("room", page="other").act({"do": "out", "out": True})["out"] is True
    assert answers(folder) == []
    assert walker.card("band").state()["out"] is True
    # What is answered on a page that was not begun then is left out from its first word on.
    *_, last = states_along(walker.card("ours", page="third"))
    assert (last["out"], answers(folder)) == (True, [])
    walker.card("band").act({"do": "out", "out": False})
    assert {"band", "vote"} <= {*answers(folder)}


_SAY = """
import sys
from pathlib import Path
from tests.primitives.samples import CASCADE, Walker

Walker(CASCADE, Path(sys.argv[1])).card("room", page="other").act({"do": "out", "out": sys.argv[2] == "True"})
"""


def test_a_kernel_killed_once_the_word_is_said_leaves_it_to_whoever_submits(tmp_path: Path) -> None:
    folder = tmp_path / "1-some"
    walker, before = in_parts(folder), answers(folder)
    other = Journal.open(folder, "1-some", "other", {})
    for out, travels in ((True, []), (False, before)):
        with locked(walker.journal.private.with_suffix(".lock")):  # it can't get as far as the other page
            kernel = subprocess.Popen([sys.executable, "-c", _SAY, str(folder), str(out)])
            while (said := other.read().records[-1]).event != LEAVE_OUT or said.value["out"] is not out:
                assert kernel.poll() is None
            kernel.kill()
            kernel.wait()
        assert walker.card("band").state()["out"] is out, "it is shown as it is"
        assert answers(folder) != travels
        settle_journals(folder)  # as each submit does
        assert sorted(answers(folder)) == sorted(travels)


def test_the_last_word_counts_also_where_a_clock_was_set_back() -> None:
    said: list[Record] = []
    for hour, out in ((12, True), (14, False), (13, True)):
        at = f"2026-11-01T{hour}:00:00.000Z"
        said.append(Record(len(said) + 1, at, "p", LEAVE_OUT, next_word(said, out), "mine", "w"))
    assert left_out(sorted(said, key=lambda word: word.at)), "in whichever order pages bring them"
    assert to_take_over(said[:2], said) == [said[2]]
    assert to_take_over(said, said[:2]) == []
