"""Every widget in every state, on one page that needs no kernel: to look at, and for the tests to walk through."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from kith_facilitator.gallery._folds import folds
from kith_facilitator.gallery._inboxes import inboxes
from kith_facilitator.gallery._labs import labs
from kith_facilitator.gallery._leaves import leaves
from kith_facilitator.gallery._maps import maps
from kith_facilitator.gallery._networks import networks
from kith_facilitator.gallery._parts import parts
from kith_facilitator.gallery._players import players
from kith_facilitator.gallery._reflections import reflections
from kith_facilitator.gallery._rooms import rooms
from kith_facilitator.gallery._runs import runs
from kith_facilitator.gallery._stage import Specimen, Stage
from kith_facilitator.gallery._stands import stands
from kith_widgets.host import Section, Theme, page

__all__ = ["Specimen", "gallery", "specimens"]

_NOTES = {
    "Fold": "Commit an answer or look, then see what came, one step at a time.",
    "Inbox": "What came for me, from whom, and where it is opened.",
    "Lab": "Cards to sort, lines to put in order, and tables to fill row by row.",
    "Leaves": "Steps that ask, then show: words, figures, and what others wrote.",
    "Map": "Concepts and links between them, drawn before and after, and what changed.",
    "Network": "A network to change: a guess, and what a model does in it before and after.",
    "Player": "What a model did, step by step: one run, or two side by side.",
    "Reflection": "A question in writing, with a field that saves itself.",
    "Rooms": "People who wait for each other: rooms of the makers, one by hand, and what is told of the group.",
    "Run": "A model that is guessed, played and opened, one line of it changed.",
    "Stand": "A place between two claims, and how firmly it is held; it comes back much later.",
    "Parts": "What the widgets are made of.",
}


def specimens() -> Sequence[Specimen]:
    """All widgets in all states, made by doing what leads there with the real cards; the people are made up."""
    with TemporaryDirectory() as folder:
        return tuple(_made(Stage(Path(folder))))


def gallery(theme: Theme = "system") -> str:
    """The gallery as one HTML document."""
    sections = [
        Section(widget, [one.exhibit for one in group], _NOTES.get(widget, ""))
        for widget, group in groupby(specimens(), key=lambda one: one.widget)
    ]
    note = (
        "Every widget in every state. Nothing here is sent anywhere; try what you like. The people are made up, and "
        "the reach lines are those that learners see in a course."
    )
    return page("The widgets of Kith", sections, note=note, theme=theme, bar=True)


def _made(stage: Stage) -> Iterator[Specimen]:
    yield from folds(stage)
    yield from stands(stage)
    yield from leaves(stage)
    yield from labs(stage)
    yield from maps(stage)
    yield from networks(stage)
    yield from rooms(stage)
    yield from runs(stage)
    yield from reflections(stage)
    yield from players()
    yield from inboxes()
    yield from parts()
