"""Words and numbers of the active language, read: whoever forks a kernel for each page imports this before.

Else each page would read the same files anew, as soon as a label has a number in it.
"""

from contextlib import suppress

from kith_widgets.words import say

__all__: list[str] = []

with suppress(ValueError):  # no such language: each page says so itself
    say("outOfRange", label="", min=0, max=1000)
