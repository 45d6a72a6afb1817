"""What a facilitator sees of a cohort before a session, and mends there; and a week of it on a page."""

import re
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from kith_exercises import KithError
from kith_facilitator.cohort import load_cohort
from kith_facilitator.cohort_desk.digest import digest_page
from kith_facilitator.cohort_desk.handing import Handing, hand_over, standing
from kith_facilitator.cohort_desk.overview import look
from kith_facilitator.cohort_desk.page import cohort_page
from kith_facilitator.desk.controller import Desk
from kith_facilitator.desk.jobs import Job
from kith_facilitator.files import digest_of
from kith_facilitator.home import Home
from kith_facilitator.nbgrader_api import Nbgrader
from kith_facilitator.working import working
from tests.facilitator.desk_home import PEOPLE, answers_of
from tests.facilitator.steps import kith, submit, write
from tests.small_course import MODULE, NOTEBOOK

HOSTILE = "<img src=x onerror=alert(1)>"
NOW = datetime.now(UTC)


def waiting(desk: Desk) -> dict[str, list[str]]:
    """Who waits, by why."""
    found: dict[str, list[str]] = {}
    for one in look(desk.room, desk.room.course, MODULE, now=NOW).waiting:
        found.setdefault(one.kind, []).append(one.who)
    return found


def test_what_waits_is_listed_by_name_and_goes_when_it_is_done(desk: Desk) -> None:
    home, (zora, anselm, *_) = desk.room.home, PEOPLE
    assert waiting(desk) == {"feedback": sorted(PEOPLE)}
    answer = answers_of(desk)[zora, "why"]
    desk.act({"do": "care", "answer": answer, "on": True, "note": "Sounds alone"})
    submit(home, anselm, "Other words than before")
    assert waiting(desk) == {"care": [zora], "ungraded": [anselm], "feedback": sorted({*PEOPLE} - {anselm})}


def test_who_has_not_sent_stands_by_page_in_the_order_of_names_and_nobody_is_counted(desk: Desk) -> None:
    home = desk.room.home
    with Nbgrader(home).gradebook() as gradebook:
        gradebook.update_or_create_student("zz-late", first_name=HOSTILE, last_name="")
        gradebook.update_or_create_student("aa-early", first_name="Noor", last_name="Haddad")
    overview = look(desk.room, desk.room.course, MODULE, now=NOW)
    (page,) = overview.pages
    assert (page.page, page.sent, page.missing) == (NOTEBOOK, tuple(sorted(PEOPLE)), ("aa-early", "zz-late"))
    handing = Handing.of(desk.room, desk.room.course, MODULE, now=NOW)
    html = cohort_page(desk.room.course, overview, handing, base="/", xsrf="x")
    assert "<bdi>Noor Haddad (aa-early)</bdi>" in html
    assert "4 of 6" in html
    assert f"kith due {MODULE}/{NOTEBOOK} DATE" in html
    assert HOSTILE not in html
    assert "&lt;img src=x" in html


def test_a_week_is_one_page_with_dates_that_come_and_what_came_and_nothing_older(desk: Desk) -> None:
    home, (zora, *_) = desk.room.home, PEOPLE
    soon, later = (datetime.now().astimezone() + timedelta(days=days) for days in (3, 30))
    kith("due", MODULE, f"{soon:%Y-%m-%d %H:%M}", home=home.root)
    assert MODULE in load_cohort(home).due
    write(home, zora, "commit", {"where": "why", "kind": "words", "said": "What is a record?"}, "snags")
    submit(home, zora, None)
    page = digest_page(desk.room, desk.room.course, now=datetime.now(UTC))
    assert f"{soon:%Y-%m-%d %H:%M}" in page
    assert re.search(rf"Sent something: .*{zora}", page)
    assert "a few" in page, "how many met a snag is not told where they are few"
    assert "<script" not in page
    kith("due", MODULE, f"{later:%Y-%m-%d %H:%M}", home=home.root)
    month = digest_page(desk.room, desk.room.course, now=datetime.now(UTC) + timedelta(days=8))
    assert "Sent something: nobody" in month
    assert "is due <" not in month.split("What came")[0], "what comes after a week is not on it"


def test_a_week_and_a_look_before_a_session_change_nothing_of_the_course(to_mark: Home) -> None:
    course, before = to_mark.course, digest_of(to_mark.course)
    kith("digest", home=to_mark.root)
    assert digest_of(course) == before, "nobody was seated at a desk that nobody has opened"
    with closing(Desk(to_mark)) as desk:
        desk.act({"do": "open", "answer": answers_of(desk)[PEOPLE[0], "why"]})
        submit(to_mark, "somebody-new", "Their words")
        seated = digest_of(course)
        look(desk.room, desk.room.course, MODULE, now=NOW)
    assert digest_of(course) == seated


def test_the_command_writes_the_page_for_its_account_alone(to_mark: Home) -> None:
    said = kith("digest", home=to_mark.root)
    path = to_mark.root / "digest.html"
    assert str(path) in said.replace("\n", "")
    assert path.stat().st_mode & 0o777 == 0o600
    assert f"A week of “{Desk(to_mark).room.course.title}”" in path.read_text(encoding="utf-8")


def test_the_exchange_says_what_it_will_do_how_far_it_is_and_what_went_wrong(desk: Desk) -> None:
    home, (zora, *_) = desk.room.home, PEOPLE
    assert Handing.of(desk.room, desk.room.course, MODULE, now=NOW).waiting == 0
    write(home, zora, "text", "Newer words")
    Nbgrader(home, learner=zora).submit(MODULE)
    assert Handing.of(desk.room, desk.room.course, MODULE, now=NOW).waiting == 1
    assert standing(Job("exchange")) == "", "before it ever ran there is nothing to say"
    assert "step 2 of 2: handing over" in standing(Job("exchange", running=True, started=True, done=1, total=2))
    cut_off = standing(Job("exchange", started=True, trouble=f"No space left {HOSTILE}"))
    assert "did not come to its end: No space left &lt;img" in cut_off
    refused = {"refused": [["eve", "It is a link."]], "said": ["No new pairs"]}
    said = standing(Job("exchange", started=True, report=refused))
    assert "<li>Not collected: eve: It is a link. The others are not affected.</li><li>No new pairs</li>" in said
    with working(home, "“kith grade”"), pytest.raises(KithError, match="running already"):
        hand_over(desk.room.jobs, MODULE)
