"""One way to report: progress on stderr, and one JSON line with figures and machine as the last of stdout."""

import json
import os
import platform
import sys
from importlib.metadata import version

__all__ = ["percentile", "progress", "report"]


def progress(text: str) -> None:
    """Say what is under way."""
    print(text, file=sys.stderr, flush=True)


def report(figures: dict[str, float | int], *packages: str) -> None:
    """Print the result: a ratio is called ``ratio``, times end in the unit."""
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.system()}
    print(json.dumps({**figures, **machine, **{package: version(package) for package in packages}}))


def percentile(values: list[float], share: float) -> float:
    """The value below which ``share`` (0 to 1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
