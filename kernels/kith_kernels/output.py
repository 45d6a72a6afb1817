"""How much a kernel may put out, counted while it arrives: what is too much is never kept, nor even read."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import zmq
from jupyter_client.channels import AsyncZMQSocketChannel

__all__ = ["LARGEST_MESSAGE", "Meter", "MeteredChannel", "QuickChannel"]

MIB = 1024 * 1024
#: In bytes. A kernel that sends more in one piece is cut off before it arrived, and connects again.
LARGEST_MESSAGE = 16 * MIB
#: In bytes. What ends a cell or counts for it comes through, however much was printed before: it is never large.
_SMALL = 64 * 1024
_ALWAYS = ("status", "execute_input", "execute_result", "error")
#: After so many messages that were there already, others have their turn.
_IN_A_ROW = 16
#: Where the header of a message lies, behind what tells its sender (jupyter_client's wire protocol).
_DELIMITER, _HEADER = b"<IDS|MSG>", 2


def _nothing() -> None: ...


@dataclass
class Meter:
    """Bytes that a kernel put out, against the most that are kept of one cell and taken of all."""

    cell: int = 10 * MIB
    notebook: int = 100 * MIB
    #: Called once, as soon as there was too much in all.
    when_spent: Callable[[], None] = _nothing
    arrived: int = field(default=0, init=False)
    of_cell: int = field(default=0, init=False)
    #: Of the cell that runs.
    left_out: int = field(default=0, init=False)

    @property
    def spent(self) -> bool:
        return self.arrived > self.notebook

    def begin_cell(self) -> None:
        self.of_cell = self.left_out = 0

    def cut_off(self) -> None:
        """Something too large came, of unknown size. A second such thing of one notebook is too much in all."""
        self.takes(self.notebook // 2 + 1, matters=False)

    def takes(self, size: int, *, matters: bool) -> bool:
        """Whether a message of ``size`` bytes that just came is read; it is counted in any case."""
        before, self.arrived = self.arrived, self.arrived + size
        if self.spent:
            if before <= self.notebook:
                self.when_spent()
            return False
        self.of_cell += size
        if self.of_cell <= self.cell or (matters and size <= _SMALL):
            return True
        self.left_out += size
        return False


class QuickChannel(AsyncZMQSocketChannel):
    """Jupyter's, which first polls for each message, with a poller made for it, also for one that is there."""

    _taken = 0

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:  # type: ignore[override]  # noqa: ASYNC109
        assert self.socket is not None
        there: Any = self.socket.get(zmq.EVENTS)
        if timeout is not None and not there & zmq.POLLIN:
            return await super().get_msg(timeout)
        self._taken += 1
        if self._taken % _IN_A_ROW == 0:
            await asyncio.sleep(0)
        return await self._recv()


class MeteredChannel(QuickChannel):
    """A channel whose messages are weighed before they are read."""

    meter: Meter | None = None

    async def _recv(self, **options: Any) -> dict[str, Any]:  # type: ignore[override]  # as its own base does
        assert self.socket is not None
        while True:
            parts = await self.socket.recv_multipart(**options)
            size = sum(len(part) for part in parts)
            if self.meter is None or self.meter.takes(size, matters=_matters(parts)):
                _, message = self.session.feed_identities(parts)
                return self.session.deserialize(message)


def _matters(parts: list[bytes]) -> bool:
    rest = parts[parts.index(_DELIMITER) :] if _DELIMITER in parts else []
    header = rest[_HEADER] if len(rest) > _HEADER else b""
    return any(
        f'"msg_type": "{name}"'.encode() in header or f'"msg_type":"{name}"'.encode() in header for name in _ALWAYS
    )
