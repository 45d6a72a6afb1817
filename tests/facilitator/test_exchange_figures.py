"""What a cohort is told of itself: worked out once, of enough people, and only of those who want to be counted."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from kith_exercises.cards.activity import ActivityCard
from kith_exercises.definitions import Activity, load_prompts
from kith_exercises.exchange import FileArrivals, Inbox
from kith_exercises.journal import Journal, Record, read_records
from kith_exercises.primitives import PRIMITIVES
from kith_exercises.primitives.figures import Asked
from kith_exercises.primitives.known import Around, Pages, gatherer
from kith_facilitator.collect import collect_module
from kith_facilitator.dashboards.kept import Kept, kept_as_it_is
from kith_facilitator.exchanging.declared import declared_of
from kith_facilitator.exchanging.figures import Told, next_figures
from kith_facilitator.exchanging.report import ExchangeReport
from kith_facilitator.exchanging.run import preview
from kith_facilitator.home import Home
from kith_facilitator.nbgrader_api import Nbgrader
from kith_facilitator.sources import course_of
from tests.facilitator.talking import NOW, folder_of, pages, run
from tests.primitives.definitions import ALLOCATE, GAME_ROUND, RECEIPT, SAY_BACK
from tests.primitives.samples import BYLINE, CALIBRATION, CASCADE, Came, Sample, Walker
from tests.small_course import MODULE, NOTEBOOK, released_home, write_course

Journals = dict[str, tuple[Record, ...]]
DAY = "2026-11-22"
#: Five others are enough here, so that twelve people make two waves.
TRIAL = replace(BYLINE, definition=BYLINE.definition.replace("notes = 4", "notes = 4\n    least = 5"))


class Placed(Came):
    """Nothing has come but a place among twelve."""

    def inbox(self, student: str | None) -> Inbox:
        return Inbox((), int(student or 0), 12)


def rated(folder: Path, place: int) -> Walker:
    """Somebody who has rated all notes, as it is their way, and was told what it was about."""
    walker = Walker(TRIAL, folder / str(place) / "1-some", Around(Placed(), str(place), TRIAL.sealed))
    card = walker.card("rate")
    card.act({"do": "commit", "step": "told", "answers": {}})
    for note in range(1, 5):
        rating = {"sound": note * (place + 2) % 11, "why": ""}
        card.act({"do": "commit", "step": f"note-{note}", "answers": rating})
    card.act({"do": "next", "step": "debrief"})
    return walker


def sent(people: Mapping[str, Walker]) -> Journals:
    """What left the folder of each."""
    return {who: tuple(read_records(one.journal.travelling).records) for who, one in people.items()}


def told(kept: Kept, activity: Activity, sealed: Mapping[str, Any], journals: Journals) -> Told:
    asked = PRIMITIVES[activity.kind].asked(activity, sealed)
    return next_figures(kept, [(activity, one) for one in asked], journals, dated=DAY)


def empty() -> Kept:
    return Kept(b"k" * 32, {})


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Walker]:
    """Twelve who took part in a trial, by their names."""
    folder = tmp_path_factory.mktemp("trial")
    return {f"sim-{place:02}": rated(folder, place) for place in range(12)}


def first(journals: Journals, count: int) -> Journals:
    return {who: journals[who] for who in sorted(journals)[:count]}


def test_leaving_ones_answers_out_changes_the_next_figure_and_nothing_else(people: dict[str, Walker]) -> None:
    leaver = "sim-01"
    activity = people[leaver].activity
    kept, whole = empty(), empty()
    all_in = sent(people)
    one = told(kept, activity, TRIAL.sealed, first(all_in, 6))
    assert told(whole, activity, TRIAL.sealed, first(all_in, 6)) == one
    assert one.fresh == ("byline/gap",)
    others = {who: walker.card("rate").state() for who, walker in people.items() if who != leaver}

    people[leaver].card("rate").act({"do": "out", "out": True})
    without = sent(people)
    assert {who for who in people if without[who] != all_in[who]} == {leaver}
    assert {who: walker.card("rate").state() for who, walker in people.items() if who != leaver} == others
    # The figure that is out stays as it was, and whose it is.
    assert told(kept, activity, TRIAL.sealed, first(without, 6)).figures == one.figures

    told(kept, activity, TRIAL.sealed, without)
    told(whole, activity, TRIAL.sealed, all_in)
    [_, now], [_, then] = (each.series["byline/gap"].waves for each in (kept, whole))
    assert kept.digest(leaver) in then.counted["answered"]
    assert kept.digest(leaver) not in now.counted["answered"]

    people[leaver].card("rate").act({"do": "out", "out": False})
    assert sent(people)[leaver] == all_in[leaver]


def test_whoever_comes_late_waits_until_enough_others_did(people: dict[str, Walker]) -> None:
    activity, journals, kept = people["sim-01"].activity, sent(people), empty()
    assert told(kept, activity, TRIAL.sealed, first(journals, 5)) == Told({}, (), {"byline/gap": (5, 6)})
    assert kept.series == {}
    out = told(kept, activity, TRIAL.sealed, first(journals, 6))
    later = told(kept, activity, TRIAL.sealed, first(journals, 11))
    assert (later.figures, later.fresh, later.waiting) == (out.figures, (), {"byline/gap": (5, 6)})
    last = told(kept, activity, TRIAL.sealed, journals)
    assert (last.fresh, last.waiting) == (("byline/gap",), {})
    assert last.figures.keys() == out.figures.keys() == {"byline/gap"}


def test_what_a_wave_more_would_tell_is_worked_out_once(people: dict[str, Walker], tmp_path: Path) -> None:
    activity, journals, kept = people["sim-01"].activity, sent(people), empty()
    [gap] = (replace(one, once=True) for one in PRIMITIVES[activity.kind].asked(activity, TRIAL.sealed))
    out = next_figures(kept, [(activity, gap)], first(journals, 6), dated=DAY)
    assert out.fresh == (gap.id,)
    assert next_figures(kept, [(activity, gap)], journals, dated=DAY) == Told(out.figures, (), {})
    once = {
        one.id.rpartition("/")[2]
        for sample in (ALLOCATE, RECEIPT, GAME_ROUND, SAY_BACK)
        for one in PRIMITIVES[sample.kind].asked(definition(sample, tmp_path / sample.kind), {})
        if one.once
    }
    assert once == {"expected", "trust", "turns"}
    written = definition(ALLOCATE, tmp_path / "lot")
    with_lot = replace(written, spec=replace(written.spec, second=20))
    assert [(one.once, one.arms) for one in PRIMITIVES["allocate"].asked(with_lot, {})] == [(True, 1), (True, 2)]


@pytest.mark.parametrize(("new", "out"), [(9, False), (8, True), (6, True), (5, False)])
def test_a_figure_that_compares_two_arms_waits_for_both(people: dict[str, Walker], new: int, out: bool) -> None:
    def answers(journals: object) -> dict[str, tuple[str, float]]:
        return {f"s{n}": ("new" if n < new else "old", float(n % 4)) for n in range(14)}

    compared = Asked(
        id="byline/lots",
        figures=("byline/lots",),
        answers=answers,
        hidden=lambda drawn: drawn[1],
        release=lambda given: {"byline/lots": {"arms": sorted(arm for arm, _ in given.values())}},
        known=lambda drawn: drawn[0],
        arms=2,
    )
    found = next_figures(empty(), [(people["sim-01"].activity, compared)], {}, dated=DAY)
    assert found.figures == ({"byline/lots": {"arms": ["new"] * new + ["old"] * (14 - new)}} if out else {})


def test_the_figures_of_an_activity_that_got_another_name_stay(people: dict[str, Walker]) -> None:
    activity, journals, kept = people["sim-01"].activity, sent(people), empty()
    out = told(kept, activity, TRIAL.sealed, first(journals, 6))
    renamed = replace(activity, id="line", formerly=("byline",))
    again = {
        who: tuple(replace(record, prompt="line") for record in records) for who, records in first(journals, 6).items()
    }
    found = told(kept, renamed, TRIAL.sealed, again)
    assert (found.fresh, found.figures["line/gap"]) == ((), out.figures["byline/gap"])


def chose(bands: str) -> Journals:
    """What those sent who chose these bands of who asks first."""
    ids = {"0": "0", "1": "1", "2": "2-5"}
    values = ({"step": "band", "answers": {"band": ids[one]}} for one in bands)
    return {f"{n:02}": (Record(1, "", "who-asks", "commit", value, "count", "w"),) for n, value in enumerate(values)}


def definition(sample: Sample, folder: Path) -> Activity:
    return sample.write(folder)


def test_a_room_is_told_once_its_answers_make_two_bands(tmp_path: Path) -> None:
    activity, kept = definition(CASCADE, tmp_path), empty()
    assert told(kept, activity, {}, chose("00011122222")) == Told({}, (), {"who-asks": (11, 12)})
    out = told(kept, activity, {}, chose("000111222222"))
    assert out.fresh == ("who-asks",)
    assert out.figures.keys() == {f"who-asks/{key}" for key in ("bands", "rooms", "lever-opens", "lever-pairs")}
    assert all("short" not in figure for figure in out.figures.values())


def test_answers_that_are_too_much_alike_are_not_shown_and_that_is_said(tmp_path: Path) -> None:
    activity = definition(CASCADE, tmp_path)
    out = told(empty(), activity, {}, chose("0" * 12))
    assert {figure["title"] for figure in out.figures.values()} == {"Not shown yet"}
    assert all("can't be shown together" in figure["sentence"] for figure in out.figures.values())


# The real way

SIX = tuple(f"sim-{number:03}" for number in range(1, 7))
LATE = "sim-007"
_SEALED = """
[how-sure.right]
square = "above"
primes = "eight"
angles = "two"

[how-sure.how]
square = "12 times 12 is 144."
primes = "2, 3, 5, 7, 11, 13, 17, 19."
angles = "Euclid, I.32."
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home in which a module with claims is released, and six people have answered them and submitted."""
    folder = tmp_path_factory.mktemp("figures")
    module = write_course(folder / "sources") / MODULE
    added = {
        "prompts.toml": dedent(CALIBRATION.definition),
        f"{NOTEBOOK}.md": '\n```{code-cell}\nkith.activity("how-sure")\n```\n',
        "sealed.toml": _SEALED,
    }
    for name, text in added.items():
        with (module / name).open("a", encoding="utf-8") as file:
            file.write(text)
    made = released_home(folder / "home", module.parent)
    for place, who in enumerate(SIX):
        answer(made, who, place)
    return made


def card(home: Home, who: str) -> ActivityCard:
    """The card as a page of this learner makes it."""
    folder = folder_of(home, who)
    activity = load_prompts(folder / "prompts.toml")["how-sure"]
    assert isinstance(activity, Activity)
    around = Around(FileArrivals(folder.parent), student=who, sealed=CALIBRATION.sealed)
    known = gatherer(activity, "", lambda: Pages(folder, MODULE).of("how-sure"), around)
    return ActivityCard(activity, "", Journal.open(folder, MODULE, NOTEBOOK), known, "key")


def answer(home: Home, who: str, place: int) -> None:
    """Through all claims, as sure as it is this one's way, and submitted."""
    shown = card(home, who)
    for number, claim in enumerate(("square", "primes", "angles")):
        [choice, _] = shown.state()["ahead"]["fields"]
        answers = {"choice": choice["options"][number % 2]["id"], "sure": 50 + 10 * ((place + number) % 6)}
        shown.act({"do": "commit", "step": f"claim-{claim}", "answers": answers})
    shown.act({"do": "next", "step": "answers"})
    Nbgrader(home, learner=who).submit(MODULE)


def hand_over(home: Home, days: int) -> ExchangeReport:
    """An exchange is held, and all fetch."""
    declared = declared_of(course_of(home).module(MODULE))
    collect_module(home, MODULE)
    foretold = preview(home, course_of(home), MODULE, declared, now=NOW + timedelta(days=days))
    report = run(home, now=NOW + timedelta(days=days), declared=declared)
    assert report.told.fresh == foretold.told.fresh
    assert report.sentences() == foretold.sentences(), "else a preview says something else than the run does"
    for who in report.sent:
        Nbgrader(home, learner=who).fetch_feedback(MODULE)
    return report


def test_a_figure_of_six_comes_to_each_of_them_by_fetch_feedback_and_stays(home: Home) -> None:
    assert "once enough of you have answered" in card(home, SIX[0]).state()["ahead"]["waits"]
    collect_module(home, MODULE)
    declared, german = declared_of(course_of(home).module(MODULE)), replace(home, language="de")
    foretold = preview(german, course_of(home), MODULE, declared, now=NOW).told.figures["how-sure/overconfidence"]
    assert foretold["title"].startswith(("Wir können noch nicht sagen, ob wir", "Wir waren um"))
    assert foretold["people"] == "5 bis 9"
    report = hand_over(home, 0)
    assert "New figures of the group: how-sure/overconfidence" in report.sentences()
    scenes = []
    for who in SIX:
        state = card(home, who).state()
        assert (state["ahead"]["id"], state["ahead"]["waits"]) == ("group", "")
        [scene] = card(home, who).act({"do": "next", "step": "group"})["passed"][-1]["scenes"]
        scenes.append(scene)
    assert all(scene == scenes[0] for scene in scenes)
    assert scenes[0]["title"].startswith(("We can't tell yet", "We were"))
    assert scenes[0]["table"]["rows"][-1] == ["People", "5 to 9"]

    out, waves = pages(home), kept_as_it_is(home.course / ".kith" / "waves.json").series
    answer(home, LATE, 3)
    later = hand_over(home, 1)
    assert "how-sure/overconfidence: 1 in no figure of the group yet, which takes 6" in later.sentences()
    assert later.told.fresh == ()
    assert {name: pages(home)[name] for name in out} == out
    assert kept_as_it_is(home.course / ".kith" / "waves.json").series == waves
    assert card(home, LATE).state()["ahead"]["waits"] == "", "what is out is for all, as on a dashboard"
