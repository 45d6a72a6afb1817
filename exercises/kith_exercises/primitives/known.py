"""The rim at which all that an activity looks at is gathered: journals, what arrived, what is held back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kith_exercises.definitions import Activity, load_prompts, renamed
from kith_exercises.errors import KithError
from kith_exercises.exchange import Arrivals, FileArrivals, Inbox
from kith_exercises.facts import CourseFacts, read_course
from kith_exercises.journal import Journal, Record, utc_now
from kith_exercises.primitives import PRIMITIVES
from kith_exercises.primitives.primitive import Earlier, Form, Known
from kith_exercises.sealed import Sealed

__all__ = ["ALONE", "Around", "Pages", "around_of", "form_of", "gatherer", "records_of"]


@dataclass(frozen=True)
class Around:
    """What is around an activity besides its records: what came, what is held back, what a facilitator set.

    ``earlier`` reads what was said to other questions, which it recalls, ``until`` has dates by sending, and ``handed``
    that by which what is written on its page is handed on.
    """

    arrivals: Arrivals | None = None
    student: str | None = None
    sealed: Mapping[str, Any] = field(default_factory=dict)
    usual: Form | None = None
    hold: str = ""
    contact: str = ""
    earlier: Callable[[], Mapping[str, tuple[Earlier, ...]]] = dict
    clock: Callable[[], str] = utc_now
    until: Mapping[str, str] = field(default_factory=dict)
    handed: str = ""


#: Nothing came and nothing is set.
ALONE = Around()


def around_of(activity: Activity, folder: Path, student: str, exchange: Path | None) -> Around:
    """What is around an activity in a learner's folder; ``exchange`` is the course's own folder, None where unknown.

    Raises KithError where what it holds back is not there.
    """
    sealed, course = Sealed.load(folder), read_course(exchange) if exchange else CourseFacts()
    held = sealed.of(activity.id)
    if lacking := sorted(PRIMITIVES[activity.kind].needs - held.keys()):
        raise KithError(
            f"{sealed.path} does not say what “{activity.id}” shows ({', '.join(lacking)}). Fetch this module again, "
            "or run “kith update” for it; an author writes it into sealed.toml."
        )
    forms: dict[str, Form] = {form: form for form in activity.forms}
    module = f"{folder.resolve().name}/"
    arrivals, hold = FileArrivals(folder.parent), course.holds.get(f"{module}{activity.id}", "")
    until = {name.removeprefix(module): at for name, at in course.awaited.items() if name.startswith(module)}
    usual = activity.usual or forms.get(course.form)
    return Around(arrivals, student, held, usual, hold, course.contact, until=until)


class Pages:
    """The journals of all pages of a module in a learner's folder, kept open: each is read on from where it was."""

    def __init__(
        self,
        folder: Path,
        module: str,
        names: Mapping[str, str] | None = None,
        opened: Mapping[str, Journal] = MappingProxyType({}),
    ) -> None:
        """``opened`` are journals that are open already, by page."""
        self._folder, self._module = folder.resolve(), module
        self._names = _names(self._folder) if names is None else names
        self._open = dict(opened)

    def of(self, prompt: str) -> tuple[Record, ...]:
        """A prompt's records on all pages, oldest first."""
        places = (self._folder.parent / "mine" / self._module, self._folder / "responses")
        for page in sorted({path.stem for place in places for path in place.glob("*.jsonl")} - self._open.keys()):
            self._open[page] = Journal.open(self._folder, self._module, page, self._names)
        found = [record for journal in self._open.values() for record in journal.read().of(prompt)]
        return tuple(sorted(found, key=lambda record: record.at)) if len(self._open) > 1 else tuple(found)


def records_of(folder: Path, module: str, prompt: str) -> tuple[Record, ...]:
    """A prompt's records on all pages of a module whose assignment is ``folder``, or of another beside it.

    ``"0-welcome/where-i-stand"`` is the prompt of another module; where that is not here, it has none.
    """
    other, _, id = prompt.rpartition("/")
    return Pages(folder.resolve().parent / other if other else folder, other or module).of(id)


def form_of(activity: Activity, part: str, records: tuple[Record, ...], usual: Form | None = None) -> Form:
    """The form in which a part is done: as its learner chose last, or the usual one."""
    for record in reversed(records):
        match record:
            case Record(event="form", value={"part": str(of), "form": str(form)}) if of == part:
                for known in activity.forms:
                    if known == form:
                        return known
    return usual if usual in activity.forms and usual is not None else activity.forms[0]


def gatherer(
    activity: Activity,
    part: str,
    records: Callable[[], tuple[Record, ...]],
    around: Around = ALONE,
) -> Callable[[], Known]:
    """What gathers anew, each time it is called, all that a part of an activity looks at."""

    def known() -> Known:
        found, came = records(), around.arrivals
        inbox = came.inbox(around.student) if came else Inbox()
        usual = PRIMITIVES[activity.kind].usual(activity, inbox, found) or around.usual
        return Known(
            records=found,
            inbox=inbox,
            figures=came.figures(around.student) if came else {},
            form=form_of(activity, part, found, usual),
            sealed=around.sealed,
            now=around.clock(),
            hold=around.hold,
            me=around.student or "",
            earlier=around.earlier(),
            until=around.until,
            handed=around.handed,
        )

    return known


def _names(folder: Path) -> Mapping[str, str]:
    try:
        return renamed(load_prompts(folder / "prompts.toml"))
    except KithError:
        return {}  # a file that was edited; what was answered is still to be had
