"""The quality of a course in checks with floors, on anyone's module: passed, failed, or not to be judged yet.

Each family of checks is a module: what is ``planned``, how learners are ``engaged``, how texts are ``worded``, who can
be ``reachable``, what is ``sourced``, how it is ``timed``, who is ``cared`` for. A check reads a course and changes
nothing. ``rules`` of `kith_facilitator.course` find slips that break a build; what passes there comes here.
"""

from kith_facilitator.quality.examined import Examined, examine
from kith_facilitator.quality.result import Check, Result, Verdict

__all__ = ["Check", "Examined", "Result", "Verdict", "examine"]
