"""A room that learners put together: somebody is moved, the end guessed, and the room run where it is seen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from kith_exercises.fields import Number, Scale
from kith_exercises.primitives.crowds import crowd_of, read_crowd, room
from kith_exercises.primitives.primitive import Answers, Known, Scene, Step
from kith_exercises.primitives.promises import gap_counted
from kith_exercises.records import Reach
from kith_exercises.room_fields import Crowd
from kith_exercises.tables import Table
from kith_widgets.words import say

__all__ = ["GUESS", "Built", "by_hand", "missed", "read_built"]

#: What the guess about a room's end is called.
GUESS = "guess"
_CROWD = "crowd"
#: So many people are moved one by one.
_FEWEST, _MOST = 3, 12


@dataclass(frozen=True)
class Built:
    """What is asked of it, how it stands at first, the question about its end, and how often it is put together."""

    ask: str
    thresholds: tuple[int, ...]
    guess: str
    times: int


def read_built(table: Table) -> Built:
    """What a table says of it. Raises KithError."""
    try:
        thresholds = tuple(sorted(read_crowd(table.text("thresholds"))))
    except ValueError as error:
        table.fail(f"“thresholds”: {error}")
    if not _FEWEST <= len(thresholds) <= _MOST or thresholds[-1] > len(thresholds):
        table.fail(
            f"“thresholds” must be {_FEWEST} to {_MOST} people, none of whom waits for more than there are: each is "
            "moved by hand"
        )
    built = Built(table.text("ask"), thresholds, table.text("guess"), table.whole("times", 1, 5, 2))
    table.done()
    return built


def by_hand(built: Built) -> Iterator[Step]:
    """As many steps as it is put together; each begins with how it stands at first."""
    for n in range(1, built.times + 1):
        yield Step(
            f"built-{n}",
            "room",
            (
                Crowd(_CROWD, built.ask, "mine", built.thresholds),
                Number(GUESS, built.guess, "mine", Scale(0, len(built.thresholds), 1, "")),
            ),
            "both",
            button=say("runRoom"),
            scene=partial(_run_here, f"built-{n}"),
            derives=_off,
            promise=gap_counted,
        )


def missed(answers: Answers, came: float) -> Sequence[tuple[Reach, Answers]]:
    """By how much more was guessed than came, which is counted; the guess itself stays with its learner."""
    return [("count", {"miss": answers[GUESS] - came})] if GUESS in answers else []


def _off(_: Known, answers: Answers) -> Sequence[tuple[Reach, Answers]]:
    return missed(answers, int(room(crowd_of(answers[_CROWD]))["active"][-1])) if answers else ()


def _run_here(id: str, _: Known) -> list[Scene]:
    """The room that was put together is in no scene: the browser has it, and runs it."""
    from kith_exercises.trying import source_of  # brings NumPy

    code = source_of("threshold_cascade")
    return [{"kind": "crowd", "of": [id, _CROWD], "expected": [id, GUESS], "code": code}]
