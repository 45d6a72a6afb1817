"""nbgrader's check of its cells' metadata, as strict as ever, and without a look at its own schema for each cell."""

from types import SimpleNamespace
from typing import Any

from nbgrader.nbgraderformat import common

__all__ = ["check_quickly"]

#: As nbgrader imported it.
_checks: Any = common.jsonschema


def check_quickly() -> None:
    """From now on in this process; doing it twice is harmless."""
    common.jsonschema = SimpleNamespace(**{**vars(common.jsonschema), "validate": _validate})


def _validate(instance: Any, schema: Any) -> None:
    """As ``jsonschema.validate``, which takes ten times as long to see first that the schema is one."""
    error = _checks.exceptions.best_match(_validator(schema).iter_errors(instance))
    if error is not None:
        raise error


def _validator(schema: Any) -> Any:
    """Whoever checks a notebook has read nbgrader's schema anew, so it is known by what it says."""
    for known in _known:
        if known.schema == schema:
            return known
    kind = _checks.validators.validator_for(schema)
    kind.check_schema(schema)
    _known.append(kind(schema))
    return _known[-1]


_known: list[Any] = []
