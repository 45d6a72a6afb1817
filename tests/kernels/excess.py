"""Code that takes more than it may, that stays, and that strikes at who watches it, each as a cell would do it."""

from kith_kernels.limits import Ended

__all__ = ["BURNING", "KILLING", "LIVING_ON", "LONG", "STUBBORN", "TOO_MUCH"]

MIB = 1 << 20
#: In seconds: far more than any of these needs, on any machine.
LONG = 60

STUBBORN = """
import signal, time
for each in signal.valid_signals() - {9, 19}:
    signal.signal(each, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
while True:
    try:
        time.sleep(1)
    except BaseException:
        pass
"""
BURNING = "while True:\n    try:\n        pass\n    except BaseException:\n        pass"
_IN_CHILDREN = "import os\nfor _ in range(3):\n    if os.fork() == 0:\n        break\n"

#: What it does, its limits, and why it ends; in namespaces, and beside others, where it may start nothing.
TOO_MUCH = {
    "it burns the processor": (BURNING, {"cpu_seconds": 1}, Ended.TIME, Ended.TIME),
    "its children burn the processor": (_IN_CHILDREN + BURNING, {"cpu_seconds": 1}, Ended.TIME, None),
    "it sleeps for ever, deaf to signals": (STUBBORN, {"wall_seconds": 1}, Ended.TIME, Ended.TIME),
    "it stopped itself": (
        "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)\n" + STUBBORN,
        {"wall_seconds": 1},
        Ended.TIME,
        Ended.TIME,
    ),
    "its children take memory, each a little": (
        """
import os, time
for _ in range(6):
    if os.fork() == 0:
        held = bytearray(os.urandom(1 << 20) * 40)
        time.sleep(60)
time.sleep(60)
""",
        {"memory": 150 * MIB, "wall_seconds": LONG},
        Ended.MEMORY,
        None,
    ),
    "it keeps memory in sockets": (
        """
import socket, time
held = []
for _ in range(200):
    one, other = socket.socketpair()
    one.setblocking(False)
    held += [one, other]
    try:
        while True:
            one.send(bytes(1 << 16))
    except BlockingIOError:
        pass
time.sleep(60)
""",
        {"memory": 100 * MIB, "wall_seconds": LONG, "open_files": 1024},
        Ended.MEMORY,
        Ended.MEMORY,
    ),
    "it starts threads without end": (
        """
import threading, time
threading.stack_size(1 << 16)
while True:
    try:
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    except RuntimeError:
        time.sleep(0.05)
""",
        {"processes": 20, "wall_seconds": 3},
        Ended.TIME,
        Ended.PROCESSES,
    ),
    "it forks without end": (
        "import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass",
        {"processes": 30, "wall_seconds": 2},
        Ended.TIME,
        Ended.TIME,
    ),
    "it leaves by itself": ("import os\nos._exit(0)", {}, Ended.BY_ITSELF, Ended.BY_ITSELF),
    "it crashes": ("import ctypes\nctypes.string_at(0)", {}, Ended.BY_ITSELF, Ended.BY_ITSELF),
    # In namespaces it is the first process of its own, which nothing inside can kill (pid_namespaces(7)).
    "it kills itself": ("import os\nos.kill(os.getpid(), 9)", {}, Ended.BY_ITSELF, Ended.KILLED),
    "its folder grows": (
        "import time\nfor at in range(6):\n    open(f'{at}', 'wb').write(bytes(4 << 20))\ntime.sleep(60)",
        {"folder": 16 * MIB, "wall_seconds": LONG},
        None,
        Ended.FOLDER,
    ),
    "it makes folders without end": (
        "import os\nwhile True:\n    os.mkdir('d')\n    os.chdir('d')",
        {"wall_seconds": LONG},
        None,
        Ended.FOLDER,
    ),
    "it makes small files without end": (
        "import time\nfor at in range(6000):\n    open(f'{at}', 'w').close()\ntime.sleep(60)",
        {"wall_seconds": LONG},
        None,
        Ended.FOLDER,
    ),
}

LIVING_ON = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(60)
    os._exit(0)
"""

KILLING = """
import os, time
for pid in (os.getppid(), 0, -1):
    try:
        os.kill(pid, 9)
    except OSError:
        pass
time.sleep(0.2)
open("alive.txt", "w")
"""
