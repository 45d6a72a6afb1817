"""An attacker who has every byte of all editions, and their own record, finds nobody: on pages as they are served."""

import base64
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pytest

from kith_exercises.privacy.alike import alike
from kith_exercises.readers import doors_of
from kith_facilitator.dashboards import show
from kith_facilitator.dashboards.catalogue import PREDICTED
from kith_facilitator.dashboards.kept import Kept
from kith_facilitator.dashboards.predictions import questions_of
from kith_facilitator.dashboards.shelf import Shelf
from tests.dashboards.taken_apart import Pane, panes, people_in, readings
from tests.dashboards.visitors import TOKEN, asked, serving
from tests.dashboards.weeks import (
    PROMPTS,
    Journals,
    Together,
    Weeks,
    answers_to,
    coming,
    play_course,
    read_together,
    swapped,
)
from tests.privacy.test_attacker import Known, between

#: A fold whose line goes from 0 to 120, and the mark that is looked for.
FOLD, MARK = "being-seen", "public"
MEAN = "Where we put it, on average"
#: What two answers must differ by to be two.
APART = 6


def name(place: int) -> str:
    """A learner's id, which stands nowhere by chance."""
    return f"quillfarandole-{place:02}"


@dataclass(frozen=True)
class Course:
    """What forty learners wrote in the whole course, and which prompts go together."""

    journals: Journals
    together: Sequence[Together]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    journals = play_course(tmp_path_factory.mktemp("learners"), 40, 7, name)
    return Course(journals, read_together(journals))


@dataclass(frozen=True)
class Out:
    """Editions that were published, and all that their server says to a member: by path, headers and page."""

    weeks: Weeks
    journals: Journals
    served: Mapping[str, str]
    changed: bool

    def panes(self) -> list[Pane]:
        """All panes of all editions."""
        return list(chain.from_iterable(map(panes, self.served.values())))


@pytest.fixture(scope="module")
def out(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Out:
    """Two weeks of a cohort, as pages; the second also as it would be had some answered what others did."""
    here, journals = coming(course.journals, 34, 2, random.Random(3))
    weeks, other = (Weeks(tmp_path_factory.mktemp(which)) for which in ("so", "otherwise"))
    shelf = Shelf(weeks.editions)
    for edition in weeks.publish(journals, here):
        assert shelf.put(list(edition.notebooks.values())) == ()
    changed, done = swapped(journals, weeks.kept(), course.together, random.Random(3))
    assert len(done) > 15
    *_, last = other.publish(changed, here)
    for earlier in shelf.out()[:-1]:
        (other.editions / "published").write_text(f"{earlier}\n")
    Shelf(other.editions).put(list(last.notebooks.values()))
    same = _bytes(last.folder) == _bytes(weeks.editions / shelf.out()[-1])
    with serving(weeks.editions) as url:
        return Out(weeks, journals, dict(walked(url)), not same)


def walked(url: str) -> Iterator[tuple[str, str]]:
    """All that a member finds by following what leads on."""
    todo, seen = ["/"], {"/"}
    while todo:
        path = todo.pop()
        answer = asked(url, path)
        yield path, f"{answer.headers}\n{answer.body}"
        folder = path.rpartition("/")[0]
        leads = [answer.headers.get("location", ""), *re.findall(r'href="([^"#:]+)"', answer.body)]
        for lead in filter(None, leads):
            goal = lead if lead.startswith("/") else f"{folder}/{lead}"
            goal = re.sub(r"/[^/]+/\.\./", "/", goal)
            if goal not in seen:
                seen.add(goal)
                todo.append(goal)


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def told_of_anybody(blob: bytes, kept: Kept, everybody: Journals) -> set[str]:
    """Ids, words that one learner alone wrote, and the digests under which people are counted."""
    secrets = {"farandole", kept.key.hex(), TOKEN, *everybody, *map(kept.digest, everybody)}
    return {secret for text in readings(blob) for secret in secrets if secret in text}


def test_nothing_that_a_member_can_get_tells_of_anybody(out: Out) -> None:
    assert len(out.served) == 1 + 2 * 8
    files = {path.name: path.read_bytes() for path in out.weeks.editions.rglob("*") if path.is_file()}
    everything = {**{path: said.encode() for path, said in out.served.items()}, **files}
    for where, blob in everything.items():
        assert told_of_anybody(blob, out.weeks.kept(), out.journals) == set(), where


def test_each_byte_would_be_the_same_had_two_of_a_lot_given_each_others_answers(out: Out) -> None:
    assert not out.changed


def test_who_is_told_is_told_with_five_others_and_no_number_is_exact(out: Out) -> None:
    told = [ends for pane in out.panes() for ends in people_in(pane)]
    assert len(told) > 50
    assert all(high - low == 4 and low >= 5 and low % 5 == 0 for low, high in told)


def test_the_coordinates_of_a_picture_hold_no_more_digits_than_its_table(out: Out) -> None:
    drawn = [(pane, one) for pane in out.panes() for one in pane.drawn]
    assert len(drawn) > 50
    for pane, one in drawn:
        rows = [MEAN] if MEAN in pane.table else ["We, together", "95% interval", "50% interval"]
        numbers = [number for row in rows if row in pane.table for number in pane.numbers(row)]
        places = [*numbers[1:], *one.axis]  # where a line goes on beyond its axis
        assert one.point == pytest.approx(numbers[0], abs=1e-6), pane.id
        for end in chain.from_iterable(one.ends):
            assert min(abs(end - place) for place in places) < 0.0051, (pane.id, end, places)


def test_subtracting_all_editions_tells_no_prediction(out: Out) -> None:
    known, marks = means(out.panes(), out.weeks.kept(), out.journals), marked(out.journals)
    people = sorted(frozenset[str]().union(*(one.people for one in known)))
    assert len(known) == 2
    chance = random.Random(7)
    for person in chance.sample(people, 6):
        reader = chance.choice([who for who in people if who != person])
        low, high = between(known, people, person, {reader: marks[reader]})
        assert low <= marks[person] <= high
        assert high - low >= APART


def means(shown: Sequence[Pane], kept: Kept, journals: Journals) -> list[Known]:
    """What pages say of where a mark was put; of whom, an attacker is told besides."""
    waves = {one.dated: one for one in kept.find(FOLD).waves}
    names = {kept.digest(who): who for who in journals}
    found = dict[str, Known]()
    for pane in shown:
        if pane.id == f"{FOLD}--{MARK}" and pane.day:
            people = frozenset(names[one] for one in waves[pane.day].counted["predicted"])
            found[pane.day] = Known(people, pane.numbers(MEAN)[0], 0.25 if len(people) < 15 else 0.05)
    return list(found.values())


def marked(journals: Journals) -> dict[str, float]:
    """Where each put the mark."""
    ((question, _),) = questions_of([PROMPTS["0-welcome"][FOLD]])
    return {who: marks[MARK] for who, marks in doors_of(question, journals).predicted.items()}


@pytest.mark.parametrize("seed", range(1, 5))
def test_whoever_comes_and_goes_answers_stay_open_to_every_reader(course: Course, seed: int, tmp_path: Path) -> None:
    assert_open(course, seed, tmp_path)


def assert_open(course: Course, seed: int, place: Path) -> set[str]:
    """Publish a random cohort of up to forty; which questions were looked at."""
    chance = random.Random(seed)
    here, journals = coming(course.journals, chance.randint(1, 40), 3, chance)
    weeks, other = Weeks(place / "so"), Weeks(place / "otherwise")
    seen = [(edition.folder.name, _bytes(edition.folder)) for edition in weeks.publish(journals, here)]
    changed, done = swapped(journals, weeks.kept(), course.together, chance)
    assert [(edition.folder.name, _bytes(edition.folder)) for edition in other.publish(changed, here)] == seen
    for lot in lots(weeks.kept(), journals):
        assert len(lot) >= 6
        # Without the reader's own, two different answers are left: so each of them may be another's.
        assert not any(alike(column, 1e-6) for column in zip(*lot, strict=True))
    return done


def lots(kept: Kept, journals: Journals) -> Iterator[list[tuple[float, ...]]]:
    """What those answered whom no page tells apart, of all questions of which a page says something."""
    for question, answers in answers_to(journals).items():
        waves = [wave for wave in kept.find(question).waves if wave.published is not None]
        by_waves = dict[tuple[bool, ...], list[tuple[float, ...]]]()
        for who, answer in answers.items():
            known = kept.digest(who)
            group = tuple(known in people for wave in waves for people in (*wave.counted.values(), *wave.arms))
            if any(group):
                numbers = [mark for _, mark in answer] if isinstance(answer, tuple) else [answer]
                by_waves.setdefault(group, []).append(tuple(map(float, numbers)))
        yield from by_waves.values()


def test_the_attacker_finds_what_is_planted(course: Course, tmp_path: Path) -> None:
    predicted = sorted(marked(course.journals))[:17]
    journals = {who: course.journals[who] for who in predicted}
    here = {who: frozenset(PROMPTS) for who in predicted}
    late = predicted[-1]
    # As pages would be that kept no account of who had been counted: one comes, and all is worked out anew.
    before, after = Weeks(tmp_path / "before"), Weeks(tmp_path / "after")
    (first,) = before.publish(journals, [{who: done for who, done in here.items() if who != late}])
    (second,) = after.publish(journals, [here])
    known = [
        *means(panes(show(PREDICTED, first.folder).data), before.kept(), journals),
        *means(panes(show(PREDICTED, second.folder).data), after.kept(), journals),
    ]
    low, high = between(known, predicted, late, {})
    assert low <= marked(journals)[late] <= high
    assert high - low < APART
    page = show(PREDICTED, second.folder).data
    said = f"as {late} said"
    for written in (said, base64.b64encode(said.encode()).decode(), said.encode().hex(), said.replace("l", "&#108;")):
        blob = f'{page}<i style="background:url(data:text/plain,{written})">'.encode()
        assert late in told_of_anybody(blob, after.kept(), journals), written
