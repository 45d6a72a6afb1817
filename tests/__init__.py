"""Kith's tests. A package, because some library installs a top-level `tests` that would otherwise be found first."""
