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
    if id(schema) not in _known:
        kind = _checks.validators.validator_for(schema)
        kind.check_schema(schema)
        _known[id(schema)] = kind(schema)
    return _known[id(schema)]


#: By the schema's identity, which stays its own: what stands here holds it.
_known: dict[int, Any] = {}
