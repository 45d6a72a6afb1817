"""IPython's kernel without what takes it long to start and nobody needs who runs a notebook once."""

import re
import sys
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from ipykernel import ipkernel
from ipykernel.kernelapp import IPKernelApp
from traitlets.config import Config
from traitlets.config.loader import DeferredConfigString

from kith_kernels import shell

__all__ = ["QuickKernelApp", "UndebuggedKernel"]

#: One value of one trait, as whoever runs a notebook says where its history goes.
_TRAIT = re.compile(r"--(?P<of>[A-Z]\w*)\.(?P<trait>\w+)=(?P<value>.+)", re.DOTALL)


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
        if not shell.is_usual(options["parent"].config):
            shell.forget()
        theirs.sys = SimpleNamespace(**{**vars(sys), "modules": {}})
        try:
            super().__init__(**options)  # type: ignore[no-untyped-call]
        finally:
            theirs.sys = sys
        shell.settle(self)
        made: Any = self.shell
        made.banner1 = ""  # nor is there anybody to be greeted


def _told(words: Sequence[str]) -> Config | None:
    """What a kernel is told by its connection file and by values of traits; nothing where it is told otherwise."""
    if words[:1] != ["-f"] or len(words) < 2:
        return None
    told = Config({"IPKernelApp": {"connection_file": words[1]}})
    for word in words[2:]:
        found = _TRAIT.fullmatch(word)
        if found is None or found["trait"] in told[found["of"]]:
            return None
        told[found["of"]][found["trait"]] = DeferredConfigString(found["value"])
    return told
