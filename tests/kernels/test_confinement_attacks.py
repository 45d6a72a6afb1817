"""What hostile code tries works without bounds, and fails within them."""

import pytest

from kith_kernels.launch import Mode
from tests.kernels.attacks import ATTACKS, World
from tests.kernels.conftest import Forking

pytestmark = pytest.mark.users


def _bounds(world: World) -> dict[str, list[str]]:
    data = world.course / "data"
    return {"readable": [str(data)], "hidden": [str(data / "hidden")], "kept": ["responses"]}


@pytest.mark.parametrize("name", ATTACKS)
def test_without_bounds_code_can(name: str, forking: Forking, world: World) -> None:
    attack = ATTACKS[name]
    forking.run("unconfined", attack.code, world)
    forking.end_left_over()
    assert attack.proof(world), world.said()


@pytest.mark.parametrize("name", ATTACKS)
def test_within_bounds_code_cannot(name: str, mode: Mode, forking: Forking, world: World) -> None:
    attack = ATTACKS[name]
    answer = forking.run(mode, attack.code, world, limits=attack.limits, **_bounds(world))
    assert not answer["why"]
    assert (world.folder / "honest.txt").read_text() == "done", answer
    assert not attack.proof(world), world.said()
    assert not forking.left_over()
