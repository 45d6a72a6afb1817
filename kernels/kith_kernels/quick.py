"""IPython's kernel without what takes it long to start and nobody needs who runs a notebook once."""

import sys
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from ipykernel import ipkernel
from ipykernel.kernelapp import IPKernelApp
from traitlets.config import Config

from kith_kernels.packets import NO_HISTORY

__all__ = ["QuickKernelApp", "UndebuggedKernel"]


class QuickKernelApp(IPKernelApp):
    """The same, which understands what most launches say without making a parser for all that it might be told."""

    def parse_command_line(self, argv: Any = None) -> None:
        if told := _told(argv or ()):
            self.argv = list(argv)
            self.cli_config = told
            self.update_config(told)
        else:
            super().parse_command_line(argv)


class UndebuggedKernel(ipkernel.IPythonKernel):
    """The same, whose debugger takes no module for one that is not the learner's: nobody will ask it to.

    To look for the file of each module that its parent imported takes a sixth of a kernel's start: in a fork, memory
    that is looked at in Python is memory that is copied.
    """

    def __init__(self, **options: Any) -> None:
        theirs: Any = ipkernel
        theirs.sys = SimpleNamespace(**{**vars(sys), "modules": {}})
        try:
            super().__init__(**options)  # type: ignore[no-untyped-call]
        finally:
            theirs.sys = sys
        shell: Any = self.shell
        shell.banner1 = ""  # nor is there anybody to be greeted


def _told(words: Sequence[str]) -> Config | None:
    """What a kernel is told that is given its connection file and perhaps no history; nothing for any other words."""
    if len(words) not in (2, 3) or words[0] != "-f" or list(words[2:]) not in ([], [NO_HISTORY]):
        return None
    told = Config({"IPKernelApp": {"connection_file": words[1]}})
    if words[2:]:
        told.HistoryManager.enabled = False
    return told
