"""Saying it back: I tell, two listeners say back what they heard, I mark it, and they see how it landed.

Each listener is given a way by lot. Which it was, the teller learns once all is marked; what they noted for themselves,
the listener learns with the marks. So no way and no point can be listened for. In one room all of it is said by mouth.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kith_exercises.exchange import Sending
from kith_exercises.primitives.primitive import Primitive, Step
from kith_exercises.primitives.say_back_alone import alone_steps
from kith_exercises.primitives.say_back_figures import asked
from kith_exercises.primitives.say_back_room import room_steps
from kith_exercises.primitives.say_back_spec import EACH, SayBack, read_say_back
from kith_exercises.primitives.say_back_steps import together_steps
from kith_exercises.primitives.slips import Slip, is_page, is_text, too_few, unread

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity

__all__ = ["SAY_BACK"]


def _steps(activity: "Activity") -> tuple[Step, ...]:
    spec: SayBack = activity.spec
    return (*together_steps(activity), *alone_steps(spec.points, spec.stories, spec.scale), *room_steps(activity))


def _sendings(activity: "Activity") -> tuple[Sending, ...]:
    spec: SayBack = activity.spec
    marked = tuple(f"mark-{k}" for k in spec.numbers)
    told = tuple(f"told-{k}" for k in spec.numbers)
    ways = tuple(way.id for way in spec.ways)

    heard = (*marked, "met", "never", "understood", "landed", "almost", *told, "feeling")
    story, *answers = (
        Sending(f"{activity.id}/{id}", activity.id, step, fields, "back", label=activity.title, minutes=minutes)
        for id, step, fields, minutes in (
            ("story", "story", ("story",), 4),
            ("said", "say", ("said",), 3),
            ("marks", "mark", heard, 2),
            ("again", "again", ("again",), 1),
        )
    )
    story = replace(story, to="allot", each=EACH, arms=ways, makers="stories")
    said, marks, again = (replace(one, of=of.id) for of, one in pairwise((story, *answers)))
    return story, said, replace(marks, needs=("guess",)), again


def _slips(activity: "Activity", sealed: Mapping[str, Any]) -> Iterator[Slip]:
    spec: SayBack = activity.spec
    stories = sealed["stories"] if isinstance(sealed["stories"], list) else []
    yield from unread(sealed, ("stories", "published") if spec.published else ("stories",))
    yield from too_few("stories", len(stories), spec.stories, "“stories” of [alone]")
    for n, one in enumerate(stories, 1):
        story = one if isinstance(one, Mapping) else {}
        points = story.get("points")
        told = isinstance(points, list) and len(points) == spec.points and all(map(is_text, points))
        if not told or not is_text(story.get("story")):
            yield Slip(f"it needs a text “story” and {spec.points} texts as “points”", "", "stories", n)
        yield from unread(story, ("story", "points"), key="stories", n=n)
    if spec.published and not is_page(sealed.get("published")):
        yield Slip("“published” needs a text “title” and a list of texts “paragraphs”")


SAY_BACK = Primitive(
    kind="say-back",
    bundle="leaves",
    parts=("tell", "listen", "heard", "landed"),
    read=read_say_back,
    steps=_steps,
    sendings=_sendings,
    needs=frozenset({"stories"}),
    slips=_slips,
    asked=asked,
)
