"""What stands on the seven dashboards: the figures that exchanges told, and no others; whoever answered what."""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kith_exercises.definitions import load_prompts
from kith_exercises.moves import Move
from kith_exercises.primitives import PRIMITIVES
from kith_exercises.primitives.primitive import nothing
from kith_exercises.records import Record
from kith_exercises.sealed import Sealed
from kith_facilitator._resources import bundled_course, bundled_dashboards
from kith_facilitator.course.model import load_course
from kith_facilitator.dashboards import about, catalogue, show
from kith_facilitator.dashboards.catalogue import COURSE, DASHBOARDS, SPEAK, THOUGHT
from kith_facilitator.dashboards.doing import doing_panels
from kith_facilitator.dashboards.kept import kept_in
from kith_facilitator.dashboards.page import render
from kith_facilitator.dashboards.panels import Placed, Told, read_panels
from kith_facilitator.dashboards.shelf import Shelf
from kith_facilitator.editions import Edition, Taught, make_edition
from kith_facilitator.exchanging.figures import asked_of, next_figures
from kith_widgets.words import speaking

MODULES = load_course(bundled_course()).modules
EMPATHY = MODULES[1]
Journals = dict[str, tuple[Record, ...]]
AT = "2026-11-20T10:00:00.000Z"
LINES = ("return", "learn", "fit", "voice")
BANDS = ("0", "1", "2", "3-5")
SAID = "A word that nobody else says: quixotry"
MOVES = (
    Move(EMPATHY.name, "byline", "Six notes", "5 to 9", "open", "We look at it.", "2026-11-03T10:00:00.000Z"),
    Move(EMPATHY.name, "byline", "Six notes", "5 to 9", "helped", "Larger <b>type</b>.", "2026-11-10T10:00:00.000Z"),
)


@dataclass(frozen=True)
class Home:
    """Where editions of a cohort are made, with what is kept of them."""

    root: Path

    @property
    def waves(self) -> Path:
        return self.root / "kept" / "waves.json"

    def exchange(self, sent: Journals, day: str) -> Mapping[str, Any]:
        """What an exchange tells everybody."""
        with kept_in(self.waves) as kept:
            return next_figures(kept, asked_of(EMPATHY), sent, dated=day).figures

    def publish(self, sent: Journals, day: date = date(2026, 11, 22)) -> Edition:
        modules = [
            Taught(
                one.title,
                load_prompts(one.folder / "prompts.toml").values(),
                Sealed.load(one.folder),
                doing_panels(one, MOVES),
            )
            for one in MODULES
        ]
        return make_edition(sent, self.root / "editions", modules=modules, dated=day, waves=self.waves).edition


def journal(place: int) -> tuple[Record, ...]:
    """Somebody who would ask after some others, and stood on four lines twice."""
    first = {line: {"at": 20.0 + 3 * place % 50, "sure": "sure"} for line in LINES}
    again = {line: {**at, "at": at["at"] + moved(line, place)} for line, at in first.items()}
    said: dict[str, Any] = {
        "who-asks": {"step": "band", "answers": {"band": BANDS[place % 4]}},
        "tap-1": {"step": "lines-1", "answers": {"kept": str(int(place % 3 > 0))}},  # before a lever: two of three
        "tap-3": {"step": "lines-1", "answers": {"kept": str(int(place % 3 > 1))}},  # and after it: one of three
        "where-i-stand": first,
        "where-i-stand-now": again,
    }
    counted = [
        Record(seq, AT, prompt, "commit", value, "count", "w") for seq, (prompt, value) in enumerate(said.items())
    ]
    return (*counted, Record(9, AT, "my-question", "commit", SAID, "facilitator", "w"))


def moved(line: str, place: int) -> int:
    """By how much somebody moved: about twenty on the first line, and hither and thither on the others."""
    return 12 + place % 17 if line == "return" else place % 7 - 3


def cohort(low: int, high: int) -> Journals:
    return {f"sim-{place:03}": journal(place) for place in range(low, high)}


def placed(edition: Edition) -> Sequence[Placed]:
    return read_panels(edition.read())


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Twelve exchanged, twelve more came, and all of them exchanged again."""
    made = Home(tmp_path_factory.mktemp("home"))
    made.exchange(cohort(0, 12), "2026-11-15")
    made.publish(cohort(0, 12), date(2026, 11, 15))
    return made


@pytest.fixture(scope="module")
def edition(home: Home) -> Edition:
    home.exchange(cohort(0, 24), "2026-11-22")
    return home.publish(cohort(0, 24))


def test_figures_are_those_that_exchanges_told_in_every_wave(home: Home, edition: Edition) -> None:
    told = home.exchange(cohort(0, 24), "2026-12-01")
    shown = [one for one in placed(edition) if isinstance(one.panel, Told)]
    newest = {one.panel.id: one for one in shown}
    assert {id for id in told if "point" in told[id] or "rows" in told[id]} >= {"who-asks/bands", "who-asks/rooms"}
    for id, figure in told.items():
        panel = newest[id].panel
        assert isinstance(panel, Told)
        assert (panel.figure, newest[id].day, newest[id].dashboard) == (figure, "2026-11-22", SPEAK)
    assert [one.day for one in shown if one.panel.id == "who-asks/rooms"] == ["2026-11-15", "2026-11-22"]


def test_questions_kept_back_are_compared_before_and_after_the_lever(edition: Edition) -> None:
    found = {one.panel.id: one for one in placed(edition) if isinstance(one.panel, Told)}
    last = found["tap-3/kept-back/change"].panel
    assert isinstance(last, Told)
    assert (found["tap-3/kept-back/change"].dashboard, last.figure["point"]) == (SPEAK, pytest.approx(-33.3, abs=5))
    assert last.question.endswith("Before our lever and after it: did more of us keep a question back, or fewer?")


def test_what_there_is_stands_before_what_waits_and_nothing_waits_that_never_comes(edition: Edition) -> None:
    waits = ["Show me" not in one for one in show(SPEAK, edition.folder).data.split("<section")[1:]]
    assert {*waits} == {True, False}
    assert waits == sorted(waits)
    assert not any(one.panel.id.startswith("own-look") for one in placed(edition)), "its marks stay with their learner"


def test_whoever_answered_both_times_moved_as_planned(edition: Edition) -> None:
    found = {one.panel.id: one for one in placed(edition) if isinstance(one.panel, Told)}
    line = found["where-i-stand-now/return"].panel
    assert isinstance(line, Told)
    assert line.figure["point"] == pytest.approx(sum(moved("return", place) for place in range(24)) / 24, abs=0.051)
    assert line.title.endswith("points towards “Sharing lasts only where something comes back”")
    assert found["where-i-stand-now/return"].dashboard == THOUGHT


def test_who_answered_only_once_is_in_no_change(tmp_path: Path) -> None:
    sent = {
        who: tuple(one for one in records if one.prompt != "where-i-stand") if place > 11 else records
        for place, (who, records) in enumerate(cohort(0, 24).items())
    }
    found = {one.panel.id: one.panel for one in placed(Home(tmp_path).publish(sent))}
    line = found["where-i-stand-now/return"]
    assert isinstance(line, Told)
    assert line.figure["people"] == "10 to 14"
    assert line.figure["point"] == pytest.approx(17.5, abs=0.051)


def test_nobody_is_in_an_edition(edition: Edition) -> None:
    for path in edition.folder.iterdir():
        text = path.read_text(encoding="utf-8")
        assert "sim-" not in text
        assert "quixotry" not in text


def broken(place: int) -> tuple[Record, ...]:
    """A journal of which every second line holds what no card wrote."""
    worst = ({"step": "band", "answers": {"band": ["0"]}}, {"return": {"at": "40"}}, {"at": 7}, None, [], "nan")
    lines = enumerate(journal(place))
    return tuple(replace(one, value=worst[(place + n) % 6]) if n % 2 else one for n, one in lines)


SMALL: dict[str, Journals] = {
    "nobody": {},
    "four": cohort(0, 4),
    "one sitting only": {who: records[:2] for who, records in cohort(0, 5).items()},
    "half broken": {f"sim-{place:03}": broken(place) for place in range(5)},
}


@pytest.mark.parametrize("sent", SMALL.values(), ids=SMALL)
def test_a_dashboard_without_figures_stands_and_says_what_it_waits_for(sent: Journals, tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.exchange(sent, "2026-11-20")
    edition = home.publish(sent)
    assert not any(
        "estimate" in json.dumps(panel) or "point" in json.dumps(panel) for panel in edition.read()["panels"]
    )
    for name in DASHBOARDS:
        page = show(name, edition.folder).data
        assert page.count("<section") > 0
        assert "<svg" not in page
        assert name == COURSE or "Not shown yet" in page or "not shown yet" in page
        assert "Figures of" in about(name, edition.folder).data


def test_all_seven_pages_of_a_half_broken_cohort_come_out_and_stand(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.exchange(SMALL["half broken"], "2026-11-20")
    edition, shelf = home.publish(SMALL["half broken"]), Shelf(tmp_path / "editions")
    assert shelf.put(list(edition.notebooks.values())) == (), "no part failed"
    for name in DASHBOARDS:
        page = (edition.folder / f"{name}.html").read_text(encoding="utf-8")
        assert page.count("<section") > 0
        assert "kith-error" not in page.split("</style>")[-1]


def test_a_broken_journal_among_many_changes_no_figure(tmp_path: Path) -> None:
    whole = Home(tmp_path / "whole").publish(cohort(0, 12))
    strange = {"x": (Record(1, "", "where-i-stand", "commit", {"return": {"at": float("nan")}}, "count", "w"),)}
    assert Home(tmp_path / "with").publish(cohort(0, 12) | strange).read() == whole.read()


def test_every_question_of_the_course_has_words_of_its_own_that_tell_nothing(edition: Edition) -> None:
    questions = {one.panel.id: one.panel.question for one in placed(edition)}
    assert len(set(questions.values())) == len(questions)
    assert not [question for question in questions.values() if question.endswith("What did we find?")]
    assert {one.dashboard for one in placed(edition)} == set(DASHBOARDS)
    assert {path.stem for path in bundled_dashboards().glob("*.md")} == set(DASHBOARDS)


def test_every_kind_that_asks_a_cohort_has_its_dashboard() -> None:
    asking = {kind for kind, primitive in PRIMITIVES.items() if primitive.asked is not nothing}
    assert asking == catalogue.PLACES.keys()


def test_of_a_snag_the_newest_public_word_is_shown_and_is_no_markup(edition: Edition) -> None:
    page = show(COURSE, edition.folder).data
    assert "Larger &lt;b&gt;type&lt;/b&gt;." in page
    assert "We look at it." not in page
    assert "Empathy: “it helped” at one place" in page
    assert "Welcome: nothing was said of any snag so far" in page
    assert f"Empathy promises {EMPATHY.minutes} minutes" in page


@pytest.mark.parametrize("seed", range(3))
def test_what_is_out_stays_as_it_was_whoever_comes_and_goes(seed: int, tmp_path: Path) -> None:
    chance, home = random.Random(seed), Home(tmp_path)
    here: set[int] = set()
    before: dict[tuple[str, str], Any] = {}
    for week in range(1, 5):
        here = {who for who in here | set(chance.sample(range(40), 14)) if chance.random() < 0.9}
        sent = {f"sim-{who:03}": journal(who) for who in sorted(here)}
        home.exchange(sent, f"2026-11-0{week}")
        edition = home.publish(sent, date(2026, 11, week))
        now = {(one.panel.id, one.day): one.panel for one in placed(edition) if isinstance(one.panel, Told) and one.day}
        assert before == {which: panel for which, panel in now.items() if which in before}
        assert all(int(str(panel.figure.get("people", "5")).split()[0]) >= 5 for panel in now.values())
        assert all(int(people.split()[0]) >= 5 for panel in now.values() for _, people in panel.bands)
        assert "sim-" not in edition.figures.read_text(encoding="utf-8")
        before = now
    assert {id for id, _ in before} >= {"who-asks/bands", "where-i-stand-now/return"}
    assert len({day for _, day in before}) > 1


def test_what_is_told_in_words_alone_is_folded_too() -> None:
    said = {"title": "nobody is laughed at", "sentence": "10 to 14 of us put it there."}
    page = render([Placed(SPEAK, "Welcome", "2026-11-22", Told("agreement/lines-basic", "How many?", said))])
    before, behind = page.split("<details>", 1)
    assert "How many?" in before
    assert "10 to 14" not in before
    assert "10 to 14" in behind
    assert 'kith-empty"' not in page


def test_a_page_speaks_the_language_of_its_home(home: Home, edition: Edition) -> None:
    with speaking("de"):
        german = home.publish(cohort(0, 24), date(2026, 11, 22))
    page = show(COURSE, german.folder).data + show(SPEAK, german.folder).data
    assert "Zeig es mir" in page
    assert "Show me" not in page
    assert "Empathy: „es hat geholfen“ an einer Stelle" in page
    assert "Wie viele fragen am Ende, in Räumen wie unserem?" in page
    assert german.folder != edition.folder
    for name in DASHBOARDS:
        notebook = json.loads(german.notebooks[name].read_text(encoding="utf-8"))
        assert (bundled_dashboards() / "de" / f"{name}.md").is_file()
        assert notebook["metadata"]["kith"] == {"language": "de"}


def test_publishing_again_gives_the_same_edition(home: Home, edition: Edition) -> None:
    assert home.publish(cohort(0, 25), date(2026, 12, 24)).folder == edition.folder
