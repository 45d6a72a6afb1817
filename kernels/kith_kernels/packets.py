"""What owner and warmed parent have to agree on besides the packets themselves."""

__all__ = ["COLD", "LONGEST_PACKET", "NO_HISTORY"]

#: Instead of modules: start without any.
COLD = "--cold"
#: In bytes. A launch carries an environment, and a system's may be large.
LONGEST_PACKET = 160 * 1024
#: What a kernel is told that keeps no history.
NO_HISTORY = "--HistoryManager.enabled=False"
