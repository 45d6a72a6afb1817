"""Who is learning here, as nbgrader names submissions."""

import os
import pwd

__all__ = ["whoami"]


def whoami() -> str:
    """The learner's id: a simulated learner's, or the name under which nbgrader submits for this account.

    nbgrader (``utils.get_username``) takes the account's name, but a hub's user where all share one account.
    """
    account = pwd.getpwuid(os.getuid()).pw_name
    shared = account == "jovyan"
    return os.environ.get("KITH_LEARNER") or (shared and os.environ.get("JUPYTERHUB_USER")) or account
