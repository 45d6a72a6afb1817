"""The one family of errors that a person is meant to read."""

__all__ = ["KithError"]


class KithError(Exception):
    """Says in plain sentences what is wrong, where, and what to do next.

    The command line prints the message and exits with code 2; a notebook shows it without a traceback.
    """

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of a traceback."""
        return [str(self)]
