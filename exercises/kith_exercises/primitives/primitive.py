"""What an activity is made of: steps that ask, then show.

Which steps there are and which fields they have follows from the definition alone, so that checking, grading and
measures read the same list as a learner's card. Only what a step shows, and whether it can be taken yet, depends on
what is known by then. A scene holds what came and never what a learner answered; the browser draws that in.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args

from kith_exercises.exchange import Inbox, Parcel, Sending
from kith_exercises.fields import Field
from kith_exercises.primitives.slips import Slip
from kith_exercises.records import REACHES, Reach, Record
from kith_exercises.tables import Table
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity
    from kith_exercises.primitives.figures import Asked

__all__ = [
    "ALL",
    "FORMS",
    "Answers",
    "Door",
    "Earlier",
    "Form",
    "Known",
    "Primitive",
    "Scene",
    "Scenes",
    "Step",
    "always",
    "as_usual",
    "form_name",
    "no_more",
    "none_made",
    "nothing",
    "ready",
]

Form = Literal["cohort", "alone", "room"]
FORMS: tuple[Form, ...] = get_args(Form)
ALL: frozenset[Form] = frozenset(FORMS)
_NAMES = {"cohort": "formCohort", "alone": "formAlone", "room": "formRoom"}

#: What leads on from a step: commit or look; commit alone, where nothing is asked to be guessed; commit or go on; a
#: button.
Door = Literal["both", "commit", "skip", "next"]
Answers = Mapping[str, Any]
Scene = dict[str, Any]
Scenes = Callable[["Known"], Sequence[Scene]]


@dataclass(frozen=True)
class Earlier:
    """What a learner said to another question: when, and each answer with what it answered; ``ids`` are its fields'."""

    at: str
    words: tuple[tuple[str, str], ...]
    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """All that a step may look at: the prompt's records, what others sent, figures, the form, what is held back.

    ``hold`` is the room word behind which a facilitator holds what is shown (see ``doors.hold_of``), and ``given`` the
    answers by step, checked. ``earlier`` is what the learner said to the questions that this one recalls, oldest first.
    ``until`` says by sending until when others' is awaited, in UTC; where the makers' stands in after that. ``handed``
    is when what is written on this page is handed on, in UTC, where that is agreed.
    """

    records: tuple[Record, ...] = ()
    inbox: Inbox = field(default_factory=Inbox)
    figures: Mapping[str, Any] = field(default_factory=dict)
    form: Form = "cohort"
    lot: object = None
    sealed: Mapping[str, Any] = field(default_factory=dict)
    now: str = ""
    hold: str = ""
    me: str = ""
    earlier: Mapping[str, tuple[Earlier, ...]] = field(default_factory=dict)
    given: Mapping[str, Answers] = field(default_factory=dict)
    until: Mapping[str, str] = field(default_factory=dict)
    handed: str = ""

    def answers(self, step: str) -> Answers | None:
        """What was committed at a step; None where it was not."""
        return self.given.get(step)


def form_name(form: str) -> str:
    """How learners read a form."""
    return say(_NAMES[form])


def nothing(*_: object) -> tuple[()]:
    """No scenes, nothing that follows."""
    return ()


def nothing_more(_: Known) -> Mapping[str, Any]:
    """Nothing besides the answers."""
    return {}


def no_more(_: Known) -> None:
    """No more than that only oneself sees it."""


def always(_: Known) -> bool:
    """Whatever came."""
    return True


def as_usual(*_: object) -> None:
    """No other form than the usual one."""
    return


def none_made(_: Known) -> Parcel | None:
    """Nothing of the makers'."""
    return None


def ready(_: Known) -> str:
    """Nothing to wait for."""
    return ""


@dataclass(frozen=True)
class Step:
    """One step: what stands above its question, the question, the doors that lead on, and what unfolds behind them.

    ``waits`` is a sentence while something has to come first. ``sends`` names the sending whose parcel is answered;
    the number at the end of the id says which; ``made`` is what the makers wrote, where that is answered instead.
    With ``lone`` it can be taken before that parcel is there. ``derives`` gives records that follow from a step, by
    their reach. ``quotes`` are both figures of a difference, for the field that asks what to make of it: ``flow``
    puts that field at the end of each part in which a step has some. ``then`` leads to another step than the next, by
    what was chosen; "" is the second door. With ``last``, no further step of the part is asked. Where steps are named
    in ``after``, it is asked only once one of them was passed, and only ``when`` what came asks for it. ``reach`` is
    set by ``flow``. That a ``quiet`` step was passed, and by which door, stays with its learner. A ``trial`` can be
    stopped at any. ``promise`` says who sees by now what is ``mine`` in a step, where a later step hands it on, or
    counts what follows from it. What a step ``runs`` is a learner's own code: once, as they commit it, and what came
    is kept beside the answers. Where what a step shows is worked out of what was answered to it, ``folds`` is what a
    page without a kernel works it out from. Others' words that one of its fields is about stand ``above`` it, as
    quotations. It is asked only once all of ``given`` were answered, of whatever part. What is ``spent`` is no option.
    """

    id: str
    part: str = ""
    fields: tuple[Field, ...] = ()
    door: Door = "next"
    button: str = ""
    look: str = ""
    before: Scenes = nothing
    above: Mapping[str, Scenes] = field(default_factory=dict)
    scene: Scenes = nothing
    waits: Callable[[Known], str] = ready
    sends: str = ""
    lone: bool = False
    made: Callable[[Known], Parcel | None] = none_made
    derives: Callable[[Known, Answers], Sequence[tuple[Reach, Answers]]] = nothing
    promise: Callable[[Known], "tuple[Reach, str] | None"] = no_more
    quotes: Scenes = nothing
    trial: bool = False
    quiet: bool = False
    about: Callable[[Known], Mapping[str, Any]] = nothing_more
    runs: Callable[[Answers], Mapping[str, Any]] | None = None
    debrief: bool = False
    folds: Scenes = nothing
    held: bool = False
    invites: bool = False
    spent: Callable[[Known], Collection[str]] = nothing
    then: Mapping[str, str] = field(default_factory=dict)
    forms: frozenset[Form] = ALL
    last: bool = False
    after: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    when: Callable[[Known], bool] = always
    reach: Reach = "mine"

    def __post_init__(self) -> None:
        if self.fields and self.door == "next":
            raise ValueError(f"Step “{self.id}” has fields, and a button alone would pass them over.")
        if not self.fields and self.door in ("commit", "skip"):
            raise ValueError(f"Step “{self.id}” asks nothing, so there is nothing to commit.")
        if self.held and self.door != "next":
            raise ValueError(f"Step “{self.id}” is held behind a word, so it may only show; ask in a step before it.")
        if self.fields and self.scene is not nothing and self.door == "commit" and not self.trial:
            raise ValueError(f"Step “{self.id}” shows what came of an answer, so it needs a second door.")


@dataclass(frozen=True)
class Primitive:
    """One kind of activity: how its definition is read, and the steps that follow from it.

    ``bundle`` names the widget that draws it (``bundles`` another one, for parts that have their own), ``parts`` what
    can be shown apart ("" where it is one piece), and
    ``sendings`` what goes from one learner to another, and ``needs`` what must stand about it in ``sealed.toml``;
    ``slips`` says what is wrong with what stands there, in a sentence each or with its remedy and place. ``reaches``
    are those that it can have, and ``recalls`` the questions whose answers are laid before their own learner again.
    ``holds`` adds to a definition what of it is held back, where steps follow from that, too. ``asked`` is what the
    cohort is asked together, given what is held back: the figures that its steps wait for. ``usual`` is the form that
    follows from what came, where that is another than the course's.
    """

    kind: str
    bundle: str
    read: Callable[[Table], Any]
    steps: Callable[["Activity"], tuple[Step, ...]]
    parts: tuple[str, ...] = ("",)
    forms: tuple[Form, ...] = FORMS
    reaches: tuple[Reach, ...] = REACHES
    sendings: Callable[["Activity"], tuple[Sending, ...]] = nothing
    recalls: Callable[["Activity"], Sequence[str]] = nothing
    needs: frozenset[str] = frozenset()
    slips: Callable[["Activity", Mapping[str, Any]], Iterable[str | Slip]] = nothing
    holds: Callable[[Any, Table], Any] | None = None
    asked: Callable[["Activity", Mapping[str, Any]], "tuple[Asked, ...]"] = nothing
    bundles: Mapping[str, str] = field(default_factory=dict)
    usual: Callable[["Activity", Inbox, tuple[Record, ...]], Form | None] = as_usual
