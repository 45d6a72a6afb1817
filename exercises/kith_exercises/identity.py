"""Who is learning here, as nbgrader names submissions."""

import getpass
import os

__all__ = ["whoami"]


def whoami() -> str:
    """The learner's id: of a simulated learner, of a hub's user, or the account's name.

    The last two are what nbgrader itself uses when it submits, so feedback finds its learner.
    """
    return os.environ.get("KITH_LEARNER") or os.environ.get("JUPYTERHUB_USER") or getpass.getuser()
