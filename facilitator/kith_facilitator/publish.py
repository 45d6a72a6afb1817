"""What the cohort may see of itself: from what was collected to the home's newest edition."""

from datetime import UTC, datetime

from kith_exercises.definitions import load_prompts, renamed
from kith_exercises.journal import Record, read_records
from kith_exercises.sealed import Sealed
from kith_facilitator.dashboards.doing import doing_panels
from kith_facilitator.editions import Published, Taught, make_edition
from kith_facilitator.files import files_like
from kith_facilitator.home import Home
from kith_facilitator.snags import moved
from kith_facilitator.sources import course_of
from kith_widgets.words import speaking

__all__ = ["publish_home"]


def publish_home(home: Home) -> Published:
    """Freeze the figures of what was collected into the home's newest edition; what is out already stays as it is."""
    moves = moved(home)
    with speaking(home.language):
        return make_edition(
            _journals(home),
            home.editions,
            modules=[
                Taught(
                    module.title,
                    load_prompts(module.folder / "prompts.toml").values(),
                    Sealed.load(module.folder),
                    doing_panels(module, moves),
                )
                for module in course_of(home).modules
            ],
            dated=datetime.now(UTC).date(),
            waves=home.course / ".kith" / "waves.json",
            simulated=home.identity == "claimed",
        )


def _journals(home: Home) -> dict[str, list[Record]]:
    """Everything that each learner submitted, over all modules."""
    journals: dict[str, list[Record]] = {}
    names = {module.name: renamed(load_prompts(module.folder / "prompts.toml")) for module in course_of(home).modules}
    for path in files_like(home.course / "submitted", "*/*/responses/*.jsonl"):
        journals.setdefault(path.parts[-4], []).extend(read_records(path, names.get(path.parts[-3], {})).records)
    return journals
