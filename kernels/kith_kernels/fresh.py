"""What a forked process does to be a kernel as good as new: nothing of its parent or of an earlier kernel is in it.

Python gives `random` another seed after each fork, and `uuid` and `secrets` ask the system. What stays the same in all
kernels of one parent is the order of a set of strings: the seed of their hashes can't be changed later.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable

from kith_kernels.launch import Launch, Mode

__all__ = ["command", "python_kernel"]

Loop = Callable[[], None]


def python_kernel(launch: Launch) -> Loop:
    """This Python's kernel with its sockets bound; what is returned runs it to its end."""
    import ipykernel_launcher  # type: ignore[import-untyped]  # a script

    from kith_kernels import shell
    from kith_kernels.quick import QuickKernelApp, UndebuggedKernel

    _renew()
    sys.argv = [ipykernel_launcher.__file__, *launch.arguments]
    app = QuickKernelApp.instance(parent_handle=1)  # 1: no thread asks whether the parent lives, the system does that
    if launch.mode is Mode.none:
        shell.forget()
    else:
        app.kernel_class = UndebuggedKernel
    app.initialize(list(launch.arguments))  # type: ignore[no-untyped-call]
    return app.start


def command(launch: Launch) -> Loop:
    """The launch's own command, which takes the place of this process."""
    argv = launch.argv
    if not argv:
        msg = "A launch without a command was given to a parent that is not warm; that is a bug in kith_kernels."
        raise ValueError(msg)
    _renew()
    return lambda: os.execvp(argv[0], argv)


def _renew() -> None:
    time.tzset()
    tempfile.tempdir = None
    if "numpy.random" in sys.modules:
        import numpy as np

        np.random.seed()  # it is this old, shared state that would be the same in each kernel
    if "multiprocessing.process" in sys.modules:
        from multiprocessing.process import current_process

        current_process().authkey = os.urandom(32)
