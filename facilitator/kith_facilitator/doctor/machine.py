"""What else on this machine matters: who is believed, what holds code, room on the disk, the clock."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from kith_facilitator.doctor.finding import Finding
from kith_facilitator.doctor.folders import open_to_others
from kith_facilitator.home import Home
from kith_kernels import Mode
from kith_kernels.protection import active

__all__ = ["clock_findings", "disk_findings", "identity_findings", "sandbox_findings"]

_LITTLE, _NEXT_TO_NOTHING = 1_000_000_000, 200_000_000
_SKEW = 120.0  # seconds


def identity_findings(home: Home) -> Iterator[Finding]:
    """Whose submission it is: by account, or by whatever name it bears."""
    if home.identity != "claimed":
        return
    shared = open_to_others(home.exchange) if home.exchange.is_dir() else False
    yield Finding(
        "unsafe" if shared else "note",
        "A submission is believed to be by whoever it names.",
        str(home.root / "kith.toml"),
        "Anybody who reaches the exchange could hand in under another's name."
        if shared
        else "This is a demo home: one account plays all learners, and nobody else reaches its exchange.",
        "Have real learners hand in through a home that was made without --demo.",
    )


def sandbox_findings(home: Home) -> Iterator[Finding]:
    """Where nothing can hold learners' code while it is graded."""
    if not home.teaches:
        return
    found = active()
    if found.mode is not Mode.none:
        return
    strangers = home.exchange_given is not None and home.identity == "unix"
    yield Finding(
        "unsafe" if strangers else "note",
        "Nothing on this machine can hold the code in learners' notebooks.",
        str(home.course / "submitted"),
        "Such code could read and change whatever you can, so “kith grade” runs none of a real learner's. "
        + " ".join(f"{mode.capitalize()}: {why}" for mode, why in found.why_not.items()),
        "Grade on a Linux machine where one of these holds, or with --no-execute, which runs no code.",
    )


def disk_findings(home: Home) -> Iterator[Finding]:
    """Room for what people write."""
    for path in {home.root, home.exchange}:
        with suppress(OSError):
            free = shutil.disk_usage(path).free
            if free < _LITTLE:
                yield Finding(
                    "unsafe" if free < _NEXT_TO_NOTHING else "note",
                    f"{free / 1e6:,.0f} MB are free on this disk.",
                    str(path),
                    "What cannot be written cannot be saved: Kith says so, and people lose time.",
                    "Make room.",
                )


def clock_findings(home: Home, now: float | None = None) -> Iterator[Finding]:
    """Whether this machine's clock and that of its disks agree: submissions are dated by them."""
    for path in {home.root, home.exchange}:
        skew = _skew(path, now)
        if skew is not None and abs(skew) > _SKEW:
            yield Finding(
                "unsafe",
                f"This machine's clock and that of its disk differ by {abs(skew):,.0f} seconds.",
                str(path),
                "Work could count as late that is not, or the other way round.",
                "Set the clock of this machine, and of the one that keeps the disk, by a time service (NTP).",
            )


def _skew(folder: Path, now: float | None) -> float | None:
    """How far a file written now is dated from now; None where nothing can be written."""
    if not os.access(folder, os.W_OK):
        return None
    with tempfile.TemporaryFile(dir=folder) as handle:
        handle.write(b".")
        handle.flush()
        return os.fstat(handle.fileno()).st_mtime - (time.time() if now is None else now)
