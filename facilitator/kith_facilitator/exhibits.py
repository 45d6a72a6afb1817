"""A question as a page without a kernel shows it: the real card, drawn from a journal, with what it would unfold."""

from collections.abc import Callable, Sequence
from typing import Any

from kith_exercises.cards.activity import ActivityCard
from kith_exercises.cards.fold import FoldCard
from kith_exercises.cards.reflection import ReflectionCard
from kith_exercises.cards.widgets import activity_widget, fold_widget
from kith_exercises.definitions import Activity, Criterion, FoldPrompt, Prompt
from kith_exercises.envelope import Envelope
from kith_exercises.journal import Journal, Record
from kith_exercises.primitives.known import ALONE, Around, gatherer
from kith_widgets import Reflection
from kith_widgets.host import Exhibit

__all__ = ["exhibit_of"]


def exhibit_of(  # noqa: PLR0913 (each kind of card is drawn from something of its own)
    prompt: Prompt,
    part: str,
    *,
    journal: Journal,
    key: str,
    around: Around = ALONE,
    records: Callable[[], tuple[Record, ...]] = tuple,
    criteria: Sequence[Criterion] = (),
    envelope: Envelope | None = None,
    **more: Any,
) -> Exhibit:
    """A question, or a part of one, as its ``journal`` has it; ``more`` goes to the exhibit.

    An activity is drawn from ``records`` and what is ``around`` it, a text with its ``criteria`` and what came back.
    """
    if isinstance(prompt, Activity):
        activity = ActivityCard(prompt, part, journal, gatherer(prompt, part, records, around), key, around.contact)
        return Exhibit(activity_widget(activity), folded=activity.folded(), **more)
    if isinstance(prompt, FoldPrompt):
        fold = FoldCard(prompt, journal, key)
        return Exhibit(fold_widget(fold), folded=fold.folded(), **more)
    text = ReflectionCard(prompt, tuple(criteria), journal, envelope, key)
    return Exhibit(Reflection(text.card(), text.state()), folded=text.folded(), **more)
