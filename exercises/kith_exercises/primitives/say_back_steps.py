"""The steps of saying it back with others: tell, listen, hear how one was heard, see how one's listening landed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kith_exercises.exchange import Parcel
from kith_exercises.fields import Choice, Field, Number, Option, Scale, Text
from kith_exercises.more_fields import Passage, Rating
from kith_exercises.primitives import scenes
from kith_exercises.primitives.awaiting import awaited
from kith_exercises.primitives.primitive import Answers, Form, Known, Scene, Step, always
from kith_exercises.primitives.promises import gap_counted, until_marked
from kith_exercises.primitives.say_back_figures import figure_ids
from kith_exercises.primitives.say_back_spec import EACH, MARKS, WORTH, SayBack
from kith_exercises.records import Reach
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity

__all__ = ["counted", "guesses", "studies", "together_steps"]

_TOGETHER: frozenset[Form] = frozenset({"cohort"})
#: One more than usual, where somebody late brought it, or where a lot gave somebody one.
_NUMBERS = range(1, EACH + 2)
_MARKED = tuple(f"mark-{n}" for n in _NUMBERS)
#: A point is a line, so that it can be held against what somebody says back.
_POINT = (3, 15)


def guesses(spec: SayBack) -> tuple[Field, ...]:
    """What a listener expects of their saying it back, in either form."""
    return (
        Number("through", say("guessThrough", n=spec.points), "mine", Scale(0, spec.points, 1, "")),
        Rating("understood", say("guessUnderstood"), "mine", *spec.understood),
    )


def counted(spec: SayBack, way: str, given: Answers) -> tuple[Reach, Answers]:
    """What a measure counts of a teller's marks."""
    points = [given[f"mark-{k}"] for k in spec.numbers]
    return "count", {"way": way, "points": points, "understood": given["understood"]}


def studies(known: Known) -> list[Scene]:
    """What was found elsewhere."""
    published = known.sealed["published"]
    return [scenes.text(published["title"], published["paragraphs"])]


def _doors(known: Known) -> list[str]:
    """The steps that were passed for good, as they were: what was gone past before it came can still be answered."""
    values = (one.value for one in known.records if one.event in ("commit", "unfold"))
    return [str(value.get("step")) for value in values if isinstance(value, Mapping) and not value.get("without")]


def _knew_a_way(known: Known, n: int) -> bool:
    """Whether the way of another one had been told when the n-th was marked, or has been if it is not."""
    doors, mark = _doors(known), f"mark-{n}"
    return "ways" in (doors[: doors.index(mark)] if mark in doors else doors)


def together_steps(activity: "Activity") -> tuple[Step, ...]:
    """The steps of all four parts."""
    one = _Round(activity.id, activity.spec)
    return (
        *one.tell(),
        *(step for n in _NUMBERS for step in one.listen(n)),
        *(step for n in _NUMBERS for step in (one.mark(n), one.tried(n))),
        *one.told(),
        *(step for n in _NUMBERS for step in one.landed(n)),
    )


@dataclass(frozen=True)
class _Round:
    """What the steps of one definition share: its id, by which parcels come, and what it says."""

    id: str
    spec: SayBack

    # ---- what came -----------------------------------------------------------------------------------------------

    def nth(self, known: Known, sending: str, n: int) -> Parcel | None:
        """The n-th parcel of a sending."""
        parcels = known.inbox.of_sending(f"{self.id}/{sending}")
        return parcels[n - 1] if len(parcels) >= n else None

    def waits(self, sending: str, field: str, n: int) -> Callable[[Known], str]:
        """A sentence until there is something in it."""

        def sentence(known: Known) -> str:
            parcel = self.nth(known, sending, n)
            if parcel is not None and parcel.content.get(field):
                return ""
            emptied = parcel is not None and not parcel.content
            return say("waitsForAnother") if emptied else awaited(known, f"{self.id}/{sending}")

        return sentence

    def there(self, sending: str, n: int) -> Callable[[Known], bool]:
        """Whether the n-th is to be there: as many as usual, or one that came besides."""

        def came(known: Known) -> bool:
            parcel = self.nth(known, sending, n)
            return parcel is not None and bool(parcel.content)

        return always if n <= EACH else came

    def story_of(self, known: Known, n: int) -> int:
        """Which of the stories that came the n-th marks are about: both come from the same person."""
        parcel = self.nth(known, "marks", n)
        stories = [story.origin for story in known.inbox.of_sending(f"{self.id}/story")]
        return stories.index(parcel.origin) + 1 if parcel and parcel.origin in stories else n

    # ---- tell and listen -------------------------------------------------------------------------------------------

    def tell(self) -> tuple[Step, ...]:
        """My story, then what I note of it for myself."""
        spec = self.spec
        points = [Text(f"point-{n}", say("pointOfMine", n=n), "mine", _POINT, optional=False) for n in spec.numbers]
        feeling = [Text("feeling", spec.feeling, "mine", None, optional=True)] if spec.feeling else []
        return (
            Step(
                "story",
                "tell",
                (Text("story", spec.label, None, spec.words, optional=False),),
                "skip",
                before=lambda _: [scenes.text(say("trialTitle"), [say("waysTold")])],
                invites=True,
                then={"": "nothing-told"},  # there is no such step: without a story there are no points in it
                forms=_TOGETHER,
            ),
            Step(
                "points",
                "tell",
                (*points, *feeling),
                "skip",
                before=lambda _: [scenes.text("", [say("pointsAsked", n=spec.points)])],
                promise=until_marked(_MARKED),
                forms=_TOGETHER,
            ),
        )

    def listen(self, n: int) -> tuple[Step, ...]:
        """Somebody's story said back in the way that was drawn, then what I expect of it."""
        spec = self.spec

        def asked(known: Known) -> list[Scene]:
            parcel = self.nth(known, "story", n)
            if parcel is None:
                return []
            way = scenes.text("", [spec.way(parcel.arm), say("wayDrawn")])
            return [scenes.quote(parcel, "story", say("storyOfOther")), way]

        return (
            Step(
                f"say-{n}",
                "listen",
                (Text("said", say("sayItBack"), None, None, optional=False),),
                "skip",
                before=asked,
                waits=self.waits("story", "story", n),
                when=self.there("story", n),
                sends=f"{self.id}/story",
                forms=_TOGETHER,
            ),
            Step(
                f"guess-{n}",
                "listen",
                guesses(spec),
                "both",
                promise=gap_counted,
                given=(f"say-{n}",),
                forms=_TOGETHER,
            ),
        )

    # ---- how I was heard -------------------------------------------------------------------------------------------

    def mark(self, n: int) -> Step:
        """What came through of my points, and how I feel about it, before I know which way it was."""
        spec = self.spec
        answers = (Option("yes", say("landedYes")), Option("almost", say("landedAlmost")))
        fields: list[Field] = [Choice(f"mark-{k}", say("pointOfMine", n=k), None, spec.scale) for k in spec.numbers]
        fields += [
            Passage("met", say("wordsThatMet"), None, "said"),
            Passage("never", say("neverSaid"), None, "said"),
            Rating("understood", say("feltUnderstood"), None, *spec.understood),
            Choice("landed", say("didItLand"), None, answers),
            Text("almost", say("almostWhat"), None, None, optional=True),
        ]

        def before(known: Known) -> list[Scene]:
            parcel = self.nth(known, "said", n)
            if parcel is None:
                return []
            mine, theirs = scenes.mine("story", "story", say("myStory")), scenes.quote(parcel, "said", say("saidBack"))
            points = [scenes.mine("points", f"point-{k}", say("pointOfMine", n=k)) for k in spec.numbers]
            both = [scenes.pair(mine, theirs)] if parcel.content else [mine, theirs]
            knowing = [say("marksKnowing")] if _knew_a_way(known, n) else []
            if known.answers("points") is None:
                return [*both, scenes.text("", [say("pointsInMind"), *knowing])]
            return [*both, *points, scenes.text("", [say("marksTakeAlong"), *knowing])]

        return Step(
            f"mark-{n}",
            "heard",
            tuple(fields),
            "skip",
            before=before,
            waits=self.waits("said", "said", n),
            when=self.there("said", n),
            sends=f"{self.id}/said",
            derives=lambda known, given: self._with_marks(known, given, n),
            forms=_TOGETHER,
        )

    def _with_marks(self, known: Known, given: Answers, n: int) -> list[tuple[Reach, Answers]]:
        """What a measure counts of my marks, and what the listener now learns of my own points."""
        if not given:
            return []
        parcel, spec = self.nth(known, "said", n), self.spec
        own = known.answers("points") or {}
        told = {f"told-{k}": own[f"point-{k}"] for k in spec.numbers if own.get(f"point-{k}")}
        told |= {"feeling": own["feeling"]} if own.get("feeling") else {}
        counts = [] if _knew_a_way(known, n) else [counted(spec, parcel.arm if parcel else "", given)]
        return [*counts, ("partner", told)] if told else counts

    def tried(self, n: int) -> Step:
        """What somebody to whom I answered "almost" says back now, once it has come."""

        def words(known: Known) -> list[Scene]:
            parcel = self.nth(known, "again", n)
            return [scenes.quote(parcel, "again", say("saidAgain"))] if parcel else []

        return Step(
            f"tried-{n}",
            "heard",
            button=say("showSaidAgain"),
            scene=words,
            when=lambda known: self.nth(known, "again", n) is not None,
            forms=_TOGETHER,
        )

    def told(self) -> tuple[Step, ...]:
        """What stands behind the marks: which way was which, the group, what was found elsewhere."""

        def left(known: Known) -> list[Scene]:
            marked, doors = any(known.answers(id) for id in _MARKED), _doors(known)
            may_come = marked and "ways" not in doors and not {*_MARKED[:EACH]} <= {*doors}
            return [scenes.text("", [say("waysOneLeft")])] if may_come else []

        def ways(known: Known) -> list[Scene]:
            # Each is marked before its way is known, also one that comes after the other was told.
            came = [(n, self.nth(known, "said", n)) for n in _NUMBERS if known.answers(f"mark-{n}") is not None]
            told = [say("wayWas", n=n, way=self.spec.way(one.arm)) for n, one in came if one]
            out = [say("waysWhy"), say("waysLeaveOut")] if told else [say("nothingMarkedYet")]
            return [scenes.text(say("waysTitle"), [*told, *out])]

        def group(known: Known) -> list[Scene]:
            return [scene for figure in figure_ids(self.id) for scene in scenes.figure(known, figure)]

        steps = [
            Step(
                "ways",
                "heard",
                button=say("showWays"),
                before=left,
                scene=ways,
                debrief=True,
                after=_MARKED,
                forms=_TOGETHER,
            ),
            Step(
                "group",
                "heard",
                button=say("showGroup"),
                scene=group,
                waits=lambda known: "" if group(known) else say("waitsForGroup"),
                after=_MARKED,
                forms=_TOGETHER,
            ),
            Step("studies", "heard", button=say("showStudies"), scene=studies, after=_MARKED, forms=_TOGETHER),
        ]
        return tuple(steps if self.spec.published else steps[:2])

    # ---- how my listening landed -----------------------------------------------------------------------------------

    def landed(self, n: int) -> tuple[Step, ...]:
        """The marks beside what I expected, and one more try where they said "almost"."""

        def was_almost(known: Known) -> bool:
            parcel = self.nth(known, "marks", n)
            return parcel is not None and parcel.content.get("landed") == "almost"

        return (
            Step(
                f"came-{n}",
                "landed",
                button=say("showLanded"),
                scene=lambda known: self._came(known, n),
                quotes=lambda known: self._differences(known, n),
                derives=lambda known, _given: self._gap(known, n),
                waits=self.waits("marks", "landed", n),
                when=self.there("marks", n),
                forms=_TOGETHER,
            ),
            Step(
                f"again-{n}",
                "landed",
                (Text("again", say("sayItAgain"), None, None, optional=False),),
                "skip",
                sends=f"{self.id}/marks",
                after=(f"came-{n}",),
                when=was_almost,
                forms=_TOGETHER,
            ),
        )

    def _came(self, known: Known, n: int) -> list[Scene]:
        parcel, mine = self.nth(known, "marks", n), f"say-{self.story_of(known, n)}"
        if parcel is None or not parcel.content:
            return [scenes.quote(parcel, "", "")] if parcel else []
        words = [scenes.quote(parcel, f"told-{k}", self._marked(parcel, k)) for k in self.spec.numbers]
        kept = [] if any(scene["words"] for scene in words) else [scenes.text("", [say("pointsKept")])]
        words.append(scenes.quote(parcel, "feeling", say("feelingOfOther")))
        places = [
            scenes.mine(mine, "said", say("wordsThatMetThem"), scenes.spans(parcel, "met")),
            scenes.mine(mine, "said", say("neverSaidByThem"), scenes.spans(parcel, "never")),
        ]
        found = [*words, *places, scenes.quote(parcel, "almost", say("almostOfOther"))]
        return [*kept, *(scene for scene in found if scene.get("words") or scene.get("spans"))]

    def _gap(self, known: Known, n: int) -> list[tuple[Reach, Answers]]:
        """How far off I was, which is counted."""
        parcel, guess = self.nth(known, "marks", n), known.answers(f"guess-{self.story_of(known, n)}")
        if parcel is None or not guess or not {"through", "understood"} <= guess.keys() or not self._has_marks(parcel):
            return []
        through, understood = guess["through"] - self._heard(parcel), guess["understood"] - parcel.content["understood"]
        return [("count", {"through": through, "understood": understood})]

    def _differences(self, known: Known, n: int) -> list[Scene]:
        """Both figures of each forecast, in a sentence."""
        parcel, guess = self.nth(known, "marks", n), f"guess-{self.story_of(known, n)}"
        if parcel is None or not self._has_marks(parcel):
            return []
        heard, felt = self._heard(parcel), parcel.content["understood"]
        through = {
            "of": [guess, "through"],
            "with": say("landedThrough", mine="{mine}", came=heard),
            "without": say("landedThroughAlone", came=heard),
        }
        understood = {
            "of": [guess, "understood"],
            "with": say("landedUnderstood", mine="{mine}", came=felt),
            "without": say("landedUnderstoodAlone", came=felt),
        }
        return [scenes.text("", said=[through, understood])]

    def _heard(self, parcel: Parcel) -> float:
        """How many points came through, by their teller; half of one that did in part."""
        return sum(WORTH[parcel.content[f"mark-{k}"]] for k in self.spec.numbers)

    def _has_marks(self, parcel: Parcel) -> bool:
        """Whether a parcel has the marks that a card writes; one may come from anywhere."""
        felt, scale = parcel.content.get("understood"), self.spec.understood[0]
        given = all(parcel.content.get(f"mark-{k}") in MARKS for k in self.spec.numbers)
        if not given or not isinstance(felt, int | float) or isinstance(felt, bool):
            return False
        return scale.min <= felt <= scale.max

    def _marked(self, parcel: Parcel, k: int) -> str:
        given = parcel.content.get(f"mark-{k}")
        label = next((one.label for one in self.spec.scale if one.id == given), "")
        return say("pointMarked", n=k, mark=label)
