"""*Where you are*, drawn anew as its learner answers on the same page: it follows what the page's cards do."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from uuid import uuid4

from kith_exercises.errors import KithError
from kith_exercises.status import Status

__all__ = ["Following"]

#: It waits so many seconds for a pause: words are kept as they are typed, and reading all folders takes a moment.
_PAUSE = 0.5


class Following:
    """A status as a cell shows it. The cell is drawn anew where there is something else to say, and not else."""

    def __init__(self, look: Callable[[], Status]) -> None:
        self._look, self._status = look, look()
        self._place = uuid4().hex
        self._coming: asyncio.TimerHandle | None = None

    def __repr__(self) -> str:
        return repr(self._status)

    def _repr_html_(self) -> str:
        return self._status._repr_html_()

    def _ipython_display_(self) -> None:
        self._show(update=False)

    def again(self) -> None:
        """Look again, and draw it anew if it says something else."""
        with suppress(KithError, OSError):  # what can't be read just now is read the next time
            found = self._look()
            if repr(found) != repr(self._status):
                self._status = found
                self._show(update=True)

    def soon(self) -> None:
        """The same in a moment: the answer goes to its card first."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return self.again()
        if self._coming is not None:
            self._coming.cancel()
        self._coming = loop.call_later(_PAUSE, self.again)
        return None

    def _show(self, *, update: bool) -> None:
        from IPython.display import display

        drawn = {"text/plain": repr(self), "text/html": self._repr_html_()}
        display(drawn, raw=True, display_id=self._place, update=update)  # type: ignore[no-untyped-call]  # has no types
