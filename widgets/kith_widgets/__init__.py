"""What one sees and touches in Kith: widgets are views, with traits in and actions out."""

from importlib import import_module
from typing import TYPE_CHECKING

from kith_widgets.refused import Refused

if TYPE_CHECKING:
    from kith_widgets._base import Widget
    from kith_widgets.fold import Fold
    from kith_widgets.inbox import Inbox
    from kith_widgets.lab import Lab
    from kith_widgets.leaves import Leaves
    from kith_widgets.map import Map
    from kith_widgets.network import Network
    from kith_widgets.player import Player
    from kith_widgets.reflection import Reflection
    from kith_widgets.rooms import Rooms
    from kith_widgets.run import Run
    from kith_widgets.stand import Stand

__all__ = [
    "Fold",
    "Inbox",
    "Lab",
    "Leaves",
    "Map",
    "Network",
    "Player",
    "Reflection",
    "Refused",
    "Rooms",
    "Run",
    "Stand",
    "Widget",
]

_HOMES = {
    "Fold": "fold",
    "Inbox": "inbox",
    "Lab": "lab",
    "Leaves": "leaves",
    "Map": "map",
    "Network": "network",
    "Player": "player",
    "Reflection": "reflection",
    "Rooms": "rooms",
    "Run": "run",
    "Stand": "stand",
    "Widget": "_base",
}


def __getattr__(name: str) -> object:
    """A widget class, imported when first asked for: ipywidgets is slow to load and not always needed."""
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
