"""What all widgets share: two traits of JSON text, one line of messages, and bundles read from disk."""

import json
import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import anywidget
from traitlets import Unicode

from kith_widgets.refused import Refused
from kith_widgets.words import language, say

__all__ = ["Act", "Widget"]

Act = Callable[[Mapping[str, Any]], Mapping[str, Any]]

_STATIC = Path(__file__).parent / "static"
_REMEMBERED = 64
_log = logging.getLogger(__name__)


class Widget(anywidget.AnyWidget):
    """A view of one card: `card` and `state` go out, actions come in, `act` answers them with the new state.

    Both traits are JSON text in ASCII, so that lone surrogates, NUL and U+2028 pass every transport as typed.
    """

    _bundle: ClassVar[str] = ""

    # Read when a widget is made, not when this module is imported: an unbuilt checkout can still be imported.
    _esm = Unicode().tag(sync=True)
    _css = Unicode().tag(sync=True)

    card = Unicode("{}", help="What is asked, as JSON text; it does not change.").tag(sync=True)
    state = Unicode("{}", help="How far the learner has come, as JSON text.").tag(sync=True)

    def __init__(
        self,
        card: Mapping[str, Any],
        state: Mapping[str, Any],
        act: Act | None = None,
        static: str = "",
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._act = act or _read_only
        self._static = static
        self._clock = clock
        self._name = str(card.get("prompt", ""))
        self._answered: OrderedDict[int, dict[str, Any]] = OrderedDict()
        script, style = _bundle_text(f"{language()}/{self._bundle}.js"), _bundle_text(f"{self._bundle}.css")
        super().__init__(card=_dumps(card), state=_dumps(state), _esm=script, _css=style)
        self.on_msg(self._receive)

    def answer(self, content: object) -> dict[str, Any] | None:
        """The reply to one message of the browser, or None for what is no action. The same id is done once."""
        if not isinstance(content, dict) or not isinstance(content.get("id"), int):
            return None
        number = content["id"]
        if number not in self._answered:
            self._answered[number] = {"id": number, "payload": _dumps(self._outcome(content.get("payload")))}
            while len(self._answered) > _REMEMBERED:
                self._answered.popitem(last=False)
        return self._answered[number]

    def _outcome(self, payload: object) -> dict[str, Any]:
        try:
            state = self._act(_action(payload))
            self.state = _dumps(state)
        except Refused as refused:
            return {"ok": False, "why": str(refused)}
        except Exception as error:  # noqa: BLE001 (logged below; a comm handler must answer whatever happens)
            # Whatever goes wrong in a controller, the learner's text must survive it and no traceback may reach them.
            _log.exception("prompt %r: an action failed", self._name)
            return {"ok": False, "why": say("failed", error=type(error).__name__)}
        return {"ok": True, "at": _iso(self._clock()), "state": dict(state)}

    def _receive(self, _widget: object, content: object, _buffers: object) -> None:
        reply = self.answer(content)
        if reply is not None:
            self.send(reply)

    def __repr__(self) -> str:
        """The class and its prompt; never the state, for this text is saved in the learner's notebook."""
        return f"{type(self).__name__}({self._name!r})"

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """The view for Jupyter, with the static text beside it for a reader without widgets."""
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None or not self._static:
            return bundle
        data, metadata = bundle
        return {**data, "text/html": self._static}, metadata


def _read_only(_action: Mapping[str, Any]) -> Mapping[str, Any]:
    raise Refused(say("readOnly"))


def _action(payload: object) -> Mapping[str, Any]:
    """The action that a message carries; a message that is none is refused in words."""
    try:
        action = json.loads(payload) if isinstance(payload, str) else None
    except (ValueError, RecursionError):
        action = None
    if not isinstance(action, dict):
        raise Refused(say("unreadable"))
    return action


def _iso(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _dumps(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=True, allow_nan=False)


@cache
def _bundle_text(name: str) -> str:
    """A built file's text, read once for all widgets of a kernel."""
    path = _STATIC / name
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        msg = f"{path} is not there: the widgets of this checkout are not built. `python3 kith.py start` builds them."
        raise FileNotFoundError(msg) from None
