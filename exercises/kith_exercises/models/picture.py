"""How a run is drawn: what its frames show, which of its curves belong together, and the words for both."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["Curves", "Frames", "Layout", "Levels", "Picture", "Switch"]

#: Where people stand: a square without gaps, lines of text, a circle, or the best connected in the middle.
Layout = Literal["grid", "rows", "ring", "hubs"]


@dataclass(frozen=True)
class Switch:
    """Each of a frame's numbers is somebody who does something (1) or does not (0), in words that follow a figure.

    ``coded`` frames hold the step before too: twice what was, plus what is.
    """

    on: str
    off: str
    coded: bool = False


@dataclass(frozen=True)
class Levels:
    """Each of a frame's numbers is an amount of something, from none to the most there is in the run."""

    of: str


@dataclass(frozen=True)
class Frames:
    """What frames show, and where people stand: one place for all runs, or one found from a run's parameters."""

    shows: Switch | Levels
    layout: Layout | Callable[[Mapping[str, Any]], Layout] = "rows"

    def standing(self, parameters: Mapping[str, Any]) -> Layout:
        """Where people stand in a run with these parameters."""
        return self.layout(parameters) if callable(self.layout) else self.layout


@dataclass(frozen=True)
class Curves:
    """Up to four series on one axis, each with its words; ``share`` says that they are parts of one."""

    label: str
    series: Mapping[str, str]
    share: bool = False


@dataclass(frozen=True)
class Picture:
    """How the runs of a model are drawn; ``step`` names a step, and the first one has the number ``first``."""

    curves: tuple[Curves, ...]
    frames: Frames | None = None
    step: str = "Step"
    first: int = 0
