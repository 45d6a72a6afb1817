"""The commands of ``kith`` that stand beside the round of a module; each is one function, put together in ``cli``."""
