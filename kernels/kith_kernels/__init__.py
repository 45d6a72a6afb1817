"""Kernels that start warm and can touch nothing but their own folder.

For any Jupyter program: ``kith-warm`` is a kernel provisioner. One warmed parent forks a kernel for each notebook, on
Unix sockets, and confines it before its first line runs. Nothing here knows Kith's course or nbgrader.
"""

from kith_kernels.launch import Launch, Mode
from kith_kernels.limits import Ended, Limits

__all__ = ["Ended", "Launch", "Limits", "Mode"]
