"""The one family of errors that a person is meant to read."""

import reprlib

__all__ = ["KithError", "OutOfRange"]


class KithError(Exception):
    """Says in plain sentences what is wrong, where, and what to do next.

    The command line prints the message and exits with code 2; a notebook shows it without a traceback.
    """

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of a traceback."""
        return [str(self)]


class OutOfRange(KithError, ValueError):
    """Says which parameter got which value, and what may stand there: ``p is 1.5: give it a number from 0 to 1.``"""

    def __init__(self, parameter: str, value: object, range: str) -> None:
        super().__init__(parameter, value, range)
        self.parameter, self.value, self.range = parameter, value, range

    def __str__(self) -> str:
        return f"{self.parameter} is {reprlib.repr(self.value)}: give it {self.range}."
