"""A machine in a folder: a copy of `kith.py`, and stand-ins for the programs it calls that write down each call."""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

#: A loopback port on which nothing listens: every registry looks unreachable.
CLOSED = "http://127.0.0.1:9/"
OFFLINE: Final = {
    "PIP_CONFIG_FILE": os.devnull,
    "PIP_INDEX_URL": CLOSED,
    "PIP_EXTRA_INDEX_URL": "",
    "PIP_FIND_LINKS": "",
    "PIP_NO_CACHE_DIR": "1",
    "PIP_RETRIES": "1",
    "PIP_TIMEOUT": "2",
}

PYTHON = """#!/bin/sh
echo "python $*" >> "$CALLS"
case "$*" in *tests.run*) exit 5;; esac
"""
KITH = """#!/bin/sh
for word in "$@"; do echo "[$word]"; done
exit 7
"""
NODE = """#!/bin/sh
[ "$1" = --version ] && { echo v22.1.0; exit; }
echo "node $*" >> "$CALLS"
/bin/mkdir -p kith_widgets/static && echo built > kith_widgets/static/fold.js
"""
NPM = """#!/bin/sh
echo "npm $*" >> "$CALLS"
[ -z "$NPM_FAILS" ] || { echo "npm error code $NPM_FAILS"; exit 1; }
[ -z "$NPM_STOPS" ] || { kill -INT "$PPID"; exec /bin/sleep 5; }
/bin/mkdir -p node_modules
"""


@dataclass
class Machine:
    """A checkout and what is installed around it."""

    home: Path
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def programs(self) -> Path:
        """The only folder on the path."""
        return self.home / "programs"

    @property
    def checkout(self) -> Path:
        return self.home / "kith"

    def has(self, program: str, script: str, folder: Path | None = None) -> None:
        """Puts a program in place."""
        place = (folder or self.programs) / program
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(script)
        place.chmod(0o755)

    def kith(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Runs `kith.py` with these words; nothing of the real machine's path is seen."""
        return self.python(str(self.checkout / "kith.py"), *words, **variables)

    def python(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Runs this Python in the checkout."""
        seen = {"PATH": str(self.programs), "HOME": str(self.home), "CALLS": str(self.home / "calls")}
        return subprocess.run(
            [sys.executable, *words],
            cwd=self.checkout,
            env={**seen, **self.variables, **variables},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def calls(self) -> list[str]:
        """What was called since the last look."""
        written = self.home / "calls"
        lines = written.read_text().splitlines() if written.exists() else []
        written.unlink(missing_ok=True)
        return lines
