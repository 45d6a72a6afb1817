"""The honest judge: all cohorts that would have given the same page, found by trying every one."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import combinations_with_replacement, product

__all__ = ["everybody_open", "told"]

#: What the people of each lot answered, in no order: a reader can't tell the others of a lot apart.
Lots = tuple[tuple[int, ...], ...]


def told(
    sizes: Sequence[int], domain: Sequence[int], page: Callable[[Lots], Hashable]
) -> Iterator[tuple[Hashable, Lots]]:
    """Pages of which a reader learns somebody's answer, with the cohort they learn it of.

    ``page`` says what is published of a cohort; what is withheld, and what that gives away, is part of it.
    """
    pages: dict[Hashable, list[Lots]] = defaultdict(list)
    for lots in product(*(combinations_with_replacement(domain, size) for size in sizes)):
        pages[page(lots)].append(lots)
    for shown, possible in pages.items():
        if not everybody_open(possible):
            yield shown, possible[0]


def everybody_open(possible: Sequence[Lots]) -> bool:
    """Whether no reader learns an answer if these cohorts are all that could be."""
    readers = {(lot, own) for lots in possible for lot, answers in enumerate(lots) for own in answers}
    for lot, own in readers:
        known = [_without(lots, lot, own) for lots in possible if own in lots[lot]]
        for other in range(len(known[0])):
            if len({answer for lots in known for answer in lots[other]}) == 1:
                return False
    return True


def _without(lots: Lots, lot: int, own: int) -> Lots:
    left = list(lots[lot])
    left.remove(own)
    return (*lots[:lot], tuple(left), *lots[lot + 1 :])
