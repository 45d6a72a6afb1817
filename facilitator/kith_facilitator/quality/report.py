"""What a check found, in lines for a terminal."""

from collections import Counter
from collections.abc import Iterator

from kith_facilitator.quality.examined import Examined
from kith_facilitator.quality.result import Check, Result

__all__ = ["counted", "in_lines"]


def in_lines(examined: Examined) -> Iterator[str]:
    """Slips first, then each module's checks, and in the last line how many there are of each verdict."""
    for slip in examined.slips:
        yield str(slip)
    for name, said in examined.modules:
        yield f"{name}:"
        for check, result in said:
            yield from _of_check(check, result)
    if examined.whole:
        yield "The course as a whole:"
        for check, result in examined.whole:
            yield from _of_check(check, result)
    yield counted(examined)


def counted(examined: Examined) -> str:
    """How it went, in a sentence."""
    count = Counter(result.verdict for result in examined.results)
    said = f"{count['failed']} failed, {count['not yet']} not yet, {count['passed']} passed"
    slips, folder = len(examined.slips), examined.course.folder
    if not slips:
        return f"{said} in {folder}"
    told = f"{slips} to mend first in {folder}; a module with a slip is not looked at further"
    return f"{told}. Of the others: {said}" if examined.modules else told


def _of_check(check: Check, result: Result) -> Iterator[str]:
    yield f"{result.verdict:>9}  {check.title}: {result.sentence}"
    places = result.findings or (() if result.verdict == "passed" else result.places)
    yield from (f"{'':11}{place}" for place in places)
