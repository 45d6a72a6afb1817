"""IPython's shell, made before the fork: a kernel that is told no more of it than usual takes it as it is."""

import os
import sys
from pathlib import Path
from typing import Any

from ipykernel.compiler import XCachingCompiler
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.profiledir import ProfileDir
from IPython.utils.path import get_home_dir
from traitlets.config import Config
from traitlets.config.loader import DeferredConfigString

__all__ = ["forget", "is_usual", "make_ready", "settle"]

#: What a kernel is told of its shell where a notebook is run once, as words of a command line are: it keeps no history.
_USUAL = {"HistoryManager": {"hist_file": DeferredConfigString(":memory:"), "enabled": DeferredConfigString("False")}}
_SHELL: Any = ZMQInteractiveShell  # IPython has no types


def make_ready() -> None:
    """Make the shell that forks of this process will have; one is enough."""
    if _SHELL.initialized():
        return
    hooks = sys.displayhook, sys.excepthook
    nowhere = ProfileDir()
    _SHELL.instance(config=Config(_USUAL), ipython_dir="/", profile_dir=nowhere, compiler_class=XCachingCompiler)
    sys.displayhook, sys.excepthook = hooks


def forget() -> None:
    """Whatever kernel comes next makes its own."""
    _SHELL.clear_instance()


def is_usual(config: Config) -> bool:
    """Whether a kernel is told no more than the shell that was made before."""
    return {section: dict(values) for section, values in config.items() if section != "IPKernelApp"} == _USUAL


def settle(kernel: Any) -> None:
    """What a shell knows of its surroundings is what it would have found here."""
    shell = kernel.shell
    if shell.parent is kernel:  # it was made here
        return
    shell.parent = shell.kernel = kernel
    shell.config = kernel.config
    shell.init_ipython_dir(None)
    shell.init_profile_dir(kernel.profile_dir)
    shell.init_environment()
    shell.init_virtualenv()
    shell.init_encoding()
    shell.save_sys_module_state()
    shell.starting_dir, shell.home_dir = os.getcwd(), get_home_dir()  # noqa: PTH109  # as IPython has it
    shell.history_manager.dir_hist[:] = [Path.cwd()]
