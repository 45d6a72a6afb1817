"""A line between who watches a kernel and what becomes the kernel: a few words, sometimes with an open folder."""

import os
import select
import socket
from dataclasses import dataclass

__all__ = ["Line", "Unconfined", "line"]

_LONGEST = 4096


class Unconfined(Exception):
    """A kernel was not started, since it could not be confined; says why."""


@dataclass(frozen=True)
class Line:
    """One end; the other end's death is heard as nothing."""

    end: socket.socket

    def tell(self, words: str, folder: int | None = None) -> None:
        """Says it, if anybody is there to hear it."""
        said = os.fsencode(words)[:_LONGEST]
        try:
            if folder is None:
                self.end.send(said)
            else:
                socket.send_fds(self.end, [said], [folder])
        except BrokenPipeError:
            os._exit(1)

    def hear(self) -> tuple[str, list[int]]:
        words, folders, _, _ = socket.recv_fds(self.end, _LONGEST, 1)
        return os.fsdecode(words), folders

    def expect(self, words: str) -> list[int]:
        """The folder that came with the words; anything else is why there is no kernel."""
        found, folders = self.hear()
        if found != words:
            raise Unconfined(found or f"The process that was to say '{words}' ended before it did.")
        return folders

    def can_hear(self, seconds: float) -> bool:
        """Whether there is something to hear, or nobody any more, within that time."""
        return bool(select.select([self.end], [], [], seconds)[0])

    @property
    def is_alone(self) -> bool:
        """Whether nobody is at the other end any more."""
        self.end.setblocking(False)
        try:
            return self.end.recv(1) == b""
        except BlockingIOError:
            return False


def line() -> tuple[Line, Line]:
    """Both ends."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    return Line(ours), Line(theirs)
