"""Which widget draws a card."""

from importlib import import_module
from typing import TYPE_CHECKING

from kith_exercises.cards.activity import ActivityCard
from kith_exercises.cards.fold import FoldCard
from kith_exercises.fields import Position
from kith_exercises.primitives import PRIMITIVES
from kith_widgets.answering import Act

if TYPE_CHECKING:
    from kith_widgets import Fold, Stand, Widget

__all__ = ["activity_widget", "fold_widget"]


def activity_widget(card: ActivityCard, act: Act | None = None) -> "Widget":
    """The activity as one sees it, drawn by the bundle of its kind: ``leaves`` by the class Leaves."""
    kind = PRIMITIVES[card.activity.kind]
    bundle = kind.bundles.get(card.part, kind.bundle)
    widget: type[Widget] = getattr(import_module("kith_widgets"), bundle.capitalize())
    return widget(card.card(), card.state(), act)


def fold_widget(card: FoldCard, act: Act | None = None) -> "Fold | Stand":
    """The fold as one sees it. Lines between two claims have a widget of their own: no bundle could hold all parts."""
    from kith_widgets import Fold, Stand

    widget = Stand if any(isinstance(field, Position) for field in card.prompt.fields) else Fold
    return widget(card.card(), card.state(), act)
