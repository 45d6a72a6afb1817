"""Which exchange a home uses: files, which Kith brings, or one that something else has brought."""

from importlib.metadata import entry_points

from kith_exercises import KithError
from kith_exercises.exchange import Exchange
from kith_facilitator.course.model import Course
from kith_facilitator.exchanging.files import FileExchange
from kith_facilitator.home import Home

__all__ = ["exchange_of"]

#: Whatever is installed offers an exchange under a name in this group: called with home, course and module, it is one.
_GROUP = "kith.exchange"


def exchange_of(home: Home, course: Course, module: str) -> Exchange:
    """The exchange of a module, as ``parcels`` in ``kith.toml`` names it. Raises KithError if there is none such."""
    if home.parcels == "files":
        return FileExchange(home, course, module)
    offered = {entry.name: entry for entry in entry_points(group=_GROUP)}
    if home.parcels not in offered:
        known = ", ".join(("files", *sorted(offered)))
        raise KithError(
            f"{home.root / 'kith.toml'}: parcels is “{home.parcels}”, and nothing here is called so. "
            f"There is: {known}. Change that line, or install what brings it."
        )
    found: Exchange = offered[home.parcels].load()(home, course, module)
    return found
