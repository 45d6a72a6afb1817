"""The inbox as a card: what came, from whom in what sense, about how long, where it is opened, and what comes next."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from kith_exercises.facts import CourseFacts, read_course
from kith_exercises.identity import whoami
from kith_exercises.library import Note
from kith_exercises.status import Places, status_of
from kith_exercises.things import Place, Thing, sheets_in, things_of
from kith_widgets import Refused
from kith_widgets.words import moment, say

__all__ = ["Came", "InboxCard", "came_to"]

_FROM = {"partner": "inboxPartner", "makers": "parcelsMakers", "facilitator": "inboxFacilitator", "group": "inboxGroup"}


@dataclass(frozen=True)
class Came:
    """What came for a learner, in which modules more lies ready to be fetched, and what is awaited on which page.

    ``waits`` are titles of modules; ``exchanges`` are dates in UTC and ``titles`` the headings, by the names of pages.
    ``library`` is what people left who did the course before.
    """

    things: tuple[Thing, ...] = ()
    waits: tuple[str, ...] = ()
    exchanges: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    library: tuple[Note, ...] = ()


def came_to(places: Places) -> Came:
    """What came to whoever learns in this folder."""
    modules = status_of(places).modules
    works = [each.work for each in modules if each.work is not None]
    sheets = {work.module: sheets_in(work.folder) for work in works}
    things = things_of(works, whoami(), places.exchange, sheets)
    said = read_course(places.exchange) if places.exchange else CourseFacts()
    titles = {sheet.name: sheet.title for found in sheets.values() for sheet in found}
    return Came(
        things, tuple(each.facts.title for each in modules if each.waiting), said.exchanges, titles, said.library
    )


class InboxCard:
    """The inbox on one page of a learner: it reads anew whenever it is asked to, and keeps nothing."""

    def __init__(self, page: str, gather: Callable[[], Came], key: str, clock: Callable[[], datetime]) -> None:
        """``page`` is the course's name for the page that it stands on, as in ``1-empathy/before``."""
        self._page, self._gather, self._key, self._clock = page, gather, key, clock

    def card(self) -> dict[str, Any]:
        """The part that never changes."""
        return {"prompt": "inbox", "key": self._key, "title": say("inboxTitle"), "intro": [say("inboxIntro")]}

    def state(self) -> dict[str, Any]:
        """What is there now."""
        came = self._gather()
        return {
            "things": [self._shown(thing) for thing in sorted(came.things, key=self._later)],
            "said": list(self._said(came)),
            "left": [_left(note) for note in came.library if note.module == self._page.partition("/")[0]],
        }

    def act(self, action: Mapping[str, Any]) -> dict[str, Any]:
        """Look again. Raises Refused with a sentence for all else."""
        if action.get("do") != "again":
            raise Refused(say("unknownAction"))
        return self.state()

    def _shown(self, thing: Thing) -> dict[str, Any]:
        return {
            "id": thing.id,
            "label": thing.title,
            "need": say(_FROM[thing.kind]),
            "minutes": thing.minutes,
            "done": thing.done,
            "page": thing.place.sheet.title if thing.place else "",
            "href": self._href(thing.place) if thing.place else "",
        }

    def _later(self, thing: Thing) -> tuple[bool, bool]:
        """What is done comes last, and before it what another page opens."""
        return thing.done, thing.place is None or thing.place.sheet.name != self._page

    def _href(self, place: Place) -> str:
        """The page seen from this one; empty where it is this one."""
        if place.sheet.name == self._page:
            return ""
        away = "" if place.module == self._page.partition("/")[0] else f"../{quote(place.module)}/"
        return away + quote(place.sheet.file)

    def _said(self, came: Came) -> Iterator[str]:
        """What there is to say besides: why nothing is here, what can be fetched, what is awaited."""
        for title in came.waits:
            yield say("inboxFetch", title=title)
        if not came.things and not came.waits:
            yield say("inboxNothing")
        dates = sorted((at, page) for page, text in came.exchanges.items() if (at := _time(text)) > self._clock())
        if dates:
            at, page = dates[0]
            yield say("inboxNext", page=came.titles.get(page, page), time=moment(at))
        else:
            yield say("inboxNoDate")


def _left(note: Note) -> dict[str, Any]:
    """What somebody left for those who come later."""
    who = say("libraryBy", name=note.name) if note.name else say("libraryUnnamed")
    return {"id": note.id, "label": note.title, "who": who, "words": [list(piece) for piece in note.words]}


def _time(text: str) -> datetime:
    """A time in UTC; long ago, where the text is none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return found.replace(tzinfo=found.tzinfo or UTC)
