"""A client that knows at once when its kernel is ready, and takes no more from it than it should."""

import asyncio
import time
from typing import Any

import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from traitlets import Callable, Instance, Type
from zmq.utils.monitor import parse_monitor_message

from kith_kernels.output import LARGEST_MESSAGE, Meter, MeteredChannel, QuickChannel

__all__ = ["QuickClient", "new_context"]

#: In seconds: how soon a kernel that is not ready is looked at again, and how long a reply is waited for.
_LOOK_AGAIN, _ANSWERED = 0.1, 5
#: In milliseconds: how soon a client tries again that was faster than its kernel.
_TRY_AGAIN = 5
#: Messages that are taken in ahead of their reader; the kernel keeps a thousand more (zmq_setsockopt, ZMQ_RCVHWM).
_AHEAD = 20
_EVENTS = zmq.EVENT_DISCONNECTED | zmq.EVENT_CONNECT_RETRIED | zmq.EVENT_CONNECT_DELAYED | zmq.EVENT_CONNECTED
#: In seconds: after a connection ended, how soon the wire tries again if it ever does; it takes none of its own.
_TRIES_ITSELF = 0.02


def new_context() -> zmq.asyncio.Context:
    """Where sockets are made whose other end is not trusted."""
    context = zmq.asyncio.Context()
    context.setsockopt(zmq.RECONNECT_IVL, _TRY_AGAIN)
    context.setsockopt(zmq.MAXMSGSIZE, LARGEST_MESSAGE)
    context.setsockopt(zmq.RCVHWM, _AHEAD)
    return context


class QuickClient(AsyncKernelClient):
    """Jupyter's client with only the channels that running a notebook takes.

    A kernel that sends too much in one piece is cut off by the wire, and connected to again: what it published
    meanwhile is lost, and `lost_some` says so.
    """

    shell_channel_class = Type(QuickChannel)
    iopub_channel_class = Type(MeteredChannel)
    meter: Any = Instance(Meter, allow_none=True)
    #: Called whenever that happens: whoever waits for the end of a cell may wait for what got lost.
    when_cut_off: Any = Callable(lambda: None)

    #: Whether something that was published got lost; whoever reads it sets it back, and waits until it is ready.
    lost_some = False

    _in_doubt = False
    _events: Any = None
    _loop: asyncio.AbstractEventLoop | None = None

    def start_channels(self, **_: bool) -> None:  # type: ignore[override]  # which ones is decided here
        super().start_channels(stdin=False, hb=False, control=False)
        self.iopub_channel.meter = self.meter
        address = f"inproc://{id(self)}-{time.monotonic_ns()}"
        self.iopub_channel.socket.monitor(address, _EVENTS)
        self._events = zmq.Context.shadow(self.context).socket(zmq.PAIR)
        self._events.connect(address)
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._events.fileno(), self._see_events)
        self._see_events()  # a socket of ZeroMQ tells of news only to who has read all that there was

    def stop_channels(self) -> None:
        if self._loop is not None and self._events is not None:
            self._loop.remove_reader(self._events.fileno())
            self.iopub_channel.socket.disable_monitor()
            self._events.close(linger=0)
            self._loop = self._events = None
        for channel in (self._shell_channel, self._iopub_channel):
            if channel is not None:
                channel.stop()
        if self._created_context:
            self.context.destroy(linger=0)

    def _see_events(self) -> None:
        while self._events is not None and self._events.get(zmq.EVENTS) & zmq.POLLIN:
            event = parse_monitor_message(self._events.recv_multipart(zmq.DONTWAIT))["event"]
            self._in_doubt = event == zmq.EVENT_DISCONNECTED
            if self._in_doubt and self._loop is not None:
                self._loop.call_later(_TRIES_ITSELF, self._connect_again)

    def _connect_again(self) -> None:
        """The wire gives a kernel up that breaks its rules; the next message of such a kernel may be a good one.

        To one that ended its connection itself, since it died, the wire would try to connect again on its own.
        """
        self._see_events()
        if self._events is None or not self._in_doubt:
            return
        self.lost_some, self._in_doubt = True, False
        if self.meter is not None:
            self.meter.cut_off()
        if self.meter is None or not self.meter.spent:
            self.iopub_channel.socket.disconnect(self._make_url("iopub"))  # else the next line does nothing
            self.iopub_channel.socket.connect(self._make_url("iopub"))
        self.when_cut_off()

    async def wait_for_ready(self, timeout: float | None = None) -> None:  # noqa: ASYNC109  # as Jupyter's
        """The kernel answers, and what it publishes arrives.

        A kernel says hello to each who subscribes. One that does not is asked once more whenever it answered and
        nothing of that was published here; one that has not answered yet has the question. Jupyter's own wait asks once
        a second.
        """
        end = time.monotonic() + (timeout or float("inf"))
        asked = self.kernel_info()
        while not await self.iopub_channel.socket.poll(_LOOK_AGAIN * 1000):
            if self.shell_channel.socket.get(zmq.EVENTS) & zmq.POLLIN and _answers(await self.get_shell_msg(), asked):
                asked = self.kernel_info()
            manager: Any = self.parent
            if not await manager.is_alive():
                raise RuntimeError(f"Kernel died before replying to kernel_info. {manager.why_failed}".strip())
            if time.monotonic() > end:
                msg = f"Kernel didn't respond in {timeout:.0f} seconds"
                raise RuntimeError(msg)
        self._handle_kernel_info_reply(await self._reply_to(asked))

    async def _reply_to(self, asked: str) -> dict[str, Any]:
        while True:
            reply: dict[str, Any] = await self.get_shell_msg(timeout=_ANSWERED)
            if _answers(reply, asked):
                return reply


def _answers(reply: dict[str, Any], asked: str) -> bool:
    return bool(reply["parent_header"].get("msg_id") == asked)
