"""Questionnaires as data: what is asked, how it is keyed, under which terms. Scoring is in `kith_exercises.measures`.

``load("ipip-giving")`` gives one. ``names()`` lists what is here; ``left_out()`` says what is not, and why.
"""

from kith_exercises.errors import KithError
from kith_exercises.inputs import one_of
from kith_exercises.instruments._reading import left_out, names, read_instrument
from kith_exercises.instruments.instrument import ANSWERED, LICENCES, Instrument, Item

__all__ = ["ANSWERED", "LICENCES", "Instrument", "Item", "left_out", "load", "names"]


def load(id: str) -> Instrument:
    """The instrument with that id. Raises KithError with the reason why it is not here, or OutOfRange."""
    if isinstance(id, str) and id in left_out():
        raise KithError(f"“{id}” is not here. {left_out()[id]}")
    return read_instrument(one_of("instrument", id, names()))
