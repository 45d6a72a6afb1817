"""nbgrader's check of its cells' metadata, as strict as ever, and without a look at its own schema for each cell."""

import json
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
    validator = _validator(schema)
    told = id(validator), json.dumps(instance, sort_keys=True, default=repr)
    if told in _valid:  # a cohort's pages have the same cells, whoever submits them
        return
    error = _checks.exceptions.best_match(validator.iter_errors(instance))
    if error is not None:
        raise error
    if len(_valid) < _MOST and len(told[1]) < _SMALL:
        _valid.add(told)


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
_valid: set[tuple[int, str]] = set()
#: Of them, and of characters in each: what a learner makes up may be large.
_MOST, _SMALL = 2_000, 2_000
