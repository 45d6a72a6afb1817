"""One way to report: progress on stderr, and one JSON line with figures and machine as the last of stdout.

A benchmark that says what its figures must be ends with code 1 where one is missed, and names it in that line.
"""

import json
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from math import inf

__all__ = ["Must", "percentile", "progress", "report"]


@dataclass(frozen=True)
class Must:
    """What a figure must be: at least so much, at most so much, or both."""

    figure: str
    least: float = -inf
    most: float = inf

    def missed(self, figures: Mapping[str, float | int]) -> str:
        """What is wrong with the figure, in a sentence; empty if it is as it must be."""
        found = figures.get(self.figure)
        if found is None:
            return f"{self.figure} was not measured."
        if not self.least <= found <= self.most:  # nor is what is no number
            bound = f"at most {self.most:g}" if found > self.most else f"at least {self.least:g}"
            return f"{self.figure} is {found:g}; it must be {bound}."
        return ""


def progress(text: str) -> None:
    """Say what is under way."""
    print(text, file=sys.stderr, flush=True)


def report(figures: dict[str, float | int], *packages: str, must: Sequence[Must] = ()) -> None:
    """Print the result: a ratio is called ``ratio``, times end in the unit.

    With ``must``, ``missed`` names the figures that are not as they must be; then the program ends with code 1.
    """
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.system()}
    missed = {one.figure: sentence for one in must if (sentence := one.missed(figures))}
    held = {"missed": list(missed)} if must else {}
    print(json.dumps({**figures, **held, **machine, **{package: version(package) for package in packages}}), flush=True)
    for sentence in missed.values():
        progress(sentence)
    if missed:
        raise SystemExit(1)


def percentile(values: list[float], share: float) -> float:
    """The value below which ``share`` (0 to 1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
