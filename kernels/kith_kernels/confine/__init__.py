"""What a kernel may touch, use and reach, fixed before its first line runs.

`confined` is called in a fork of a process with one thread. That fork becomes the *monitor* of the kernel, which runs
in a further fork:

- in `Mode.namespaces` (`namespaces`) the kernel sees a root of its own, no other process and no network at all;
- in `Mode.landlock` (`beside`) it is refused other people's files, new processes, signals and sockets one by one;
- in `Mode.none` there is no monitor: the kernel runs as it is.

In both it works on a copy of its folder; what it wrote is brought back by the monitor, which follows no link.

What holds in neither: code can do to its own kernel what it likes, print what it likes, and fake the points that are
counted inside of it. It can use its share of processor, memory and time up to its limits. Both rely on Linux: a hole in
it that ordinary users can reach is one in them. Kernels of one parent share the order of sets of strings and the
addresses of what was loaded before the fork. See the modules for what each mode adds to this list.
"""

import os
import sys
from collections.abc import Callable
from typing import NoReturn

from kith_kernels.confine import beside, namespaces
from kith_kernels.confine.line import Unconfined
from kith_kernels.confine.process import be_alone
from kith_kernels.launch import Launch, Mode

__all__ = ["Unconfined", "confined"]

_WAYS = {Mode.namespaces: namespaces.run, Mode.landlock: beside.run}


def confined(launch: Launch, prepare: Callable[[], Callable[[], None]]) -> NoReturn:
    """Ends with an `Ended`, after the kernel did; raises `Unconfined` if there never was one.

    ``prepare`` runs confined but with sockets still allowed, and binds them; what it returns is the kernel's loop. It
    should not go to the working folder, whose modules it might import: that is done for it afterwards. The kernel's
    own process leaves by `SystemExit`, as Python ends anywhere.
    """
    be_alone()
    if launch.mode is Mode.none:
        loop = prepare()
        os.chdir(launch.folder)
        loop()
        sys.exit(0)
    os._exit(_WAYS[launch.mode](launch, prepare))  # not as Python ends: taking down what was warmed takes long
