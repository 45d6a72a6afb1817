"""Due dates, what being late costs, and who has longer: it holds at once, and goes by the words that count."""

import time as clock
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest

from kith_exercises import KithError
from kith_exercises.facts import read_facts
from kith_facilitator.agree import agree, follow_formgrader, set_due, set_late_policy
from kith_facilitator.cohort import (
    Cohort,
    LatePolicy,
    due_for,
    keep_cohort,
    late,
    load_cohort,
    read_extension,
    read_when,
)
from kith_facilitator.grading.late import Penalty, apply_penalties, shares
from kith_facilitator.home import Home
from kith_facilitator.nbgrader_api import Nbgrader
from kith_facilitator.sources import course_of
from tests.facilitator.steps import grade, kith, mark, penalty, sent, submit, write
from tests.small_course import MODULE

ADA, BOB = "sim-001", "sim-002"
DUE = datetime(2026, 3, 2, 17, tzinfo=UTC)
HIGH = {"evidence": 2, "use": 3}
PER_DAY = LatePolicy("per_day", points=1.5)


def due_in_gradebook(home: Home) -> datetime | None:
    with Nbgrader(home).gradebook() as gradebook:
        found: datetime | None = gradebook.find_assignment(MODULE).duedate
        return found


def late_by(home: Home, learner: str, by: timedelta) -> None:
    """Submit new words as if ``by`` after the due date, be graded, be marked."""
    submit(home, learner, f"Words at {by}")
    sent(home, learner, f"{DUE + by:%Y-%m-%d %H:%M:%S.%f} UTC")
    grade(home)
    mark(home, learner, HIGH)


def test_a_due_date_stands_in_cohort_toml_in_nbgrader_and_where_learners_see_it(home: Home) -> None:
    set_due(home, course_of(home), MODULE, DUE)
    assert load_cohort(home).due == {MODULE: DUE}
    assert due_in_gradebook(home) == DUE.replace(tzinfo=None)
    assert [(fact.module, fact.due) for fact in read_facts(home.exchange / home.course_id)] == [
        (MODULE, "2026-03-02T17:00:00.000Z")
    ]
    set_due(home, course_of(home), MODULE, None)
    assert (load_cohort(home).due, due_in_gradebook(home)) == ({}, None)


def test_a_due_date_from_formgrader_holds_too(home: Home) -> None:
    with Nbgrader(home).gradebook() as gradebook:
        gradebook.update_or_create_assignment(MODULE, duedate=DUE.replace(tzinfo=None))
    apply_penalties(home, MODULE)
    assert load_cohort(home).due == {MODULE: DUE}


def test_being_late_costs_what_was_agreed_and_a_new_date_moves_it_at_once(graded: Home) -> None:
    course = course_of(graded)
    set_due(graded, course, MODULE, DUE)
    set_late_policy(graded, course, PER_DAY)
    late_by(graded, ADA, timedelta(hours=25))
    apply_penalties(graded, MODULE)
    assert (late(graded, MODULE, ADA), penalty(graded, ADA)) == (timedelta(hours=25), 3)
    agreed = set_due(graded, course, MODULE, DUE + timedelta(hours=2))
    assert agreed.moved[MODULE][0] == Penalty(ADA, 3, 1.5)
    assert set_due(graded, course, MODULE, DUE + timedelta(days=400)).moved[MODULE] != ()
    assert (late(graded, MODULE, ADA), penalty(graded, ADA)) == (None, 0)


def test_grading_alone_takes_it_off_too(home: Home) -> None:
    keep_cohort(home, Cohort(due={MODULE: DUE}, late=LatePolicy("zero")))
    with Nbgrader(home).gradebook() as gradebook:
        gradebook.update_or_create_assignment(MODULE, duedate=DUE.replace(tzinfo=None))
    submit(home, ADA)
    grade(home)
    assert penalty(home, ADA) == 1  # the one point for having written


def test_a_reply_after_the_due_date_makes_nothing_late(graded: Home) -> None:
    agree(graded, course_of(graded), Cohort(due={MODULE: DUE}, late=PER_DAY))
    late_by(graded, ADA, timedelta(hours=-1))
    write(graded, ADA, "reply", {"to": "then", "criterion": "use", "text": "Mira was."})
    submit(graded, ADA, None)
    sent(graded, ADA, f"{DUE + timedelta(days=3):%Y-%m-%d %H:%M:%S.%f} UTC")
    grade(graded)
    apply_penalties(graded, MODULE)
    assert (late(graded, MODULE, ADA), penalty(graded, ADA)) == (None, 0)


def test_who_has_longer_is_late_later(graded: Home) -> None:
    late_by(graded, ADA, timedelta(hours=30))
    extensions = {MODULE: {ADA: timedelta(days=1)}}
    agree(graded, course_of(graded), Cohort(due={MODULE: DUE}, late=PER_DAY, extensions=extensions))
    assert (late(graded, MODULE, ADA), penalty(graded, ADA)) == (timedelta(hours=6), 1.5)
    longer: dict[str, dict[str, timedelta | datetime]] = {MODULE: {ADA: DUE + timedelta(days=2)}}
    agree(graded, course_of(graded), Cohort(due={MODULE: DUE}, late=PER_DAY, extensions=longer))
    assert late(graded, MODULE, ADA) is None


@pytest.mark.parametrize(
    ("policy", "hours", "costs"),
    [
        (LatePolicy(), 50, 0),
        (LatePolicy("zero"), 1, 6),
        (LatePolicy("per_day", points=1), 0.1, 1),
        (LatePolicy("per_day", points=1), 24, 1),
        (LatePolicy("per_day", points=1), 24.1, 2),
        (LatePolicy("per_day", points=1, max=3), 1000, 3),
        (LatePolicy("per_day", points=1), 1000, 6),
    ],
)
def test_what_a_policy_takes_off_six_points(policy: LatePolicy, hours: float, costs: float) -> None:
    assert policy.owed(timedelta(hours=hours), 6) == costs
    assert policy.owed(None, 6) == 0


def test_minutes_of_grace_are_in_time(graded: Home) -> None:
    late_by(graded, ADA, timedelta(minutes=10))
    for grace, found in ((10, None), (9, timedelta(minutes=10))):
        keep_cohort(graded, Cohort(due={MODULE: DUE}, late=LatePolicy("zero", grace=grace)))
        assert late(graded, MODULE, ADA) == found


def test_a_penalty_is_taken_off_notebooks_in_turn_and_never_more_than_they_have() -> None:
    assert shares({"b": 2, "a": 3}, 4) == {"a": 3, "b": 1}
    assert shares({"a": 0, "b": 2}, 9) == {"b": 2}
    assert shares({"a": 2}, 0) == {}


def test_what_is_agreed_comes_back_as_it_was_written(home: Home) -> None:
    assert load_cohort(home) == Cohort()
    cohort = Cohort(
        due={MODULE: DUE, 'od"d': DUE},
        late=LatePolicy("per_day", 1.5, 10, 4),
        extensions={MODULE: {"ada": timedelta(hours=36), "b.ob@x": timedelta(days=2), "cy": DUE}},
        pods={"ada": "Süd \\ 1"},
    )
    keep_cohort(home, cohort)
    assert load_cohort(home) == cohort


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("version = 2", "this Kith knows version 1"),
        ("version = ", "can't be read"),
        ('version = 1\ndue = "soon"', "“due” must be a table"),
        ('version = 1\n[due]\nx = "soon"', "must be a date and time"),
        ('version = 1\n[late]\npolicy = "never"', "must be one of none, zero, per_day"),
        ("version = 1\n[late]\npoints = -1", "must be a number, 0 or more"),
        ('version = 1\n[extensions.x]\nada = "a while"', "“a while”. Write “3 days”"),
    ],
)
def test_a_slip_in_cohort_toml_is_named(home: Home, text: str, says: str) -> None:
    (home.root / "cohort.toml").write_text(text)
    with pytest.raises(KithError, match=says):
        load_cohort(home)


def test_a_day_lasts_until_its_end_in_this_machine_s_zone() -> None:
    day = read_when("2026-12-01")
    assert day is not None
    assert day.time() == time.max
    assert day.utcoffset() == datetime(2026, 12, 1, 23, 59).astimezone().utcoffset()  # as typed
    assert read_when("2026-12-01T18:00+09:00") == datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert read_when("1.12.") is None


def test_extensions_are_read_as_people_write_them() -> None:
    assert [read_extension(text) for text in ("3", "1,5 days", "36 h", "", "-2")] == [
        timedelta(days=3),
        timedelta(days=1.5),
        timedelta(hours=36),
        None,
        None,
    ]
    assert due_for(Cohort(due={"m": DUE}, extensions={"m": {"a": DUE - timedelta(days=9)}}), "m", "a") == DUE


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This machine is in Berlin, where the clock changes on 2026-03-29 and 2026-10-25."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/Berlin")
        clock.tzset()
        yield
    clock.tzset()


@pytest.mark.usefixtures("berlin")
@pytest.mark.parametrize(
    ("due", "longer", "until"),
    [
        ("2026-03-28 18:00", "2 days", "2026-03-30 18:00+02:00"),
        ("2026-10-24 18:00", "2 days", "2026-10-26 18:00+01:00"),
        ("2026-10-23", "3 days", "2026-10-26 23:59:59.999999+01:00"),
        ("2026-03-28 18:00", "36 hours", "2026-03-30 07:00+02:00"),
        ("2026-03-28 18:00+09:00", "2 days", "2026-03-30 18:00+09:00"),
    ],
)
def test_days_more_end_at_the_same_time_of_day_though_the_clock_changes(due: str, longer: str, until: str) -> None:
    at, more = read_when(due), read_extension(longer)
    assert at is not None
    assert isinstance(more, timedelta)
    assert due_for(Cohort(due={"m": at}, extensions={"m": {"a": more}}), "m", "a") == datetime.fromisoformat(until)


def in_formgrader(home: Home, at: datetime | None) -> None:
    """What formgrader does when somebody edits an assignment's date."""
    with Nbgrader(home).gradebook() as gradebook:
        gradebook.find_assignment(MODULE).duedate = at.replace(tzinfo=None) if at else None
        gradebook.db.commit()


@pytest.mark.parametrize("at", [DUE + timedelta(days=1), None])
def test_a_date_that_was_changed_in_formgrader_holds_and_is_told(home: Home, at: datetime | None) -> None:
    set_due(home, course_of(home), MODULE, DUE)
    in_formgrader(home, at)
    said = kith("due", home=home.root)
    assert f"{MODULE}: {'the due date 2026-03-03 17:00' if at else 'no due date'}" in said
    assert "was set in formgrader, and holds now; before, the due date 2026-03-02 17:00" in said
    assert (load_cohort(home).due.get(MODULE), due_in_gradebook(home)) == (at, at.replace(tzinfo=None) if at else None)
    assert [fact.due for fact in read_facts(home.exchange / home.course_id)] == [
        "2026-03-03T17:00:00.000Z" if at else None
    ]
    assert "formgrader" not in kith("due", home=home.root)


def test_grading_feedback_and_results_say_it_too(graded: Home) -> None:
    for days, words in enumerate((["grade", MODULE], ["feedback", MODULE], ["results"], ["release", MODULE]), 1):
        set_due(graded, course_of(graded), MODULE, DUE)
        in_formgrader(graded, DUE + timedelta(days=days))
        assert "was set in formgrader" in kith(*words, home=graded.root)
        assert load_cohort(graded).due == {MODULE: DUE + timedelta(days=days)}


def test_a_date_written_into_cohort_toml_is_not_taken_for_one_of_formgrader_s(home: Home) -> None:
    set_due(home, course_of(home), MODULE, DUE)
    keep_cohort(home, Cohort(due={MODULE: DUE + timedelta(days=3)}))
    assert follow_formgrader(home, course_of(home))[0] == ()
    apply_penalties(home, MODULE)
    assert due_in_gradebook(home) == (DUE + timedelta(days=3)).replace(tzinfo=None)


def test_the_commands_say_what_holds_and_whose_points_moved(graded: Home) -> None:
    late_by(graded, ADA, timedelta(hours=1))
    root = graded.root
    assert f"{MODULE}: no due date" in kith("due", home=root)
    assert "“soon” is no date" in kith("due", MODULE, "soon", home=root, expect_code=2)
    assert "Say how many points" in kith("late", "per-day", home=root, expect_code=2)
    assert "costs 2 points for each day begun" in kith("late", "per-day", "--points", "2", home=root)
    said = kith("due", MODULE, "2026-03-02 17:00+00:00", home=root)
    assert f"{MODULE} is due Monday, 2026-03-02 17:00" in said
    assert "That is over already" in said
    assert f"{MODULE}: sim-001 loses 2 points for being late; before, 0" in said
    assert "has no due date" in kith("due", MODULE, "--none", home=root)


def test_what_was_written_into_cohort_toml_holds_at_the_next_grading(graded: Home) -> None:
    late_by(graded, ADA, timedelta(hours=1))
    keep_cohort(graded, Cohort(due={MODULE: DUE}, late=PER_DAY))
    assert f"{MODULE}: sim-001 loses 1.5 points for being late; before, 0" in kith("grade", MODULE, home=graded.root)
