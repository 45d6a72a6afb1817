"""What a gate is given, looked at once, at the door: of another kind, it raises `OutOfRange`."""

from kith_exercises.inputs import by_name, instance, listed, several

__all__ = ["by_name", "instance", "listed", "several"]
