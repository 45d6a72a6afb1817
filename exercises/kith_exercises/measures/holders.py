"""What only one of us knows, and what we could still answer if some were gone.

Counted and not sampled: no interval, no null.
"""

from collections.abc import Collection, Mapping

from kith_exercises.errors import OutOfRange
from kith_exercises.inputs import by_name, name
from kith_exercises.measures._given import holds_values, some
from kith_exercises.measures._worded import tallied, unknown
from kith_exercises.measures.finding import Finding

__all__ = ["answerable", "single_holders"]


def single_holders(topics: Mapping[str, Collection[str]]) -> Finding:
    """The share of topics that one person alone holds, of those held at all; ``topics`` names the holders of each."""
    held = _held(topics)
    if not held:
        return unknown(0, "nobody has said yet what they know about")
    single = sum(len(people) == 1 for people in held)
    return tallied(single, len(held), "Known by one person alone", "topics")


def answerable(topics: Mapping[str, Collection[str]], gone: Collection[str]) -> Finding:
    """The share of what could be answered that still can be without those who are ``gone``."""
    held, gone = _held(topics), _people("gone", gone)
    known = {person for people in held for person in people}
    if not gone <= known:
        raise OutOfRange("gone", sorted(gone - known), "people who hold a topic")
    if not held:
        return unknown(0, "nobody has said yet what they know about")
    left = sum(bool(people - gone) for people in held)
    return tallied(left, len(held), "Could still be answered", "topics")


def _held(topics: Mapping[str, Collection[str]]) -> list[set[str]]:
    some("topics", topics, "topic")
    held = [_people("topics", people) for _, people in sorted(by_name("topics", topics).items())]
    return [people for people in held if people]


def _people(parameter: str, people: Collection[str]) -> set[str]:
    """Different people, by name."""
    if not holds_values(people) or isinstance(people, str):
        raise OutOfRange(parameter, people, "lists of people")
    return {name(parameter, person) for person in people}
