"""Whether the minutes that a module promises are those that it takes, and how long its core is."""

from collections.abc import Iterator

from kith_facilitator.course.finding import Finding
from kith_facilitator.quality.doing import PACE, surely_taken
from kith_facilitator.quality.engaged import read_in, words_read
from kith_facilitator.quality.prose import Passage
from kith_facilitator.quality.result import Result, judged, not_yet
from kith_facilitator.quality.seen import Asked, Seen, SeenModule, Thing

__all__ = ["core_of", "minutes_of", "sitting_of", "time"]

_WITHIN = 0.3
#: A figure about fewer people is none.
_PEOPLE = 6


def minutes_of(module: SeenModule) -> float:
    """Minutes from words, at 200 a minute, and from what all do."""
    return words_read(module) / PACE + sum(doing.minutes for doing in module.doings())


def sitting_of(module: SeenModule, page: str) -> float:
    """The same of one page."""
    return _taken(module.things[page])


def core_of(module: SeenModule, page: str) -> float:
    """The same of what is a page's core: its questions, and what is read in the sections in which they stand."""
    core = set(module.aims.core.get(page, ()))
    taken = 0.0
    for section in _sections(module.things[page]):
        asked = [one for one in section if isinstance(one, Asked) and _named(one) & core]
        if asked:
            taken += _taken(tuple(one for one in section if not isinstance(one, Asked) or one in asked))
    return taken


def _taken(things: tuple[Thing, ...]) -> float:
    done = (doing.minutes for one in things if isinstance(one, Asked) and not one.more for doing in one.doings)
    return read_in(things) / PACE + sum(done)


def _sections(things: tuple[Thing, ...]) -> Iterator[tuple[Thing, ...]]:
    """What stands under each heading of the second level, and what stands ahead of the first."""
    section: list[Thing] = []
    for one in things:
        if isinstance(one, Passage) and one.level == 2:
            yield tuple(section)
            section = []
        section.append(one)
    yield tuple(section)


def _named(one: Asked) -> set[str]:
    return {one.prompt.id, f"{one.prompt.id}/{one.part}"}


def time(module: SeenModule, _: Seen) -> Result:
    """What is promised is within 30% of what words and tasks give and, once people have said it, of what it took."""
    promised, worked_out, measured = module.pages.module.minutes, minutes_of(module), module.aims.measured
    off = abs(promised - worked_out) > _WITHIN * worked_out
    told = f"{promised} minutes are promised, and by words and tasks it comes to {worked_out:.0f}"
    told += f", which is {'more' if off else 'no more'} than {_WITHIN:.0%} apart"
    if more := sum(doing.minutes for doing in module.doings(more=True)):
        told += f"; {more:.0f} more for whoever likes"
    if module.aims.core:
        told += f"; the core is {sum(core_of(module, page) for page in module.things):.0f} of them"
    findings = [*_unknown(module), *_hurried(module)]
    if off:
        remedy = f"write minutes = {worked_out:.0f}, or say with “minutes” at a question what it takes"
        findings.append(module.at_module(None, told, remedy))
    if measured is not None and measured.people >= _PEOPLE:
        told += f", and {measured.people} people took {measured.minutes:g} on average"
        if abs(promised - measured.minutes) > _WITHIN * measured.minutes:
            findings.append(module.at_module(None, told, f"write minutes = {measured.minutes:g}"))
    elif not findings:
        few = f"{measured.people} people are too few" if measured else "no cohort has said yet how long it took"
        return not_yet(f"{told}; {few}")
    return judged(findings, told)


def _hurried(module: SeenModule) -> Iterator[Finding]:
    """Each question whose author promises far less than what is asked there in any case takes."""
    for one in module.asked:
        said, takes = sum(doing.minutes for doing in one.doings), surely_taken(one.prompt, one.part)
        if said < (1 - _WITHIN) * takes:
            message = f"{one.name} is said to take {said:.0f} min, and what it asks takes {takes:.0f}"
            yield module.at_prompt(one.prompt.id, message, "say with “minutes” what it takes, or ask for less")


def _unknown(module: SeenModule) -> Iterator[Finding]:
    """Each name in the core of a page that nothing has which is asked there."""
    for page, names in module.aims.core.items():
        there = {name for one in module.things.get(page, ()) if isinstance(one, Asked) for name in _named(one)}
        for name in names:
            if name not in there:
                message = f"“{name}” in the core of “{page}” is not asked there"
                yield module.at_module(None, message, "mend the name, as prompt or prompt/part")
