"""Large pages change what memory costs, and nothing of what is in it."""

import os

from kith_kernels.huge import put_together


def test_what_is_in_memory_is_there_afterwards_and_in_a_fork_too() -> None:
    block = bytearray(os.urandom(1024) * 8 * 1024)
    before = bytes(block)
    put_together()
    assert block == before
    pid = os.fork()
    if pid == 0:
        block[::4096] = bytes(len(block[::4096]))
        os._exit(int(block[1:4096] != before[1:4096]))
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert block == before
