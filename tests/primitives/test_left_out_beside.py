"""A step whose answers go to unlike readers, of which what the cohort counts is left out."""

from kith_exercises.fields import Text
from kith_exercises.leaving import THROUGH
from kith_exercises.primitives import flow
from kith_exercises.primitives.primitive import Step
from kith_exercises.records import Reach, Record

COUNTED = Text("counted", "One", "count", None, optional=False)
READ = Text("read", "Two", None, None, optional=False)
STEP = Step("both", "", (COUNTED, READ), "both", reach="facilitator")


def record(seq: int, event: str, reach: Reach, **answers: str) -> Record:
    value = {"step": "both"} | ({"answers": answers} if answers else {})
    return Record(seq, f"2026-01-01T00:00:0{seq}.000Z", "prompt", event, value, reach, "writer")


def test_what_others_read_stays_and_the_step_is_passed_at_the_same_time() -> None:
    closing = record(2, "commit", STEP.reach, read="Stays")
    [whole] = flow.passed([STEP], "", [record(1, "commit", "count", counted="Goes"), closing])
    [left] = flow.passed([STEP], "", [record(1, THROUGH, "count"), closing])
    assert whole.answers == {"counted": "Goes", "read": "Stays"}
    assert (left.door, left.at, left.answers) == ("commit", whole.at, {"read": "Stays"})
