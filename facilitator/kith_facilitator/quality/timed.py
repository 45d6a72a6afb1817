"""Whether the minutes that a module promises are those that it takes."""

from kith_facilitator.quality.doing import PACE
from kith_facilitator.quality.engaged import words_read
from kith_facilitator.quality.result import Result, judged, not_yet
from kith_facilitator.quality.seen import Seen, SeenModule

__all__ = ["minutes_of", "time"]

_WITHIN = 0.3
#: A figure about fewer people is none.
_PEOPLE = 6


def minutes_of(module: SeenModule) -> float:
    """Minutes from words, at 200 a minute, and from what all do."""
    return words_read(module) / PACE + sum(doing.minutes for doing in module.doings())


def time(module: SeenModule, _: Seen) -> Result:
    """What is promised is within 30% of what words and tasks give and, once people have said it, of what it took."""
    promised, worked_out, measured = module.pages.module.minutes, minutes_of(module), module.aims.measured
    told = f"{promised} minutes are promised; words and tasks give {worked_out:.0f}"
    if more := sum(doing.minutes for doing in module.doings(more=True)):
        told += f", and {more:.0f} more for whoever likes"
    findings = []
    if abs(promised - worked_out) > _WITHIN * worked_out:
        remedy = f"write minutes = {worked_out:.0f}, or say with “minutes” at a question what it takes"
        findings.append(module.at_module(None, told, remedy))
    if measured is not None and measured.people >= _PEOPLE:
        told += f", and {measured.people} people took {measured.minutes:g} (median)"
        if abs(promised - measured.minutes) > _WITHIN * measured.minutes:
            findings.append(module.at_module(None, told, f"write minutes = {measured.minutes:g}"))
    elif not findings:
        few = f"{measured.people} people are too few" if measured else "no cohort has said yet how long it took"
        return not_yet(f"{told}; {few}")
    return judged(findings, told)
