"""What owner and warmed parent have to agree on besides the packets themselves."""

__all__ = ["COLD", "LONGEST_PACKET", "NO_DEBUGGER", "NO_HISTORY"]

#: Instead of modules: start without any.
COLD = "--cold"
#: Among modules: kernels without the debugger of a notebook's editor, which is a tenth of what is imported for them.
NO_DEBUGGER = "--no-debugger"
#: In bytes. A launch carries an environment, and a system's may be large.
LONGEST_PACKET = 160 * 1024
#: What a kernel is told that keeps no history.
NO_HISTORY = "--HistoryManager.enabled=False"
