"""Saying it back: I tell, two listeners say back what they heard, I mark it, and they see how it landed.

Each listener is given a way by lot. Which it was, the teller learns once all is marked; what they noted for themselves,
the listener learns with the marks. So no way and no point can be listened for. In one room all of it is said by mouth.
"""

from collections.abc import Mapping
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
from kith_exercises.primitives.slips import is_page

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


def _slips(activity: "Activity", sealed: Mapping[str, Any]) -> list[str]:
    spec: SayBack = activity.spec
    found = []
    stories = sealed["stories"] if isinstance(sealed["stories"], list) else []
    if len(stories) < spec.stories:
        found.append(f"“stories” has {len(stories)} of the {spec.stories} that are listened to alone")
    for n, story in enumerate(stories, 1):
        told = isinstance(story, dict) and isinstance(story.get("story"), str) and bool(story["story"])
        points = story.get("points") if told else None
        texts = isinstance(points, list) and all(isinstance(one, str) for one in points)
        if not texts or len(points or ()) != spec.points:
            found.append(f"“stories” {n} needs a text “story” and {spec.points} texts as “points”")
    if spec.published and not is_page(sealed.get("published")):
        found.append("“published” needs a text “title” and a list of texts “paragraphs”")
    return found


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
