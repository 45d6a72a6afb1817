"""The one way for a controller to say no."""

__all__ = ["Refused"]


class Refused(Exception):
    """An action that is not done; its message is the sentence the learner reads."""
