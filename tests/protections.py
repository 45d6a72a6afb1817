"""The ways of confining kernels that this machine has, for tests that are to hold in each of them."""

from kith_kernels.launch import Mode
from kith_kernels.protection import available

__all__ = ["ways"]


def ways() -> tuple[Mode, ...]:
    """Every one of them; without any, the one that holds nothing, so that such a test fails, and is not left out."""
    return available() or (Mode.none,)
