from random import random, seed

import pytest

from kith_exercises.talks import MEMBERS, talks


def as_it_was(knowing: int, chance: float = 0.4) -> bool:
    return any(random() < chance for _ in range(knowing))


def with_a_promise(knowing: int) -> bool:
    return knowing == 1 or as_it_was(knowing)


def test_a_rule_that_nobody_changed_gives_what_the_model_says_and_is_told_so() -> None:
    held = talks(as_it_was)
    assert held.common == pytest.approx(100 * (1 - 0.6**MEMBERS), abs=3.4)
    assert held.single == pytest.approx(40, abs=3.4)
    assert "as it was" in repr(held)


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (with_a_promise, "what all know comes up about as often, and what one knows comes up 60 more often."),
        (lambda knowing: as_it_was(knowing, 0.1), "less often, and what one knows comes up"),
        (lambda _: False, "what all know comes up 87 less often, and what one knows comes up 40 less often."),
    ],
)
def test_what_a_change_did_is_told_of_both_kinds_of_facts(rule: object, told: str) -> None:
    held = repr(talks(rule))  # type: ignore[arg-type]  # as a learner wrote it
    assert told in held
    assert "as it was" not in held


def test_the_same_rule_gives_the_same_shares_and_chance_goes_on_as_before() -> None:
    seed(7)
    expected = random()
    seed(7)
    assert talks(as_it_was) == talks(as_it_was)
    assert random() == expected
