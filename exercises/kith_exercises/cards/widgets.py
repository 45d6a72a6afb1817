"""Which widget draws an activity."""

from importlib import import_module
from typing import TYPE_CHECKING

from kith_exercises.cards.activity import ActivityCard
from kith_exercises.primitives import PRIMITIVES
from kith_widgets.answering import Act

if TYPE_CHECKING:
    from kith_widgets import Widget

__all__ = ["activity_widget"]


def activity_widget(card: ActivityCard, act: Act | None = None, static: str = "") -> "Widget":
    """The activity as one sees it, drawn by the bundle of its kind: ``leaves`` by the class Leaves."""
    bundle = PRIMITIVES[card.activity.kind].bundle
    widget: type[Widget] = getattr(import_module("kith_widgets"), bundle.capitalize())
    return widget(card.card(), card.state(), act, static=static)
