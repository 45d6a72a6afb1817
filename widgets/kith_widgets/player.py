"""The player: what a model did, step by step, to be played, stopped and looked at."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from traitlets import Bytes, List

from kith_widgets._base import Widget

__all__ = ["Player"]


class Player(Widget):
    """One run of a model, or two side by side on one clock; it plays in the browser and asks no kernel.

    ``runs`` are trajectories as bytes (`kith_exercises.models.Trajectory.to_bytes` says how they lie there). They go
    over as they are and stay in the widget's state, so that a saved page plays on.

    >>> card = {"prompt": "lattice", "title": "Can giving live?", "runs": [], "curves": [], "frames": None}
    >>> Player(card, [])
    Player('lattice')
    """

    _bundle: ClassVar[str] = "player"

    runs = List(Bytes(), help="The runs, as bytes; they do not change.").tag(sync=True)

    def __init__(self, card: Mapping[str, Any], runs: Sequence[bytes], static: str = "") -> None:
        super().__init__(card, {}, runs=list(runs))
        self._static = static

    @property
    def buffers(self) -> Mapping[str, Sequence[bytes]]:
        return {"runs": self.runs}

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """The view for Jupyter, with the static text beside it for a reader without widgets."""
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None or not self._static:
            return bundle
        data, metadata = bundle
        return {**data, "text/html": self._static}, metadata
