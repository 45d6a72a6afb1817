"""``kith pairs`` as a facilitator calls it: who gets whose, what can be mended before it goes out, and what not."""

import json
import re
from pathlib import Path
from textwrap import dedent

import pytest

from kith_exercises.definitions import Activity, load_prompts
from kith_exercises.facts import read_course
from kith_exercises.journal import Journal
from kith_exercises.primitives import flow
from kith_exercises.primitives.known import around_of, gatherer
from kith_exercises.records import Record
from kith_facilitator.collect import collect_module
from kith_facilitator.exchanging.book import Book, keep_book, load_book
from kith_facilitator.home import Home
from kith_facilitator.nbgrader_api import Nbgrader
from tests.facilitator.conftest import copied
from tests.facilitator.steps import kith
from tests.facilitator.talking import KEY, PARTS, PEOPLE, SEALED, came, folder_of, home_with
from tests.lab import kith as kith_process
from tests.primitives.samples import GAME_ROUND, SAY_BACK
from tests.small_course import MODULE, NOTEBOOK

SIX = PEOPLE[:6]


def _cards() -> str:
    """What is held back about the game, as an author writes it."""
    answer, cards = GAME_ROUND.sealed["answer"], GAME_ROUND.sealed["cards"]
    lines = ["[shelter.answer]", *(f"{key} = {json.dumps(value)}" for key, value in answer.items())]
    for card in cards:
        lines += ["[[shelter.cards]]", *(f"{key} = {json.dumps(value)}" for key, value in card.items())]
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def once_told(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Six have told and submitted a story; it is collected, and nothing has gone out."""
    parts = {"story": PARTS, "shelter": ("before", "together", "came")}
    definitions = f"{dedent(SAY_BACK.definition)}\n{dedent(GAME_ROUND.definition)}"
    home = home_with(tmp_path_factory.mktemp("pairs"), parts, definitions, f"{SEALED}\n{_cards()}")
    keep_book(home.course, MODULE, Book(KEY))  # so that the same is drawn by lot in every run of these tests
    for who in SIX:
        value = {"step": "story", "answers": {"story": f"What {who} told"}}
        Journal.open(folder_of(home, who), MODULE, NOTEBOOK).write("story", "commit", value, reach="partner")
        Nbgrader(home, learner=who).submit(MODULE)
    collect_module(home, MODULE)
    return home


@pytest.fixture
def told(once_told: Home, tmp_path: Path) -> Home:
    """The same in a home of the test's own."""
    return copied(once_told, tmp_path / "home")


def foretold(home: Home) -> dict[str, set[str]]:
    """Who would get whose, as a preview says it."""
    lines = re.findall(r"^  (\S+) gets from (.+)$", kith("exchange", MODULE, "--preview", home=home.root), re.MULTILINE)
    return {taker: set(re.findall(r"sim-\d+", givers)) for taker, givers in lines}


def listed(home: Home, *words: str) -> dict[str, set[str]]:
    """Who gets whose, as the command lists it."""
    found: dict[str, set[str]] = {}
    said = kith("pairs", MODULE, *words, home=home.root)
    for giver, taker in re.findall(r"story/story: (\S+).* → (\S+),", said):
        found.setdefault(taker, set()).add(giver)
    return found


def texts(home: Home, who: str) -> set[str]:
    return {parcel.content["story"] for parcel in came(home, who, (MODULE,)).of_sending("story/story")}


def test_what_two_would_get_is_exchanged_listed_and_handed_over_so(told: Home) -> None:
    before = foretold(told)
    one, other = next(
        (one, other) for one in SIX for other in SIX if one < other and not {one, other} & (before[one] | before[other])
    )
    said = kith_process("pairs", MODULE, "--swap", "story", one, other, home=told.root)
    assert f"{one} and {other} get each what the other would have got of story/story." in said
    assert f"It holds from the next “kith exchange {MODULE}” on." in said
    after = {**before, one: before[other], other: before[one]}
    assert listed(told) == after
    kith("exchange", MODULE, "--yes", home=told.root)
    assert {who: texts(told, who) for who in SIX} == {
        who: {f"What {giver} told" for giver in givers} for who, givers in after.items()
    }
    lines = kith("pairs", MODULE, "--prompt", "story", home=told.root).splitlines()
    assert lines[-1] == "12 pairs"
    assert all(line.endswith(", delivered") for line in lines[:-1])
    by_hand = set(re.findall(r"→ (\S+), by hand", "\n".join(lines)))
    assert by_hand == {one, other}
    refused = kith_process("pairs", MODULE, "--swap", "story", one, other, home=told.root, expect_code=2)
    assert f"Nothing of story/story waits for {one}: what they got can't be taken back." in refused
    assert "Traceback" not in refused


def test_a_pair_is_added_taken_out_and_given_from_the_makers_before_anything_goes_out(told: Home) -> None:
    before = foretold(told)
    taker = SIX[0]
    gone, kept = sorted(before[taker])
    words = kith("pairs", MODULE, "--open", "story/story", kept, taker, home=told.root)
    assert f"story: What {kept} told" in words
    assert "That you opened this is noted." in words
    assert "the lot won't pair them again" in kith("pairs", MODULE, "--remove", "story", gone, taker, home=told.root)
    instead = listed(told)[taker] | foretold(told).get(taker, set())
    new = next(who for who in SIX[1:] if who not in {gone, *instead})
    assert f"gets story/story from {new}" in kith("pairs", MODULE, "--add", "story", new, taker, home=told.root)
    assert "labelled as theirs" in kith("pairs", MODULE, "--makers", "story", taker, home=told.root)
    kith("exchange", MODULE, "--yes", home=told.root)
    got = texts(told, taker)
    assert {f"What {kept} told", f"What {new} told"} <= got
    assert f"What {gone} told" not in got
    assert got & {"I showed a knot, and nobody could tie it.", "I wrote a note, and nobody read it."}


REFUSED = {
    ("--add", "story", SIX[0], SIX[0]): "can't get what they wrote themselves",
    ("--add", "story", "nobody", SIX[0]): "Nothing of nobody was collected yet, so they can't be paired.",
    ("--add", "story/said", SIX[0], SIX[1]): "“story/said” is nothing in 1-small that goes out by lot",
    ("--remove", "story", SIX[0], "nobody"): "nobody does not get story/story from sim-001",
    ("--swap", "story", SIX[0], SIX[0]): "can't exchange with themselves: name two people.",
    ("--swap", "story", SIX[0], "nobody"): "Nothing of nobody was collected yet",
    ("--makers", "story", "nobody"): "Nothing of nobody was collected yet",
    ("--open", "story/story", "nobody", SIX[0]): "“kith pairs” lists who gets whose.",
    (
        "--prompt",
        "tale",
    ): "“tale” is nothing in 1-small that goes from one to another. There is: shelter/seat, story/again",
    ("--add", "story", SIX[0], SIX[1], "--swap", "story", SIX[0], SIX[1]): "Give one of --add, --swap, not several.",
}


def test_what_cannot_be_is_said_in_a_sentence_and_changes_nothing(told: Home) -> None:
    foretold(told)
    before = load_book(told.course, MODULE)
    for words, sentence in REFUSED.items():
        assert sentence in kith("pairs", MODULE, *words, home=told.root, expect_code=2)
    assert "9-none" in kith("pairs", "9-none", home=told.root, expect_code=2)
    assert load_book(told.course, MODULE) == before


def seats(home: Home) -> dict[str, tuple[int, int]]:
    """Group and seat of each, as the command lists them."""
    said = kith("pairs", MODULE, "--prompt", "shelter", home=home.root)
    found = re.findall(r"shelter/seat: (\S+), group (\d+) \(\w+\), seat (\d+) of 3", said)
    return {who: (int(group), int(seat)) for who, group, seat in found}


def waits(home: Home, who: str, prompt: str, part: str, records: tuple[Record, ...] = ()) -> str:
    """What a part says that is not there yet, in a learner's own folder."""
    folder = folder_of(home, who)
    activity = load_prompts(folder / "prompts.toml")[prompt]
    assert isinstance(activity, Activity)
    around = around_of(activity, folder, who, home.exchange / home.course_id)
    steps = flow.steps_of(activity)
    known = flow.with_given(steps, gatherer(activity, part, lambda: records, around)())
    step = flow.ahead(steps, part, known)
    assert step is not None
    return flow.waits(step, known)


def test_seats_are_foretold_mended_handed_over_each_to_one_and_stay(told: Home) -> None:
    said = kith("exchange", MODULE, "--preview", home=told.root)
    assert "shelter/seat: 6 new seats" in said
    tables = [row.split(", ") for row in re.findall(r"^  group \d \(\w+\): (.*)$", said, re.MULTILINE)]
    assert sorted(map(len, tables)) == [3, 3]
    one, other = tables[0][0], tables[1][2]
    assert "the seat that the other would have had" in kith(
        "pairs", MODULE, "--swap", "shelter", one, other, home=told.root
    )
    assert "can't be left empty" in kith(
        "pairs", MODULE, "--remove", "shelter", one, other, home=told.root, expect_code=2
    )
    kith("exchange", MODULE, "--yes", home=told.root)
    before = seats(told)
    assert (before[one], before[other]) == ((2, 3), (1, 1))
    for who in SIX:
        [seat] = came(told, who, (MODULE,)).of_sending("shelter/seat")
        assert (seat.content["group"], seat.content["seat"], seat.part) == (*before[who], "before")
        assert not [name for name in SIX if name in str(seat)]
    assert waits(told, one, "shelter", "before") == ""
    refused = kith("pairs", MODULE, "--makers", "shelter", one, home=told.root, expect_code=2)
    assert f"{one} has got their seat already" in refused
    kith("exchange", MODULE, "--yes", home=told.root)
    assert seats(told) == before


def test_until_when_others_are_awaited_is_told_at_once_and_no_longer_once_it_is_over(told: Home) -> None:
    page, exchange = f"{MODULE}/{NOTEBOOK}", told.exchange / told.course_id
    kith("due", page, "2199-12-01 18:00", home=told.root)
    facts = read_course(exchange)
    assert facts.exchanges.keys() == {page}
    assert facts.awaited == dict.fromkeys((f"{MODULE}/shelter/seat", f"{MODULE}/story/story"), facts.exchanges[page])
    assert "until December 1, 2199" in waits(told, SIX[0], "story", "listen")
    form = Record(
        1, "2026-11-22T10:00:00.000Z", "shelter", "form", {"part": "before", "form": "cohort"}, "facilitator", "w"
    )
    assert "Submit this page by December 1, 2199" in waits(told, SIX[0], "shelter", "before", (form,))
    assert "until" not in waits(told, SIX[0], "story", "heard")
    kith("due", page, "2020-12-01", home=told.root)
    assert "until" not in waits(told, SIX[0], "story", "listen")
    kith("due", page, "--none", home=told.root)
    assert (read_course(exchange).exchanges, read_course(exchange).awaited) == ({}, {})
