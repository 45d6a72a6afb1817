"""Looking back: something that one said earlier stands beside today, and the card asks what has become of it.

At most one piece a sitting, each again after so many days, further and further apart. Two times *Not now*, and that
piece is quiet for good. It is all a learner's own: nothing of it travels but that they came to the end, and with
``offer`` what they leave of it to those who come later, one piece at a time.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from kith_exercises.fields import Choice, Option, Text
from kith_exercises.library import STEP
from kith_exercises.primitives import scenes
from kith_exercises.primitives.offer import Pieces, offering
from kith_exercises.primitives.primitive import Earlier, Known, Primitive, Scene, Step
from kith_exercises.records import Record
from kith_exercises.tables import Table
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity

__all__ = ["LOOK_BACK", "LookBack"]

_NOTHING = "nothing"
_DAYS = (1, 7, 21)
#: Who answered one within so many hours is in the same sitting still, whichever page they are on.
_SITTING = 12
#: So many times "Not now" is an answer.
_ENOUGH = 2


@dataclass(frozen=True)
class LookBack:
    """The questions that are looked back on, after how many days each, and whether what came of it can be left."""

    of: tuple[str, ...]
    days: tuple[int, ...]
    offer: bool = False

    @property
    def pieces(self) -> tuple[tuple[str, int], ...]:
        """Each question with each number of days."""
        return tuple((name, days) for name in self.of for days in self.days)


def _read(table: Table) -> LookBack:
    of = table.texts("of")
    if not of or len(set(of)) < len(of):
        table.fail('“of” must name different questions: of = ["why"], or of another module: of = ["0-welcome/why"]')
    if table.id in of:
        table.fail(f"“of” names “{table.id}” itself; look back on another question")
    return LookBack(of, _days(table), table.flag("offer", False))


def _days(table: Table) -> tuple[int, ...]:
    days = tuple(table.take("days", list, "a list of whole numbers: days = [1, 7, 21]", list(_DAYS)))
    if not days or not all(type(day) is int and 1 <= day <= 999 for day in days) or sorted(set(days)) != list(days):
        table.fail("“days” must be whole numbers from 1 to 999, each larger than the one before: days = [1, 7, 21]")
    return days


def _steps(activity: "Activity") -> tuple[Step, ...]:
    spec: LookBack = activity.spec
    asked = [step for piece in spec.pieces for step in _about(spec, piece)]
    nothing = Step(
        _NOTHING,
        waits=lambda _: say("lookBackNothing"),
        when=lambda known: not _looks(spec, known) and _due(spec, known) is None,
    )
    return (*asked, nothing)


def _about(spec: LookBack, piece: tuple[str, int]) -> Iterator[Step]:
    """A piece, and where it can be left to others, that: asked of who answered, and of nobody who put it off."""
    id = _id(piece)
    yield Step(
        id,
        fields=_fields(),
        door="skip",
        look=say("lookBackNotNow"),
        before=partial(_beside, piece),
        when=partial(_is_due, spec, piece),
    )
    if spec.offer:
        yield offering(f"{STEP}-{id}", partial(_whole, piece), when=lambda known: known.answers(id) is not None)


def _fields() -> tuple[Choice, Text]:
    options = (
        Option("still", say("lookBackStill")),
        Option("changed", say("lookBackChanged")),
        Option("otherwise", say("lookBackOtherwise")),
    )
    return (
        Choice("now", say("lookBackNow"), None, options),
        Text("why", say("lookBackWhy"), None, None, optional=True),
    )


# Whose turn it is


@dataclass(frozen=True)
class _Look:
    """One piece that was met: when, and whether it was put off."""

    piece: tuple[str, int]
    at: str
    put_off: bool


def _looks(spec: LookBack, known: Known) -> list[_Look]:
    """Each piece that was met, as it was met first."""
    pieces = {_id(piece): piece for piece in spec.pieces}
    found: dict[str, _Look] = {}
    for record in known.records:
        step = record.value.get("step") if isinstance(record.value, Mapping) else None
        if record.event in ("commit", "unfold") and isinstance(step, str) and step in pieces:
            found.setdefault(step, _Look(pieces[step], record.at, record.event == "unfold"))
    return list(found.values())


def _is_due(spec: LookBack, piece: tuple[str, int], known: Known) -> bool:
    """Whether a piece has its place on the card: it was met, or it is its turn."""
    return piece in [look.piece for look in _looks(spec, known)] or piece == _due(spec, known)


def _due(spec: LookBack, known: Known) -> tuple[str, int] | None:
    """The one piece whose turn it is; none while one was met in this sitting."""
    looks = _looks(spec, known)
    if any(0 <= _days_between(look.at, known.now) < _SITTING / 24 for look in looks):
        return None
    return next((piece for name in spec.of if (piece := _of(name, spec, looks, known)) is not None), None)


def _of(name: str, spec: LookBack, looks: Sequence[_Look], known: Known) -> tuple[str, int] | None:
    """The piece of one question that is due: of the longest time that has gone by, if that was not met."""
    mine = [look for look in looks if look.piece[0] == name]
    gone_by = [days for days in spec.days if _version(known, name, days, known.now) is not None]
    if not gone_by or sum(look.put_off for look in mine) >= _ENOUGH:
        return None
    days = gone_by[-1]
    apart = {later: later - sooner for sooner, later in pairwise(spec.days)}.get(days, 0)
    if any(look.piece[1] >= days or 0 <= _days_between(look.at, known.now) < apart for look in mine):
        return None
    return name, days


def _version(known: Known, name: str, days: float, now: str) -> Earlier | None:
    """What was said at least so many days before; the newest of that."""
    old = [one for one in known.earlier.get(name, ()) if _days_between(one.at, now) >= days]
    return old[-1] if old else None


def _days_between(then: str, now: str) -> float:
    try:
        return (datetime.fromisoformat(now) - datetime.fromisoformat(then)).total_seconds() / 86_400
    except (ValueError, TypeError):
        return -1  # a time that is none is never long ago


# What stands beside today


def _beside(piece: tuple[str, int], known: Known) -> list[Scene]:
    """The words of then as they were and, where they were changed since, those of the day beside them."""
    met = _met(piece, known)
    if met is not None and met.event == "unfold":
        return []  # who put it off has not looked, and need not meet it each time
    then, today = _versions(piece, known)
    if then is None:
        return []
    if today is None:
        return list(_quoted(then))
    return [scenes.pair(one, other) for one, other in zip(_quoted(then), _quoted(today), strict=True)]


def _versions(piece: tuple[str, int], known: Known) -> tuple[Earlier | None, Earlier | None]:
    """What was said then and, where that is other words for the same, now; on the day on which the piece was met."""
    name, days = piece
    met = _met(piece, known)
    now = known.now if met is None else met.at
    then, today = _version(known, name, days, now), _version(known, name, 0, now)
    if then is None or today is None or today == then or len(then.words) != len(today.words):
        return then, None
    return then, today


def _whole(piece: tuple[str, int], known: Known) -> Pieces:
    """All that others would read of a piece: then, now where it was rewritten, and what has become of it."""
    then, today = _versions(piece, known)
    given = known.answers(_id(piece))
    if then is None or given is None:
        return ()
    became, why = _fields()
    rewritten = [(say("lookBackToday", label=label), words) for label, words in today.words] if today else []
    told = [(became.label, became.read(given[became.id])), (why.label, given[why.id])]
    before = [(say("lookBackThen", label=label), words) for label, words in then.words]
    return tuple((label, words) for label, words in (*before, *rewritten, *told) if words.strip())


def _met(piece: tuple[str, int], known: Known) -> Record | None:
    """The record of the day on which a piece was met."""
    return next((one for one in known.records if _is_about(one.value, piece)), None)


def _quoted(said: Earlier) -> Iterator[Scene]:
    for label, words in said.words:
        yield scenes.made(words, label, "you", said.at)


def _is_about(value: object, piece: tuple[str, int]) -> bool:
    return isinstance(value, Mapping) and value.get("step") == _id(piece)


def _id(piece: tuple[str, int]) -> str:
    name, days = piece
    return f"{name}-{days}"


LOOK_BACK = Primitive(
    kind="look-back",
    bundle="leaves",
    read=_read,
    steps=_steps,
    forms=("alone",),
    reaches=("mine",),
    recalls=lambda activity: activity.spec.of,
)
