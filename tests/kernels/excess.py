"""Code that takes more than it may, that stays, and that strikes at who watches it, each as a cell would do it."""

from dataclasses import dataclass, field

from kith_kernels.limits import Ended, Limits

__all__ = ["BURNING", "GREEDY", "KILLING", "LIVING_ON", "LONG", "STUBBORN", "TOO_MUCH", "Excess"]

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


@dataclass(frozen=True)
class Excess:
    """Code, and why it ends in namespaces, and beside others: nothing where it is only refused what it asks for."""

    code: str
    in_namespaces: Ended | None
    beside: Ended | None
    limits: dict[str, int] = field(default_factory=dict)
    #: What it takes, and a limit that it goes past where nothing holds it; nothing, if it only ends.
    takes: tuple[str, int] | None = None


TOO_MUCH = {
    "it burns the processor": Excess(BURNING, Ended.TIME, Ended.TIME, {"cpu_seconds": 1}, ("cpu_seconds", 1)),
    "its children burn the processor": Excess(
        _IN_CHILDREN + BURNING, Ended.TIME, None, {"cpu_seconds": 1}, ("cpu_seconds", 1)
    ),
    "it sleeps for ever, deaf to signals": Excess(
        STUBBORN, Ended.TIME, Ended.TIME, {"wall_seconds": 1}, ("wall_seconds", 1)
    ),
    "it stopped itself": Excess(
        "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)\n" + STUBBORN,
        Ended.TIME,
        Ended.TIME,
        {"wall_seconds": 1},
        ("wall_seconds", 1),
    ),
    "its children take memory, each a little": Excess(
        """
import os, time
for _ in range(6):
    if os.fork() == 0:
        held = bytearray(os.urandom(1 << 20) * 40)
        time.sleep(60)
time.sleep(60)
""",
        Ended.MEMORY,
        None,
        {"memory": 150 * MIB, "wall_seconds": LONG},
        ("memory", 150 * MIB),
    ),
    "it keeps memory in sockets": Excess(
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
        Ended.MEMORY,
        Ended.MEMORY,
        {"memory": 100 * MIB, "wall_seconds": LONG, "open_files": 1024},
        ("memory", 100 * MIB),
    ),
    "it starts threads without end": Excess(
        """
import threading, time
threading.stack_size(1 << 16)
while True:
    try:
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    except RuntimeError:
        time.sleep(0.05)
""",
        Ended.TIME,
        Ended.PROCESSES,
        {"processes": 20, "wall_seconds": 3},
        ("processes", 20),
    ),
    "it forks without end": Excess(
        "import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass",
        Ended.TIME,
        Ended.TIME,
        {"processes": 30, "wall_seconds": 2},
        ("processes", 30),
    ),
    "it leaves by itself": Excess("import os\nos._exit(0)", Ended.BY_ITSELF, Ended.BY_ITSELF),
    "it crashes": Excess("import ctypes\nctypes.string_at(0)", Ended.BY_ITSELF, Ended.BY_ITSELF),
    # In namespaces it is the first process of its own, which nothing inside can kill (pid_namespaces(7)).
    "it kills itself": Excess("import os\nos.kill(os.getpid(), 9)", Ended.BY_ITSELF, Ended.KILLED),
    "its folder grows": Excess(
        "import time\nfor at in range(6):\n    open(f'{at}', 'wb').write(bytes(4 << 20))\ntime.sleep(60)",
        None,
        Ended.FOLDER,
        {"folder": 16 * MIB, "wall_seconds": LONG},
        ("folder", 16 * MIB),
    ),
    "it makes folders without end": Excess(
        "import os\nwhile True:\n    os.mkdir('d')\n    os.chdir('d')",
        None,
        Ended.FOLDER,
        {"wall_seconds": LONG},
        ("folder", Limits().folder),  # as whoever measures it counts what is too deep, or too many
    ),
    "it makes small files without end": Excess(
        "import time\nfor at in range(6000):\n    open(f'{at}', 'w').close()\ntime.sleep(60)",
        None,
        Ended.FOLDER,
        {"wall_seconds": LONG},
        ("folder", Limits().folder),
    ),
}

#: What takes a gigabyte, or all the time there is, as a cell of somebody's; and a limit that it goes past.
GREEDY = {
    "it loops": ("while True:\n    pass", ("wall_seconds", 3)),
    "it prints a gigabyte": ("for _ in range(10_000):\n    print('x' * 100_000, flush=True)", ("output", 10 * MIB)),
    "it writes a gigabyte": ("open('large', 'wb').truncate(1 << 30)", ("file", 10 * MIB)),
    "it holds a gigabyte": ("held = []\nwhile True:\n    held.append(bytearray(50_000_000))", ("memory", 200 * MIB)),
}

#: It ends once the one between it and what lives on has, so that from then on there is that one alone to be seen.
LIVING_ON = """
import os, time
between = os.fork()
if between == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(60)
    os._exit(0)
os.waitpid(between, 0)
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
