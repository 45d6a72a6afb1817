"""Who asks first: after how many others one would ask, rooms that fall still for one person, and what a room can do.

A room of the makers' is run before one's eyes, since nobody sits in it. Of one's own group come bands that stand for
many, and where rooms like it end (`cohort_figures`). Each end is guessed before it is shown.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from kith_exercises.fields import Choice, Number, Option, Scale, Text
from kith_exercises.primitives import scenes
from kith_exercises.primitives.behind_word import behind_word
from kith_exercises.primitives.cascade_by_hand import GUESS, Built, by_hand, missed, read_built
from kith_exercises.primitives.crowds import Band, Lever, in_words, read_bands, read_crowd, room, rooms_like_ours
from kith_exercises.primitives.figures import Asked, Journals, Released, choices, not_shown
from kith_exercises.primitives.primitive import ALL, Answers, Form, Known, Primitive, Scene, Step, nothing
from kith_exercises.primitives.promises import gap_counted
from kith_exercises.records import Reach
from kith_exercises.tables import Table
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity
    from kith_exercises.measures.thresholds import Rooms

__all__ = ["CASCADE", "Cascade", "Room", "chosen_bands", "cohort_figures"]

_BAND = "band"
_OTHERS: frozenset[Form] = frozenset({"cohort", "room"})
_Read = TypeVar("_Read")


@dataclass(frozen=True)
class Room:
    """A room of the makers': after how many others each asks, and the question about it."""

    id: str
    ask: str
    thresholds: tuple[int, ...]


@dataclass(frozen=True)
class Cascade:
    """What is asked about oneself and about rooms; ``size`` is the largest group that can be guessed about.

    ``after`` asks whether a question was kept back, once; a survey of ``kept-back`` asks it again and compares.
    """

    label: str
    bands: tuple[Band, ...]
    first: str
    size: int
    rooms: tuple[Room, ...]
    levers: tuple[Lever, ...]
    after: str
    built: Built | None


def _read(table: Table) -> Cascade:
    bands = table.take("bands", list, "a list of bands: bands = [[0, 0], [1, 5], [6, -1], []]")
    spec = Cascade(
        label=table.text("label"),
        bands=_sound(table, "bands", read_bands, bands),
        first=table.text("first"),
        size=table.whole("size", 2, 500, 40),
        rooms=tuple(_room(each) for each in table.tables("rooms")),
        levers=tuple(_lever(each) for each in table.tables("levers")),
        after=table.text("after", ""),
        built=read_built(built) if (built := table.table("built")) else None,
    )
    for key, listed in (("rooms", spec.rooms), ("levers", spec.levers)):
        if not listed or len({one.id for one in listed}) < len(listed):
            table.fail(f"“{key}” needs some with different ids; add [[{table.id}.{key}]]")
    return spec


def _room(table: Table) -> Room:
    found = Room(table.text("id"), table.text("ask"), _sound(table, "thresholds", read_crowd, table.text("thresholds")))
    table.done()
    return found


def _lever(table: Table) -> Lever:
    found = Lever(
        table.text("id"), table.text("label"), table.whole("first", 0, 20, 0), table.whole("easier", 0, 20, 0)
    )
    if not found.first and not found.easier:
        table.fail("it changes nothing; write how many ask first (first = 1), or how much easier it gets (easier = 1)")
    table.done()
    return found


def _sound(table: Table, key: str, read: Callable[[Any], _Read], value: Any) -> _Read:
    try:
        return read(value)
    except ValueError as error:
        table.fail(f"“{key}”: {error}")


def _steps(activity: "Activity") -> tuple[Step, ...]:
    spec: Cascade = activity.spec
    return (
        Step(_BAND, "band", (Choice(_BAND, spec.label, None, _options(spec.bands)),), "skip"),
        Step("first", "band", (Number("first", spec.first, None, Scale(0, spec.size, 1, "")),), "both"),
        *(
            step
            for one in spec.rooms
            for step in behind_word(_of_makers(f"room-{one.id}", "room", one.ask, one.thresholds), say("runRoom"))
        ),
        *(by_hand(spec.built) if spec.built else ()),
        _waiting("bands", "showGroup", f"{activity.id}/bands", _expected),
        _waiting("rooms", "showRooms", f"{activity.id}/rooms", nothing),
        *(step for lever in spec.levers for step in behind_word(_of_ours(activity, lever), say("showRooms"))),
        *(
            _of_makers(f"alone-{lever.id}", "ours", _lever_asks(lever), spec.rooms[-1].thresholds, lever)
            for lever in spec.levers
        ),
        Step("vote", "ours", (Choice("lever", say("voteFor"), None, _voted(spec.levers)),), "skip"),
        *([Step("kept-back", "after", _after(spec), "skip")] if spec.after else []),
    )


def _of_makers(id: str, part: str, ask: str, thresholds: Sequence[int], lever: Lever | None = None) -> Step:
    """The end of a room is guessed, and the room is run; with a ``lever`` only for who works alone."""

    def end() -> int:
        return int(room(thresholds, lever)["active"][-1])

    people = len(thresholds) + (lever.first if lever else 0)

    def shown(_: Known) -> list[Scene]:
        return [_end(id, end(), people)]

    return Step(
        id,
        part,
        (Number(GUESS, ask, "mine", Scale(0, people, 1, "")),),
        "both",
        button=say("runRoom"),
        scene=shown,
        quotes=shown,
        derives=lambda _, answers: missed(answers, end()),
        promise=gap_counted,
        forms=frozenset({"alone"}) if lever else ALL,
    )


def _of_ours(activity: "Activity", lever: Lever) -> Step:
    """The end of rooms like ours with a lever is guessed, once those rooms were drawn."""
    id, size = f"{activity.id}/lever-{lever.id}", activity.spec.size

    def off(known: Known, answers: Answers) -> Sequence[tuple[Reach, Answers]]:
        came = scenes.point(known, id)
        return () if came is None else missed(answers, came)

    return Step(
        f"lever-{lever.id}",
        "ours",
        (Number(GUESS, _lever_asks(lever), "mine", Scale(0, size, 1, "")),),
        "both",
        button=say("showRooms"),
        scene=lambda known: scenes.figure(known, id, (f"lever-{lever.id}", GUESS)),
        quotes=lambda known: scenes.figure_said(known, id),
        # Nothing is guessed of what may never be shown.
        waits=lambda known: say("waitsForGroup") if scenes.point(known, id) is None else "",
        derives=off,
        promise=gap_counted,
        forms=_OTHERS,
    )


def _waiting(id: str, button: str, figure: str, beside: Callable[[Known], Sequence[Scene]]) -> Step:
    """A figure of the group, as soon as it has come."""
    return Step(
        id,
        "ours",
        button=say(button),
        scene=lambda known: [*scenes.figure(known, figure), *beside(known)],
        waits=lambda known: "" if scenes.figure(known, figure) else say("waitsForGroup"),
        held=True,
        forms=_OTHERS,
    )


def _expected(_: Known) -> list[Scene]:
    said = {"of": ["first", "first"], "with": say("firstSaid", mine="{mine}"), "without": say("firstUnsaid")}
    return [scenes.text(say("firstTitle"), said=[said])]


def _end(step: str, end: int, people: int) -> Scene:
    with_mine, without = say("guessedEnd", mine="{mine}", n=end), ""
    return scenes.text(
        say("roomEnd", n=end, people=people), said=[{"of": [step, GUESS], "with": with_mine, "without": without}]
    )


def _after(spec: Cascade) -> tuple[Choice, Text]:
    kept = tuple(Option(id, say(word)) for id, word in (("yes", "keptBack"), ("no", "keptNothing")))
    question = Text("question", say("questionBox"), "facilitator", None, optional=True)
    return Choice("kept", spec.after, None, kept), question


def _lever_asks(lever: Lever) -> str:
    return say("leverEnd", lever=lever.label)


def _options(bands: Sequence[Band]) -> tuple[Option, ...]:
    return tuple(Option(band.id, in_words(band)) for band in bands)


def _voted(levers: Sequence[Lever]) -> tuple[Option, ...]:
    return tuple(Option(lever.id, lever.label) for lever in levers)


def _asked(activity: "Activity", _: Mapping[str, Any]) -> tuple[Asked, ...]:
    """The bands of a cohort and where rooms like it end: one question, as all of it is drawn from the same bands."""
    places = {band.id: place for place, band in enumerate(activity.spec.bands)}
    return (
        Asked(
            id=activity.id,
            figures=_figures(activity),
            answers=lambda journals: chosen_bands(activity, journals),
            hidden=lambda band: places[band],
            release=lambda chosen: cohort_figures(activity, chosen),
            opens=2 * (1 + Asked.others),  # fewer make no two bands
        ),
    )


def _figures(activity: "Activity") -> tuple[str, ...]:
    kinds = ("bands", "rooms", *(f"lever-{lever.id}" for lever in activity.spec.levers))
    return tuple(f"{activity.id}/{kind}" for kind in kinds)


CASCADE = Primitive(
    kind="cascade",
    bundle="rooms",
    read=_read,
    steps=_steps,
    parts=("band", "room", "ours", "after"),
    asked=_asked,
)


def chosen_bands(activity: "Activity", journals: Journals) -> Mapping[str, str]:
    """Which band each learner chose; who chose none, or wants it left out, is in it not."""
    return choices(activity, journals, "band", _BAND)


def cohort_figures(activity: "Activity", chosen: Mapping[str, str], *, seed: int = 0) -> Mapping[str, Released]:
    """What may be shown of a group that chose so, by the ids that steps ask for; why there is none until two bands."""
    from kith_exercises.privacy import Steps, release_steps

    spec: Cascade = activity.spec
    released = release_steps(chosen, [band.id for band in spec.bands])
    if not isinstance(released, Steps):
        return dict.fromkeys(_figures(activity), not_shown(released))
    words = {band.id: in_words(band) for band in spec.bands}
    rows = [{"label": ", ".join(words[id] for id in ids), "people": str(people)} for ids, people in released.parts]
    figures: dict[str, Released] = {
        f"lever-{lever.id}" if lever else "rooms": _rooms_told(
            rooms_like_ours(released, spec.bands, lever, seed=seed), lever
        )
        for lever in (None, *spec.levers)
    }
    figures["bands"] = {
        "title": say("bandsTitle"),
        "sentence": say("bandsSentence"),
        "how": say("figureHow"),
        "rows": rows,
    }
    return {f"{activity.id}/{key}": figure for key, figure in figures.items()}


def _rooms_told(rooms: "Rooms", lever: Lever | None) -> Released:
    found, ends = rooms.finding, sorted(rooms.ends)
    low, high = (found.interval.low, found.interval.high) if found.interval else (ends[0], ends[-1])
    middle = ends[len(ends) // 2] if found.estimate is None else found.estimate
    return {
        "title": say("roomsTitle", n=int(middle), people=found.n),
        "sentence": say("roomsSentence", low=int(low), high=int(high)),
        "how": say("figureHow"),
        "axis": {"min": 0, "max": found.n + (lever.first if lever else 0), "label": say("roomsAxis")},
        "point": middle,
        "intervals": [{"level": 95, "low": low, "high": high}],
    }
