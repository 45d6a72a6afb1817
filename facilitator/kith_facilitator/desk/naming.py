"""What the answers to a question are named by: the id that it had when the desk first saw them, kept in the ledger.

So what the desk knows of an answer outlives every renaming of its question, in whatever order ``formerly`` lists them.
"""

from collections.abc import Iterable, Iterator, Mapping

from kith_exercises.definitions import Prompt
from kith_facilitator.desk.ledger import Ledger
from kith_facilitator.desk.order import Order

__all__ = ["answer_name", "name_questions"]


def answer_name(order: Order, module: str, named: str, student: str) -> str:
    """The name of a learner's answer to the question whose answers are named by ``named``."""
    return order.name("answer", module, named, student)


def name_questions(
    ledger: Ledger,
    order: Order,
    module: str,
    prompts: Mapping[str, Prompt],
    students: Iterable[str],
    by: tuple[str, str] | None,
) -> dict[str, str]:
    """By today's id: what its answers are named by. ``by`` is when and by whom, as the ledger notes what is new.

    Without it nothing is noted.
    """
    known = ledger.named()
    newest = {id: place for place, id in enumerate(known)}
    found: dict[str, str] = {}
    fresh: dict[str, str] = {}
    people: list[str] | None = None
    for id in sorted(prompts, key=lambda id: -newest.get(id, -1)):  # an id that another question took over comes last
        taken = {*found.values()}
        if known.get(id) is not None and known[id] not in taken:
            found[id] = known[id]
            continue
        people = sorted(students) if people is None else people
        earlier = [known[name] for name in prompts[id].formerly if name in known]
        seen = [] if id in known else list(_seen(ledger, order, module, (*prompts[id].formerly, id), people))
        free = [name for name in (*earlier, *seen) if name not in taken]
        found[id] = fresh[id] = free[0] if free else _unused(id, {*known.values(), *taken})
    if fresh and by:
        at, marker = by
        ledger.add(at, marker, "asked", names=fresh)
    return found


def _seen(ledger: Ledger, order: Order, module: str, ids: Iterable[str], students: Iterable[str]) -> Iterator[str]:
    """The ids under which the ledger has lines already: one of an earlier Kith does not say by which it named them."""
    names = ledger.answers()
    for id in ids if names else ():
        if any(answer_name(order, module, id, student) in names for student in students):
            yield id


def _unused(id: str, used: set[str]) -> str:
    number = 2
    name = id
    while name in used:
        name, number = f"{id}~{number}", number + 1
    return name
