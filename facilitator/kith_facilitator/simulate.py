"""A simulated cohort that goes the real way: fetch, answer through the journal, submit through the exchange."""

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from kith_exercises import KithError
from kith_exercises.cohort import SimulatedLearner, play, synthesise
from kith_exercises.definitions import Activity, load_prompts
from kith_exercises.files import write_atomically
from kith_facilitator.configure import write_configuration
from kith_facilitator.home import Home
from kith_facilitator.nbgrader_api import Nbgrader
from kith_facilitator.release import release_module

__all__ = ["SimulateReport", "go_on", "simulate_cohort"]


@dataclass(frozen=True)
class SimulateReport:
    """Which simulated learners have submitted now, which had done so before, and which of these went on since."""

    new: tuple[str, ...]
    already: tuple[str, ...]
    further: tuple[str, ...] = ()


def simulate_cohort(
    home: Home, module: str, *, learners: int, seed: int, track: Callable[[list[str]], Iterable[str]]
) -> SimulateReport:
    """Let ``learners`` simulated people answer and submit ``module``; the same seed gives the same answers.

    Who has submitted already goes on with what was handed over since. Raises KithError where a real cohort could be
    disturbed.
    """
    if home.identity != "claimed":
        raise KithError(
            f"{home.root} is a home for real learners, so nobody is simulated in it. "
            "Use “kith start --demo”, or another --home."
        )
    _keep_seed(home, seed)
    write_configuration(home)  # nbgrader's own commands are to find what Kith sets
    release_module(home, module)
    cohort = {learner.id: learner for learner in synthesise(learners, seed)}
    done = home.simulated / ".submitted" / module
    todo = [id for id in cohort if not (done / id).exists()]
    for id in track(todo):
        nbgrader = Nbgrader(home, learner=id)
        folder = home.simulated / id / "assignments" / module
        if not (folder / "responses").exists():
            shutil.rmtree(folder, ignore_errors=True)  # of a fetch that was cut off
            nbgrader.fetch(module)
        play(cohort[id], folder, module, home.exchange / home.course_id)
        nbgrader.submit(module)
        done.mkdir(parents=True, exist_ok=True)
        (done / id).touch()
    already = tuple(id for id in cohort if id not in set(todo))
    further = tuple(id for id in already if _goes_on(home, cohort[id], module))
    return SimulateReport(new=tuple(todo), already=already, further=further)


def go_on(home: Home, module: str) -> tuple[str, ...]:
    """Let the simulated learners who have submitted ``module`` answer what came for them since; who submitted again.

    Nobody where nobody is simulated.
    """
    seed = _seed(home)
    done = {path.name for path in (home.simulated / ".submitted" / module).glob("*")}
    if seed is None or not done:
        return ()
    cohort = synthesise(max(int(id.removeprefix("sim-")) for id in done), int(seed))
    return tuple(one.id for one in cohort if one.id in done and _goes_on(home, one, module))


def _goes_on(home: Home, learner: SimulatedLearner, module: str) -> bool:
    """Fetch what was handed over, and submit once more if there was anything to do with it."""
    folder = home.simulated / learner.id / "assignments" / module
    if not any(isinstance(prompt, Activity) for prompt in load_prompts(folder / "prompts.toml").values()):
        return False
    if not (home.exchange / home.course_id / "feedback").is_dir():
        return False  # nothing was handed over yet, and nbgrader takes that for a failure
    nbgrader, before = Nbgrader(home, learner=learner.id), _travelling(folder)
    nbgrader.fetch_feedback(module)
    play(learner, folder, module, home.exchange / home.course_id)
    if _travelling(folder) == before:
        return False
    nbgrader.submit(module)
    return True


def _travelling(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "responses").glob("*.jsonl")}


def _keep_seed(home: Home, seed: int) -> None:
    """One home, one cohort: the same ids with other answers would be other people under the same names."""
    kept = _seed(home)
    if kept is None:
        write_atomically(home.simulated / ".seed", str(seed).encode())
        return
    if kept != str(seed):
        raise KithError(
            f"{home.root} has a simulated cohort of seed {kept} already. Go on with --seed {kept}, "
            f"or let seed {seed} have another --home."
        )


def _seed(home: Home) -> str | None:
    path = home.simulated / ".seed"
    return path.read_text(encoding="utf-8") if path.is_file() else None
