"""What a definition of saying it back says."""

from collections.abc import Mapping
from dataclasses import dataclass

from kith_exercises.field_tables import read_options, read_rated
from kith_exercises.fields import Option, Scale
from kith_exercises.tables import Table

__all__ = ["EACH", "MARKS", "WORTH", "SayBack", "read_say_back"]

#: So many listen to each teller, and each listener to so many.
EACH = 2
#: What a mark on a point is kept as, in the order in which an author names the three; measures know them by these.
MARKS = ("there", "partly", "not there")
#: How much of a point came through, by its mark.
WORTH: Mapping[str, float] = dict(zip(MARKS, (1.0, 0.5, 0.0), strict=True))


@dataclass(frozen=True)
class SayBack:
    """What is told and marked, by which ways it is said back, and how many stories of the makers there are alone."""

    label: str
    words: tuple[int, int] | None
    points: int
    feeling: str
    ways: tuple[Option, ...]
    scale: tuple[Option, ...]
    understood: tuple[Scale, tuple[str, str]]
    published: bool
    stories: int

    @property
    def numbers(self) -> range:
        """The points by number."""
        return range(1, self.points + 1)

    def way(self, id: str) -> str:
        """What a way asks of the listener."""
        return next((way.label for way in self.ways if way.id == id), "")


def read_say_back(table: Table) -> SayBack:
    """What a table says of it. Raises KithError."""
    tell, marked = _needed(table, "tell"), _needed(table, "marks")
    rated = _needed(marked, "understood")
    published, alone = table.table("published"), table.table("alone")
    scale = marked.texts("scale")
    if len(scale) != len(MARKS):
        marked.fail("“scale” must be three texts, from a point that came through to one that did not")
    ways = read_options(table, "ways")
    if len(ways) != 2:
        table.fail("“ways” must be two; each teller is listened to in both")
    if published is not None and published.text("from") != "sealed":
        published.fail('“from” must be "sealed": what was published stands in sealed.toml')
    spec = SayBack(
        label=tell.text("label"),
        words=tell.words(),
        points=tell.whole("points", 1, 5, 3),
        feeling=tell.text("feeling", ""),
        ways=ways,
        scale=tuple(Option(id, label) for id, label in zip(MARKS, scale, strict=True)),
        understood=read_rated(rated),
        published=published is not None,
        stories=alone.whole("stories", 1, 9) if alone else 4,
    )
    for each in (tell, rated, marked, published, alone):
        if each is not None:
            each.done()
    return spec


def _needed(table: Table, key: str) -> Table:
    found = table.table(key)
    if found is None:
        table.fail(f"“{key}” is missing; add a table [{table.id}.{key}]")
    return found
