"""What else on this machine matters: who is believed, what grading runs, room on the disk, the clock."""

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
    """Where grading runs learners' code: there is no sandbox yet, and that is said."""
    if not home.teaches:
        return
    strangers = home.exchange_given is not None and home.identity == "unix"
    yield Finding(
        "unsafe" if strangers else "note",
        "“kith grade” runs the code in learners' notebooks as this account, without a sandbox.",
        str(home.course / "submitted"),
        "Such code can read and change whatever you can: the gradebook, others' work, your own files.",
        "Grade only people whom you trust, or under an account that has nothing else, on a machine where nothing "
        "else lies. Look into course/submitted for cells that are not the course's before you grade.",
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
