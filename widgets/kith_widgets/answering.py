"""How actions are answered, over whatever line they come: each once, in JSON text, and never with a traceback."""

import json
import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from kith_widgets.refused import Refused
from kith_widgets.words import say

__all__ = ["Act", "Answering", "dumps", "iso"]

Act = Callable[[Mapping[str, Any]], Mapping[str, Any]]

_REMEMBERED = 64
_log = logging.getLogger(__name__)


class Answering:
    """Answers the messages of one page: ``{id, payload}`` comes in, ``{id, payload}`` goes out.

    The payload is JSON text: an action, and ``{ok, at, state}`` or ``{ok: false, why}``. ``failed`` and ``unreadable``
    name the sentences for what went wrong. ``told`` gets each new state, as JSON text.
    """

    def __init__(
        self,
        act: Act,
        name: str,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        told: Callable[[str], object] = lambda _state: None,
        failed: str = "failed",
        unreadable: str = "unreadable",
    ) -> None:
        self._act, self._name, self._clock, self._told = act, name, clock, told
        self._failed, self._unreadable = failed, unreadable
        self._answered: OrderedDict[int, dict[str, Any]] = OrderedDict()

    def answer(self, content: object) -> dict[str, Any] | None:
        """The reply to one message of the browser, or None for what is no action. The same id is done once."""
        if not isinstance(content, dict) or not isinstance(content.get("id"), int):
            return None
        number = content["id"]
        if number not in self._answered:
            self._answered[number] = {"id": number, "payload": dumps(self._outcome(content.get("payload")))}
            while len(self._answered) > _REMEMBERED:
                self._answered.popitem(last=False)
        return self._answered[number]

    def _outcome(self, payload: object) -> dict[str, Any]:
        try:
            state = self._act(self._action(payload))
            self._told(dumps(state))
        except Refused as refused:
            return {"ok": False, "why": str(refused)}
        except Exception as error:  # noqa: BLE001 (logged below; a line must answer whatever happens)
            # Whatever goes wrong in a controller, what was typed must survive it and no traceback may reach anybody.
            _log.exception("%r: an action failed", self._name)
            return {"ok": False, "why": say(self._failed, error=type(error).__name__)}
        return {"ok": True, "at": iso(self._clock()), "state": dict(state)}

    def _action(self, payload: object) -> Mapping[str, Any]:
        """The action that a message carries; a message that is none is refused in words."""
        try:
            action = json.loads(payload) if isinstance(payload, str) else None
        except (ValueError, RecursionError):
            action = None
        if not isinstance(action, dict):
            raise Refused(say(self._unreadable))
        return action


def iso(time: datetime) -> str:
    """A time as records carry it."""
    return time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def dumps(value: Mapping[str, Any]) -> str:
    """JSON text in ASCII, so that lone surrogates, NUL and U+2028 pass every transport as typed."""
    return json.dumps(value, ensure_ascii=True, allow_nan=False)
