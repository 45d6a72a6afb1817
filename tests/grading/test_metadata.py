"""nbgrader's check of its cells' metadata, as strict as ever, and its schema looked at once."""

import copy

import pytest
from nbgrader.nbgraderformat.common import ValidationError

from kith_facilitator.grading import metadata

SCHEMA = {"type": "object", "properties": {"points": {"type": "number"}}, "required": ["points"]}


def test_a_schema_that_is_read_anew_is_the_one_that_was_checked() -> None:
    first = metadata._validator(copy.deepcopy(SCHEMA))
    assert metadata._validator(copy.deepcopy(SCHEMA)) is first
    assert metadata._validator({**SCHEMA, "required": []}) is not first


def test_what_does_not_fit_is_refused_as_before() -> None:
    metadata._validate({"points": 1}, SCHEMA)
    with pytest.raises(ValidationError, match="'many' is not of type 'number'"):
        metadata._validate({"points": "many"}, SCHEMA)
