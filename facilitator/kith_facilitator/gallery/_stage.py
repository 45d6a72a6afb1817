"""A made-up learner whose cards are the real ones: what a state looks like is what doing it leads to."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from kith_exercises.cards.activity import ActivityCard
from kith_exercises.cards.fold import Answered, FoldCard
from kith_exercises.cards.reflection import ReflectionCard
from kith_exercises.cards.snags import SnagsCard
from kith_exercises.cards.widgets import activity_widget, fold_widget
from kith_exercises.definitions import Activity, FoldPrompt, TextPrompt, load_prompts, load_rubrics
from kith_exercises.envelope import Envelope
from kith_exercises.exchange import Inbox, Parcel, inbox_of
from kith_exercises.journal import Guard, Journal, Reach, Record
from kith_exercises.primitives.known import Around, gatherer
from kith_exercises.primitives.primitive import Earlier
from kith_exercises.sealed import Sealed
from kith_widgets import Leaves, Reflection, Refused
from kith_widgets.answering import iso
from kith_widgets.host import Exhibit

__all__ = ["EARLIER", "SEALED", "Specimen", "Stage"]

_HERE = Path(__file__).parent
_PROMPTS = _HERE / "prompts.toml"
_RUBRIC = _HERE / "rubric.toml"
_NOON = datetime(2026, 11, 20, 12, 3, 4, tzinfo=UTC)

Action = Mapping[str, Any]

#: What a course keeps in ``sealed.toml``.
SEALED: Mapping[str, Mapping[str, Any]] = {
    "how-sure": {
        "right": {"volunteers": "fewer", "tunes": "fewer"},
        "how": {
            "volunteers": "M. P. Cowles and C. Davis 1987, as in the data set Cowles of the R package carData: 42.0%.",
            "tunes": "E. L. Newton 1990, doctoral thesis (Stanford), unpublished: 3 of 120, as later papers quote it.",
        },
    },
    "which-form": Sealed.load(_HERE).of("which-form"),
    "lose-you": {"texts": [{"text": "Made by the makers.", "questions": "By whom?", "key": "By the makers."}]},
}

#: What a learner said to other questions, some days before: a prediction, and a text that they have written anew.
EARLIER: Mapping[str, Mapping[str, tuple[Earlier, ...]]] = {
    "back": {
        "tunes": (
            Earlier(
                "2026-11-18T09:30:00.000Z",
                (
                    ("Tunes that listeners would name, of 120", "60 tunes"),
                    ("What do you make of the difference?", "I heard the tune while I tapped. They did not."),
                ),
            ),
        ),
    },
    "back-again": {
        "why": (
            Earlier("2026-11-01T09:30:00.000Z", (("Why do people hold back?", "They have no time."),)),
            Earlier("2026-11-19T16:00:00.000Z", (("Why do people hold back?", "Nobody asked them. I never did."),)),
        ),
    },
}  # fmt: skip


class _Came(NamedTuple):
    """What has come from others, and figures of a group."""

    parcels: Inbox
    known: Mapping[str, Any]

    def inbox(self, student: str | None) -> Inbox:  # noqa: ARG002  # nobody else is here
        return self.parcels

    def figures(self, student: str | None) -> Mapping[str, Any]:  # noqa: ARG002  # nobody else is here
        return self.known


class Specimen(NamedTuple):
    """One widget in one state."""

    widget: str
    state: str
    exhibit: Exhibit


class _Dated(Journal):
    """A journal that is always written at the same time of day, a minute for each line."""

    def write_by_reach(
        self,
        prompt: str,
        event: str,
        parts: Sequence[tuple[Reach, Any]],
        *,
        guard: Guard | None = None,
        at: str | None = None,
    ) -> tuple[Record, ...]:
        time = _NOON + timedelta(minutes=len(self.read().records))
        return super().write_by_reach(prompt, event, parts, guard=guard, at=at or iso(time))


class Stage:
    """A folder in which each state gets a learner of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._prompts = load_prompts(_PROMPTS)
        self._rubrics = load_rubrics(_RUBRIC)
        self._learners = 0

    def fold(
        self,
        state: str,
        note: str,
        prompt: str,
        *actions: Action,
        hold: str = "",
        figures: Mapping[str, Any] = MappingProxyType({}),
        earlier: Mapping[str, Answered] = MappingProxyType({}),
        **more: Any,
    ) -> Specimen:
        """A fold after these actions, drawn by the widget for its fields; ``more`` goes to its exhibit.

        ``hold`` is the room word behind which it is held, ``figures`` are those of the group, and ``earlier`` is what
        was answered to other questions.
        """
        card = self._fold_card(prompt, state, hold, figures, earlier)
        for action in actions:
            card.act(action)
        widget = fold_widget(card, card.act)
        exhibit = Exhibit(widget, card.folded(), title=state, note=note, readers=True, **more)
        return Specimen(type(widget).__name__, state, exhibit)

    def answered(self, prompt: str, title: str, answers: Mapping[str, Any]) -> Answered:
        """What was answered to another question, with the same fields, on another day."""
        definition = self._prompts[prompt]
        assert isinstance(definition, FoldPrompt)
        return Answered(title, "2026-11-02T08:10:00.000Z", definition.fields, answers)

    def prompt(self, id: str) -> Activity:
        """The definition of an activity."""
        definition = self._prompts[id]
        assert isinstance(definition, Activity)
        return definition

    def activity(
        self,
        state: str,
        note: str,
        prompt: str,
        *actions: Action,
        part: str = "",
        came: Sequence[Parcel] = (),
        figures: Mapping[str, Any] = MappingProxyType({}),
        **more: Any,
    ) -> Specimen:
        """A part of an activity once these ``came``, with ``figures``, after actions, each in the part that it names.

        ``more`` goes to its exhibit.
        """
        definition, journal = self.prompt(prompt), self._journal()
        around = Around(
            _Came(inbox_of(came), figures),
            sealed=SEALED.get(prompt, {}),
            earlier=lambda: EARLIER.get(prompt, {}),
            clock=lambda: iso(_NOON),
        )

        def card(part: str) -> ActivityCard:
            known = gatherer(definition, part, lambda: journal.read().of(prompt), around)
            return ActivityCard(definition, part, journal, known, f"gallery/activity/{state}")

        for action in actions:
            card(action.get("part", part)).act(action)
        shown = card(part)
        widget = activity_widget(shown, shown.act)
        exhibit = Exhibit(widget, shown.folded(), title=state, note=note, readers=True, **more)
        return Specimen(type(widget).__name__, state, exhibit)

    def reflection(
        self,
        state: str,
        note: str,
        *actions: Action,
        prompt: str = "reflection",
        envelope: Envelope | None = None,
        **more: Any,
    ) -> Specimen:
        """A reflection after these actions; ``more`` goes to its exhibit."""
        definition = self._prompts[prompt]
        assert isinstance(definition, TextPrompt)
        journal, key = self._journal(), f"gallery/reflection/{state}"
        card = ReflectionCard(definition, self._rubrics.get(prompt, ()), journal, envelope, key)
        shown = card.state()
        for action in actions:
            shown = card.act(action)
        exhibit = Exhibit(
            Reflection(card.card(), shown, card.act), card.folded(), title=state, note=note, readers=True, **more
        )
        return Specimen("Reflection", state, exhibit)

    def snags(self, state: str, note: str, asked: Mapping[str, str], *actions: Action) -> Specimen:
        """What got in the way on a page that shows these questions, after these actions."""
        card = SnagsCard(asked, self._journal(), f"gallery/snags/{state}")
        for action in actions:
            card.act(action)
        widget = Leaves(card.card(), card.state(), card.act)
        return Specimen("Leaves", state, Exhibit(widget, card.folded(), title=state, note=note, readers=True))

    def refusal(self, prompt: str, actions: Iterable[Action]) -> str:
        """The sentence with which the last of these actions is refused."""
        card = self._fold_card(prompt, "refusal")
        try:
            for action in actions:
                card.act(action)
        except Refused as refused:
            return str(refused)
        raise ValueError("None of these actions is refused.")

    def _fold_card(
        self,
        prompt: str,
        state: str,
        hold: str = "",
        figures: Mapping[str, Any] = MappingProxyType({}),
        earlier: Mapping[str, Answered] = MappingProxyType({}),
    ) -> FoldCard:
        definition = self._prompts[prompt]
        assert isinstance(definition, FoldPrompt)
        key, journal = f"gallery/fold/{state}", self._journal()
        return FoldCard(definition, journal, key, hold, figures=lambda: figures, earlier=lambda: earlier)

    def _journal(self) -> Journal:
        self._learners += 1
        return _Dated.open(self._folder / str(self._learners) / "module", "module", "notebook")
