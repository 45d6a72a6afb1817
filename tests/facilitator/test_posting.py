"""What comes from others arrives by nbgrader's own Fetch Feedback, graded or not, and at nobody else's."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kith_exercises import KithError
from kith_exercises.envelope import Envelope, newest, open_envelope
from kith_exercises.exchange import FileArrivals, Inbox, Parcel, as_json
from kith_exercises.status import addressed
from kith_facilitator.home import Home
from kith_facilitator.issued import add_parts
from kith_facilitator.nbgrader_api import Nbgrader
from kith_facilitator.posting import ensure_folder, post
from tests.facilitator.steps import feedback, folder_of, grade, mark, submit
from tests.small_course import MODULE, NOTEBOOK, PROMPT

ADA, BOB = "sim-001", "sim-002"
HOSTILE = "It was late. </script><script>alert(1)</script> <!-- \0 \ud800 עברית"
STORY = Parcel(
    "00ff",
    "story",
    "story",
    "listen",
    "3f2a9c01",
    {"story": HOSTILE},
    "words",
    "A story for you",
    4,
    at="2026-11-22T10",
)


def handed(home: Home, learner: str, *parcels: Parcel, **figures: Any) -> bool:
    """What an exchange does for one learner; whether anything that lies there changed."""
    ensure_folder(home)
    add_parts(home, MODULE, learner, NOTEBOOK, cohort=figures, delivery=tuple(map(as_json, parcels)))
    return post(home, MODULE, learner, NOTEBOOK)


def fetch(home: Home, learner: str) -> Inbox:
    """Fetch Feedback, and what has come."""
    Nbgrader(home, learner=learner).fetch_feedback(MODULE)
    return FileArrivals(folder_of(home, learner).parent).inbox(learner)


def envelope_of(home: Home, learner: str) -> Envelope:
    found = newest(folder_of(home, learner), NOTEBOOK, learner)
    assert found is not None
    return found


def pages(home: Home) -> dict[str, bytes]:
    """Everything that lies where learners fetch from."""
    folder = home.exchange / home.course_id / "feedback"
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_parcel_arrives_before_anything_is_graded_and_the_second_time_nothing_changes(home: Home) -> None:
    submit(home, ADA)
    assert handed(home, ADA, STORY)
    before = pages(home)
    assert not handed(home, ADA, STORY)
    assert pages(home) == before
    assert fetch(home, ADA) == Inbox((STORY,))
    assert envelope_of(home, ADA).issued == ""


def test_another_learner_can_neither_find_nor_fetch_it(home: Home) -> None:
    for learner in (ADA, BOB):
        submit(home, learner)
    handed(home, ADA, STORY)
    assert fetch(home, BOB) == Inbox()
    secret = (home.course / "submitted" / ADA / MODULE / "submission_secret.txt").read_text()
    assert list(pages(home)) == [f"{addressed(secret, NOTEBOOK)}.html"]
    course = home.exchange / home.course_id
    for folder in (course / "feedback", course / "inbound"):  # the second is where secrets lie
        assert folder.stat().st_mode & 0o044 == 0, "others could list it"
    assert "It was late" not in everything_of(home, BOB)


def everything_of(home: Home, learner: str) -> str:
    files = [path for path in (home.simulated / learner).rglob("*") if path.is_file()]
    return "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in files)


def test_a_folder_that_others_could_list_is_closed_and_one_of_another_kind_is_refused(home: Home) -> None:
    folder = ensure_folder(home)
    folder.chmod(0o755)
    ensure_folder(home)
    assert folder.stat().st_mode & 0o777 == 0o711
    folder.rename(folder.with_name("elsewhere"))
    folder.symlink_to("elsewhere")
    with pytest.raises(KithError, match="does not belong to this account"):
        ensure_folder(home)


def test_words_come_exactly_and_run_nowhere(home: Home) -> None:
    submit(home, ADA)
    marked = replace(STORY, content={"story": HOSTILE, "thanks": {"of": "a parcel's id", "spans": [[0, 2]]}})
    handed(home, ADA, marked)
    [page] = pages(home).values()
    assert b"<script>alert" not in page
    assert page.count(b"<blockquote") == 1, "places that were marked are no words"
    assert "It was late. &lt;/script&gt;" in page.decode()  # it reads without Kith, too
    assert fetch(home, ADA).parcels[0].content == marked.content


def test_feedback_keeps_parcels_and_parcels_keep_feedback_and_when_it_was_issued(graded: Home) -> None:
    handed(graded, ADA, STORY)
    mark(graded, ADA)
    assert feedback(graded).new == (ADA,)
    assert fetch(graded, ADA) == Inbox((STORY,))
    first = envelope_of(graded, ADA)
    assert first.feedback[PROMPT].on == f"Words of {ADA}"
    second = replace(STORY, id="00fe", at="2026-11-23T10")
    assert handed(graded, ADA, second, tapped={"n": "6 to 9"})
    assert fetch(graded, ADA) == Inbox((STORY, second))
    assert FileArrivals(folder_of(graded, ADA).parent).figures(ADA) == {"tapped": {"n": "6 to 9"}}
    now = envelope_of(graded, ADA)
    assert (now.issued, now.feedback) == (first.issued, first.feedback)
    assert [b"Which record was it?" in page for page in pages(graded).values()] == [True]  # nbgrader's page, still
    assert feedback(graded).unchanged == (ADA,)
    assert envelope_of(graded, ADA).issued == first.issued
    assert fetch(graded, ADA) == Inbox((STORY, second))


def test_a_second_submission_gets_all_that_came_before(graded: Home) -> None:
    mark(graded, ADA)
    feedback(graded)
    handed(graded, ADA, STORY)
    fetch(graded, ADA)
    first = envelope_of(graded, ADA)
    submit(graded, ADA, "Newer words")
    second = replace(STORY, id="00fe", at="2026-11-23T10")
    assert handed(graded, ADA, second)
    assert fetch(graded, ADA) == Inbox((STORY, second))
    assert envelope_of(graded, ADA).feedback == first.feedback
    grade(graded)
    mark(graded, ADA)
    assert feedback(graded).changed.keys() == {ADA}
    assert fetch(graded, ADA) == Inbox((STORY, second))
    assert envelope_of(graded, ADA).feedback[PROMPT].on == "Newer words"


def test_feedback_on_the_words_before_reaches_whoever_has_sent_newer_ones(graded: Home) -> None:
    submit(graded, ADA, "Newer words")
    handed(graded, ADA, STORY)
    mark(graded, ADA)
    assert feedback(graded).newer == (ADA,)
    assert fetch(graded, ADA) == Inbox((STORY,))
    assert envelope_of(graded, ADA).feedback[PROMPT].on == f"Words of {ADA}"


def test_whoever_left_the_page_out_cannot_be_reached(home: Home) -> None:
    submit(home, ADA)
    (home.course / "submitted" / ADA / MODULE / f"{NOTEBOOK}.ipynb").unlink()
    assert not handed(home, ADA, STORY)
    assert pages(home) == {}


def test_a_page_of_nbgraders_own_gets_its_envelope_and_keeps_its_text(home: Home) -> None:
    submit(home, ADA)
    handed(home, ADA, STORY)
    [place] = (home.exchange / home.course_id / "feedback").iterdir()
    place.write_bytes(b"<html><body>Well done, \xff</body></html>")
    assert post(home, MODULE, ADA, NOTEBOOK)
    page = Path(place).read_bytes()
    assert page.startswith(b"<html><body>Well done, \xff<script")
    assert open_envelope(page.decode(errors="replace")) is not None
