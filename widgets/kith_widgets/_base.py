"""What all widgets share: two traits of JSON text, and one line of messages."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar

import anywidget
from ipywidgets import widget_serialization
from traitlets import Instance, Unicode

from kith_widgets._page import bundle_text
from kith_widgets._shared import Shared, shared
from kith_widgets.answering import Act, Answering, dumps
from kith_widgets.refused import Refused
from kith_widgets.words import language, say

__all__ = ["Act", "Widget"]


class Widget(anywidget.AnyWidget):
    """A view of one card: `card` and `state` go out, actions come in, `act` answers them with the new state.

    Both traits are JSON text in ASCII, so that lone surrogates, NUL and U+2028 pass every transport as typed.
    """

    _bundle: ClassVar[str] = ""

    # Read when a widget is made, not when this module is imported: an unbuilt checkout can still be imported.
    _esm = Unicode().tag(sync=True)
    _css = Unicode().tag(sync=True)

    shared = Instance(Shared, help="What all widgets have in common.").tag(sync=True, **widget_serialization)

    card = Unicode("{}", help="What is asked, as JSON text; it does not change.").tag(sync=True)
    state = Unicode("{}", help="How far the learner has come, as JSON text.").tag(sync=True)

    def __init__(
        self,
        card: Mapping[str, Any],
        state: Mapping[str, Any],
        act: Act | None = None,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        **traits: Any,
    ) -> None:
        self._name = str(card.get("prompt", ""))
        self._answering = Answering(act or _read_only, self._name, clock=clock, told=self._show)
        script, style = bundle_text(f"{language()}/{self._bundle}.js"), bundle_text(f"{self._bundle}.css")
        own = {"_esm": script, "_css": style, "shared": shared(language())}
        super().__init__(card=dumps(card), state=dumps(state), **own, **traits)
        self.on_msg(self._receive)

    @property
    def buffers(self) -> Mapping[str, Sequence[bytes]]:
        """What goes to the browser as bytes and not as text, by trait; most widgets have nothing such."""
        return {}

    def answer(self, content: object) -> dict[str, Any] | None:
        """The reply to one message of the browser, or None for what is no action. The same id is done once."""
        return self._answering.answer(content)

    def follow(self, state: Mapping[str, Any]) -> None:
        """Draw another state than an action led to: what stands here came from elsewhere on the page."""
        self._show(dumps(state))

    def _show(self, state: str) -> None:
        self.state = state

    def _receive(self, _widget: object, content: object, _buffers: object) -> None:
        reply = self.answer(content)
        if reply is not None:
            self.send(reply)

    def __repr__(self) -> str:
        """The class and its prompt; never the state, for this text is saved in the learner's notebook."""
        return f"{type(self).__name__}({self._name!r})"


def _read_only(_action: Mapping[str, Any]) -> Mapping[str, Any]:
    raise Refused(say("readOnly"))
