"""Runs an exchange again and again, each time killed one step later, and each time gone on with; says how many steps.

A program of its own, so that it can fork without threads. Ends with an error where another byte comes out.
"""

import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

from kith_facilitator.home import Home, open_home
from tests.facilitator.talking import run


def main(root: Path) -> None:
    """Try it with the home at ``root``, which is put back in between."""
    before = root.with_name("before")
    root.rename(before)
    steps, expected = 0, {}
    while True:
        shutil.copytree(before, root)
        home = open_home(root)
        if not steps:
            _run(home, 0)
            expected = _left(home)
        elif not _run(home, steps):
            break
        else:
            _run(home, 0)
            if _left(home) != expected:
                sys.exit(f"Cut off at step {steps}, it ended otherwise.")
        steps += 1
        shutil.rmtree(root)
    print(steps - 1)


def _run(home: Home, cut: int) -> bool:
    """One run in a process of its own; whether it was killed before its step of that number."""
    child = os.fork()
    if not child:
        try:
            sys.addaudithook(_killer(cut))
            run(home, collect=False)
        except BaseException as error:  # noqa: BLE001  # whatever it is, this process ends here
            print(f"{error!r}", file=sys.stderr)
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return True
    if status:
        sys.exit(f"The run failed ({status}).")
    return False


def _killer(cut: int) -> Any:
    """Dies before the file of that number is put into its place."""
    left = cut

    def hook(event: str, _: tuple[Any, ...]) -> None:
        nonlocal left
        if event == "os.rename" and cut:
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    return hook


def _left(home: Home) -> dict[str, bytes]:
    """All that an exchange writes, by its place."""
    folders = (home.course / ".kith", home.exchange / home.course_id / "feedback")
    return {str(path): path.read_bytes() for place in folders for path in place.rglob("*") if path.is_file()}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
