"""A command that is under way: how far it is, and whether anything of it is left."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

from kith_facilitator.configure import environment
from kith_facilitator.home import Home
from tests.small_course import MODULE

__all__ = ["stop_midway", "told", "under_way"]


def under_way(home: Home, word: str) -> "subprocess.Popen[str]":
    """A command on all learners, one after the other, as a program of its own that tells how far it is."""
    command = [sys.executable, "-m", "kith_facilitator", word, MODULE, "--workers", "1"]
    variables = {**os.environ, **environment(home), "KITH_PROGRESS": "json"}
    return subprocess.Popen(
        command, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def told(process: "subprocess.Popen[str]") -> Iterator[int]:
    """How many are done, as the program says it."""
    assert process.stdout is not None
    for line in process.stdout:
        facts = json.loads(line)
        if "done" in facts:
            yield facts["done"]


def stop_midway(home: Home, word: str, how: signal.Signals, code: int) -> None:
    """Stop a command once the first learner is done; it ends with that code, and nothing of it is left."""
    process = under_way(home, word)
    try:
        for done in told(process):
            if done == 1:
                process.send_signal(how)
                break
        process.communicate(timeout=60)
        assert process.returncode == code
        assert _is_gone(process.pid)
    finally:
        process.kill()
        process.wait()


def _is_gone(group: int) -> bool:
    """Whether nothing of a program is left, now or a moment later: its workers see that nobody waits for them."""
    for _ in range(300):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False
