"""IPython's kernel, which understands what most launches say without making a parser for all that it might be told."""

from collections.abc import Sequence
from typing import Any

from ipykernel.kernelapp import IPKernelApp
from traitlets.config import Config

from kith_kernels.packets import NO_HISTORY

__all__ = ["ToldKernelApp"]


class ToldKernelApp(IPKernelApp):
    """The same, but for how long it takes to read its command line: that is a fourth of a kernel's start."""

    def parse_command_line(self, argv: Any = None) -> None:
        if told := _told(argv or ()):
            self.argv = list(argv)
            self.cli_config = told
            self.update_config(told)
        else:
            super().parse_command_line(argv)


def _told(words: Sequence[str]) -> Config | None:
    """What a kernel is told that is given its connection file and perhaps no history; nothing for any other words."""
    if len(words) not in (2, 3) or words[0] != "-f" or list(words[2:]) not in ([], [NO_HISTORY]):
        return None
    told = Config({"IPKernelApp": {"connection_file": words[1]}})
    if words[2:]:
        told.HistoryManager.enabled = False
    return told
