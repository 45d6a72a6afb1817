"""One small activity of each kind, as its author would write it."""

from dataclasses import replace
from typing import Any

from kith_exercises.exchange import Parcel
from kith_exercises.primitives.primitive import Earlier
from tests.primitives.sample import Came, Sample

__all__ = [
    "ALLOCATE",
    "ALLOCATE_ROOM",
    "BYLINE",
    "CALIBRATION",
    "CASCADE",
    "CONCEPT_MAP",
    "CONVERSATION",
    "GAME_ROUND",
    "IN_ROOM",
    "LAB",
    "LOOK_BACK",
    "MODEL",
    "NETWORK_LAB",
    "OFFER",
    "RECEIPT",
    "RECEIPT_ROOM",
    "SAMPLES",
    "SAY_BACK",
    "SAY_BACK_ROOM",
    "SURVEY",
    "UNDER_RULE",
]

CALIBRATION = Sample(
    "calibration",
    """
    [how-sure]
    kind = "calibration"
    reach = "count"
    title = "Three times this or that"
    intro = ["One of two things is so. Say which, and how sure you are."]
    sure = { min = 50, max = 100, step = 10, unit = "%" }

    [[how-sure.claims]]
    id = "square"
    label = "The square of 12 is"
    options = [{ id = "above", label = "above 140" }, { id = "below", label = "below 140" }]

    [[how-sure.claims]]
    id = "primes"
    label = "Below 20 there are"
    options = [{ id = "eight", label = "eight primes" }, { id = "nine", label = "nine primes" }]

    [[how-sure.claims]]
    id = "angles"
    label = "The angles of a triangle in the plane make up"
    options = [{ id = "two", label = "two right angles" }, { id = "three", label = "three right angles" }]
    """,
    sealed={
        "right": {"square": "above", "primes": "eight", "angles": "two"},
        "how": {"square": "12 times 12 is 144.", "primes": "2, 3, 5, 7, 11, 13, 17, 19.", "angles": "Euclid, I.32."},
    },
    withheld={"144": "answers", "11, 13, 17": "answers", "Euclid": "answers"},
)

_AXIS = {"min": 0, "max": 20, "label": "people who ask"}

CASCADE = Sample(
    "cascade",
    """
    [who-asks]
    kind = "cascade"
    reach = "count"
    title = "Who asks first?"
    intro = ["You don't follow, and nobody has asked yet."]
    bands = [[0, 0], [1, 1], [2, 5], [6, -1], []]
    label = "I would ask once this many had asked before me."
    first = "How many of this group would go first?"
    after = "Did you keep a question to yourself?"

    [[who-asks.rooms]]
    id = "all"
    thresholds = "0..99"
    ask = "In a room of 100, each needs one more than the one before. How many ask in the end?"

    [[who-asks.rooms]]
    id = "one"
    thresholds = "0, 2, 2..99"
    ask = "One person moved from 1 to 2. How many now?"

    [[who-asks.levers]]
    id = "opens"
    label = "The facilitator asks first"
    first = 1

    [[who-asks.levers]]
    id = "pairs"
    label = "Two minutes in pairs first"
    easier = 1

    [who-asks.built]
    ask = "A room of five. Move as few as you can, so that all of them ask."
    thresholds = "0, 2, 2, 3, 4"
    guess = "How many of your five ask in the end?"
    times = 1
    """,
    withheld={
        "100 of 100 ask": "room-all",
        "1 of 100 asks": "room-one",
        "Eleven would wait": "bands",
        "Rooms stand still": "rooms",
        "They go on": "lever-opens",
        "Pairs help": "lever-pairs",
    },
    came=Came(
        known={
            "who-asks/bands": {
                "title": "Eleven would wait",
                "sentence": "",
                "rows": [{"label": "0", "people": "10 to 14"}],
            },
            "who-asks/rooms": {"title": "Rooms stand still", "sentence": "", "point": 1, "axis": _AXIS},
            "who-asks/lever-opens": {"title": "They go on", "sentence": "", "point": 12, "axis": _AXIS},
            "who-asks/lever-pairs": {"title": "Pairs help", "sentence": "", "point": 11, "axis": _AXIS},
        }
    ),
)


def _card(id: str, favours: str, held: object) -> dict[str, Any]:
    return {"id": id, "text": f"Fact {id} of the shelter.", "for": favours, "held": held}


GAME_ROUND = Sample(
    "game-round",
    """
    [shelter]
    kind = "game-round"
    reach = "count"
    title = "Where do people go when it floods?"
    forms = ["alone", "cohort", "room"]
    game = "hidden-profile"
    seats = 4
    turns = 3
    choices = [{ id = "school", label = "The school" }, { id = "depot", label = "The bus depot" }]
    ways = [{ id = "free", label = "Talk freely" }, { id = "facts", label = "Facts first" }]
    missing = ["night workers", "wheelchair users"]
    own-share = "What share of the talk was yours?"
    """,
    sealed={
        "cards": [
            *(_card(f"common-{number}", "school", "all") for number in range(4)),
            *(_card(f"single-{seat}-{number}", "depot", seat) for seat in range(1, 5) for number in range(2)),
            _card("absent", "depot", "missing"),
        ],
        "answer": {"choice": "depot", "because": ["It stands on a hill."]},
    },
    withheld={"Fact absent": "what", "stands on a hill": "what", "together speak for": "what"},
)


def _parcel(id: str, sending: str, origin: str, arm: str = "", **content: Any) -> Parcel:
    return Parcel(id, f"story/{sending}", "story", "", origin, content, arm, at="2026-11-20T12:00:00.000Z")


def _marks(id: str, origin: str, landed: str, told: str, **more: Any) -> Parcel:
    given = {
        "mark-1": "there",
        "mark-2": "partly",
        "met": {"of": "p1", "spans": [[0, 4]]},
        "never": {"of": "", "spans": []},
    }
    told_of = {"told-1": told, "told-2": f"{told}, too", "feeling": "tired"}
    return _parcel(id, "marks", origin, **given, understood=5, landed=landed, **told_of, **more)


SAY_BACK = Sample(
    "say-back",
    """
    [story]
    kind = "say-back"
    reach = "partner"
    title = "Saying it back"
    care = ["Leave out names."]

    [story.tell]
    label = "A time when something did not land."
    words = [1, 180]
    points = 2
    feeling = "One word for how that was"

    [[story.ways]]
    id = "words"
    label = "Say back what happened."

    [[story.ways]]
    id = "full"
    label = "Say back what happened and how it was."

    [story.marks]
    scale = ["there", "partly", "not there"]
    understood = { min = 1, max = 7, ends = ["not at all", "fully"] }

    [story.published]
    from = "sealed"

    [story.alone]
    stories = 2
    """,
    sealed={
        "stories": [
            {"story": "I showed a knot, and nobody could tie it.", "points": ["It was cold.", "My hands were fast."]},
            {"story": "I wrote a note, and nobody read it.", "points": ["It was long.", "It hung behind a door."]},
        ],
        "published": {"title": "What was found elsewhere", "paragraphs": ["A study stands here."]},
    },
    withheld={
        "A study stands here": "studies",
        "That I had waited": "came-1",
        "tired": "came-1",
        "That it rained": "came-2",
    },
    came=Came(
        (
            _parcel("p1", "story", "aaaa", "words", story="I told it at the gate."),
            _parcel("p2", "story", "bbbb", "full", story="I told it on the stairs."),
            _parcel("p3", "said", "cccc", "full", said="You told it twice."),
            _parcel("p4", "said", "dddd", "words", said="You told it once."),
            _marks("p5", "bbbb", "almost", "That I had waited", almost="It was a Sunday."),
            _marks("p6", "aaaa", "yes", "That it rained"),
        )
    ),
)

BYLINE = Sample(
    "label-experiment",
    """
    [byline]
    kind = "label-experiment"
    reach = "count"
    title = "Four notes"
    notes = 4
    arms = [{ id = "new", label = "third week here" }, { id = "long", label = "ten years in this work" }]
    ask = [
      { id = "sound", kind = "rating", label = "How sound is it?", min = 0, max = 10, ends = ["not at all", "fully"] },
      { id = "why", kind = "text", label = "Why?", reach = "facilitator", optional = true },
    ]
    debrief = ["The notes were the same for everybody.", "The line was drawn by lot, to see whether it moves us."]
    predict = "Did the line move us?"
    rule = "Write a rule for reading notes."
    """,
    sealed={
        "texts": [{"id": f"n{n}", "text": f"Note text number {n}."} for n in range(1, 5)],
        "elsewhere": {"title": "Found elsewhere", "paragraphs": ["What a study found."]},
    },
    withheld={
        "The notes were the same": "debrief",
        "Found elsewhere": "elsewhere",
        "What a study found": "elsewhere",
        "a released figure": "group",
    },
    came=Came(known={"byline/gap": {"title": "We can't tell yet: a released figure"}}),
)

UNDER_RULE = Sample(
    "label-revision",
    """
    [under-rule]
    kind = "label-revision"
    reach = "count"
    title = "Two more notes"
    rule = "Write a rule for reading notes."
    notes = 2
    arms = [{ id = "new", label = "third week here" }, { id = "long", label = "ten years in this work" }]
    ask = { label = "How sound is it?", again = "And now?", min = 0, max = 10, ends = ["not at all", "fully"] }
    """,
    sealed={"texts": [{"id": f"m{n}", "text": f"Another note, number {n}."} for n in (1, 2)]},
    withheld={"a released figure": "group"},
    came=Came(known={"under-rule/moved": {"title": "We can't tell yet: a released figure"}}),
)


def _sent(id: str, sending: str, origin: str, **content: Any) -> Parcel:
    at = f"2026-11-20T12:00:{id[1:]}.000Z"
    return Parcel(id, f"explain-it/{sending}", "explain-it", "", origin, content, at=at)


def _lost(id: str, sending: str, origin: str, first: str) -> Parcel:
    return _sent(id, sending, origin, lost={"of": "e9", "spans": [[0, 6]]}, answers="Perhaps twice", first=first)


ALLOCATE = Sample(
    "allocate",
    """
    [explain-it]
    kind = "allocate"
    reach = "partner"
    title = "Where did I lose you?"

    [explain-it.pass]
    each = 2
    key = "key"

    [[explain-it.write]]
    id = "text"
    kind = "text"
    label = "Explain your thing."
    words = [1, 150]

    [[explain-it.write]]
    id = "questions"
    kind = "text"
    label = "Three questions."

    [[explain-it.write]]
    id = "how"
    kind = "choice"
    label = "How do you know it?"
    options = [{ id = "did", label = "Did it" }, { id = "read", label = "Read it" }]

    [[explain-it.write]]
    id = "key"
    kind = "text"
    reach = "mine"
    label = "Your own answers"

    [explain-it.forecast]
    label = "How many of the three will they get?"
    min = 0
    max = 3
    result = { field = "right", of = "check" }

    [[explain-it.read]]
    id = "lost"
    kind = "passage"
    label = "Select the words where you are lost."

    [[explain-it.read]]
    id = "answers"
    kind = "text"
    label = "Your answers"

    [[explain-it.read]]
    id = "first"
    kind = "text"
    optional = true
    label = "What would you have needed first?"

    [[explain-it.check]]
    id = "right"
    kind = "number"
    label = "By your key, how many are right?"
    min = 0
    max = 3

    [explain-it.rewrite]
    label = "The same for the next reader"
    words = [1, 150]

    [explain-it.alone]
    texts = 1
    after-days = 2
    """,
    sealed={
        "texts": [
            {"text": "Turn it left, then the other way.", "questions": "How often?", "how": "did", "key": "Four times"},
        ]
    },
    withheld={"A drawing of it": "came-1", "Once, and only once": "told-2", "A map of it": "recame-1"},
    came=Came(
        (
            _sent("e01", "text", "aaaa", text="Fold it twice.", questions="How often?", how="read"),
            _sent("e02", "text", "bbbb", text="Fold it again.", questions="Why twice?", how="made up"),
            _lost("e03", "lost", "cccc", "A drawing of it"),
            _lost("e04", "lost", "dddd", "A drawing of it, too"),
            _sent("e05", "checked", "bbbb", right=1, **{"told-key": "Once, and only once"}),
            _sent("e06", "checked", "aaaa", right=2, **{"told-key": "Twice"}),
            _sent("e07", "again", "eeee", text="Fold it in the middle.", questions="Where?", how="did"),
            _lost("e08", "found", "ffff", "A map of it"),
        )
    ),
)


def _given(id: str, sending: str, origin: str, **content: Any) -> Parcel:
    return Parcel(id, f"stamped/{sending}", "stamped", "", origin, content, at=f"2026-11-20T12:01:{id[1:]}.000Z")


RECEIPT = Sample(
    "receipt",
    """
    [stamped]
    kind = "receipt"
    reach = "partner"
    title = "A stamped note"
    care = ["Leave out names."]
    limit = "fails"
    note = { label = "What I do", words = [1, 120] }
    trust = { min = 0, max = 10, ends = ["not at all", "at once"] }
    pass = { each = 2 }
    alone = { notes = 1 }

    [[stamped.stamps]]
    id = "sure"
    kind = "number"
    label = "How sure"
    min = 0
    max = 100
    unit = "%"

    [[stamped.stamps]]
    id = "how"
    kind = "choice"
    label = "How I know"
    options = [{ id = "did", label = "Did it" }, { id = "guess", label = "A guess" }]

    [[stamped.stamps]]
    id = "fails"
    kind = "text"
    label = "When it fails"

    [[stamped.stamps]]
    id = "wrong"
    kind = "text"
    optional = true
    label = "A time I got it wrong"
    """,
    sealed={"notes": [{"note": "Label the lid, too.", "sure": 90, "how": "did", "fails": "Lids get swapped."}]},
    withheld={
        "Below zero": "trust-1",
        "In a draught": "trust-2",
        "said 4 before the stamp, and 8 with it": "came-1",
        "With the stamp your reader said 3": "came-2",
        "Ana asks less often": "told-1",
        "changed it to fit, and used it.": "told-2",
    },
    came=Came(
        (
            _given("r01", "note", "aaaa", note="Salt the step.", sure=80, how="did", fails="Below zero"),
            _given("r02", "note", "bbbb", note="Wedge the door.", sure=60, how="made up", fails="In a draught"),
            _given(
                "r03", "verdict", "cccc",
                before=4, again=8, more="When it fails", less="None of them", verdict="tried",
                claim={"of": "r09", "spans": [[0, 4]]},
            ),
            _given("r04", "verdict", "dddd", again=3, more="gone", less=7, verdict="unsure", claim=None),
            _given(
                "r05", "use", "cccc",
                use="used", difference="Ana asks less often.", thanks={"of": "r09", "spans": [[5, 9]]},
            ),
            _given("r06", "use", "dddd", use="adapted", difference=""),
        )
    ),
)  # fmt: skip


SURVEY = Sample(
    "survey",
    """
    [giving]
    kind = "survey"
    reach = "count"
    title = "How I give"
    care = ["Leave out names."]
    instrument = "ipip-giving"
    scales = ["trust", "altruism"]
    ask = "Which of these lines made you stop?"
    """,
    withheld={"mean of your answers": "score", "Journal of Research in Personality": "score", "We trust by": "group"},
    came=Came(known={"giving/trust": {"title": "We trust by 3.4"}, "giving/altruism": {"title": "We trust by 4"}}),
)

LOOK_BACK = Sample(
    "look-back",
    """
    [back]
    kind = "look-back"
    reach = "mine"
    title = "Looking back"
    of = ["why", "0-welcome/where"]
    """,
    earlier={"why": (Earlier("2001-01-05T09:00:00.000Z", (("Why?", "Since nobody asked me."),)),)},
)

OFFER = Sample(
    "offer",
    """
    [for-the-next]
    kind = "offer"
    reach = "library"
    title = "For those who come after you"
    of = "after-action"
    fields = ["next"]
    """,
    earlier={
        "after-action": (
            Earlier(
                "2001-01-05T09:00:00.000Z",
                (("What happened?", "It rained."), ("What should the next group know?", "Ask Mara before noon.")),
                ("happened", "next"),
            ),
        )
    },
)

LAB = Sample(
    "lab",
    """
    [hand-over]
    kind = "lab"
    reach = "facilitator"
    title = "A list for each handover"

    [[hand-over.steps]]
    id = "argue"
    say = ["What is each of these to the claim?"]

    [[hand-over.steps.fields]]
    id = "cards"
    kind = "argument"
    label = "Put each card where it belongs"
    claim = "We hand over better with a list."
    cards = [{ id = "old", label = "The last one was out of date." }, { id = "others", label = "Others have one." }]

    [[hand-over.steps.fields]]
    id = "moments"
    kind = "sort"
    label = "When does it help?"
    reach = "mine"
    groups = [{ id = "before", label = "Before" }, { id = "after", label = "Afterwards" }]
    items = [{ id = "ask", label = "Asking" }, { id = "quiet", label = "Being quiet" }]

    [[hand-over.steps]]
    id = "first"

    [[hand-over.steps.fields]]
    id = "order"
    kind = "order"
    label = "What first?"
    items = [{ id = "ask", label = "Ask" }, { id = "wait", label = "Wait" }, { id = "write", label = "Write" }]

    [[hand-over.steps.fields]]
    id = "found"
    kind = "grid"
    label = "Who can find it later?"
    rows = [{ id = "talk", label = "A talk" }, { id = "note", label = "A note" }]
    columns = [{ id = "two", label = "two people" }, { id = "all", label = "anyone" }]
    """,
)

CONVERSATION = Sample(
    "conversation",
    """
    [late-notes]
    kind = "conversation"
    reach = "facilitator"
    title = "The notes came late"
    other = "Ana"
    """,
    sealed={
        "talk": """
# noon
I waited until noon. What happened?
> I was stuck, and did not say so. -> stuck
> It was only two hours. -> hours

# stuck
Then say so next time.

I would have waited gladly.
? How would you say it?
> What would you have done? -> asked
> I will. -> hours

# asked
I'd have come by with coffee.
-> end

# hours
Twelve people sat there.
-> end
"""
    },
    withheld={"say so next": "hear-1", "would you have done": "hear-1", "gladly": "hear-1", "coffee": "hear-1-1"},
)

CONCEPT_MAP = Sample(
    "concept-map",
    """
    [hangs-on]
    kind = "concept-map"
    reach = "facilitator"
    title = "What sharing hangs on"
    question = "How do these hang together?"
    own = 2
    links = ["leads to", "needs"]
    concepts = [
      { id = "trust", label = "Trust" }, { id = "asking", label = "Asking" }, { id = "time", label = "Time" },
    ]
    after = ["Draw it anew."]
    """,
)

NETWORK_LAB = Sample(
    "network-lab",
    """
    [who-hears]
    kind = "network-lab"
    reach = "facilitator"
    title = "Who hears of it?"
    people = [
      { id = "ana", label = "Ana" }, { id = "ben", label = "Ben" }, { id = "cem", label = "Cem" },
      { id = "dora", label = "Dora" }, { id = "emil", label = "Emil" },
    ]
    ties = [["ana", "ben"], ["ana", "cem"], ["ben", "cem"], ["cem", "dora"], ["dora", "emil"]]
    things = [{ label = "open the till", by = ["dora"] }, { label = "mend a plug", by = ["ana", "ben"] }]

    [[who-hears.rounds]]
    id = "fact"
    ask = "Ana knows when the market opens. After how many steps does nobody hear it anew?"
    counts = "steps"
    starts = ["ana"]

    [[who-hears.rounds]]
    id = "custom"
    ask = "How many take it up, if they need to see it at two people?"
    counts = "heard"
    starts = ["ana", "ben"]
    needs = 2
    change = "add"
    label = "One more tie"

    [[who-hears.rounds]]
    id = "elsewhere"
    ask = "How many hear it now?"
    counts = "heard"
    starts = ["ana"]
    change = "move"
    label = "A tie goes elsewhere"

    [[who-hears.rounds]]
    id = "gone"
    ask = "How many of these things does nobody know any more?"
    counts = "lost"
    change = "leave"
    label = "Somebody leaves"

    [who-hears.ours]
    ask = "How many people here have you asked something in the last two weeks?"
    bands = [[0, 1], [2, 3], [4, 5], [6, -1]]
    guess = "In a group that is tied like this one, how many of ten hear of something that one of them knows?"
    """,
    withheld={"We guessed too high": "off", "Most know a few": "our-ties", "It gets far": "reach"},
    came=Came(
        known={
            "who-hears/off": {"title": "We guessed too high"},
            "who-hears/ties": {
                "title": "Most know a few",
                "sentence": "",
                "rows": [{"label": "2 to 3", "people": "10 to 14"}],
            },
            "who-hears/reach": {
                "title": "It gets far",
                "sentence": "",
                "point": 8,
                "axis": {"min": 0, "max": 10, "label": "of ten"},
            },
        }
    ),
)

MODEL = Sample(
    "model",
    """
    [unsaid]
    kind = "model"
    reach = "facilitator"
    title = "Why do single facts stay unsaid?"
    model = "information_sampling"

    [[unsaid.rounds]]
    id = "four"
    say = ["Four people talk."]
    parameters = { members = 4, discussions = 20 }
    beside = { members = 6 }
    guesses = [{ id = "common", ask = "How many common facts?", figure = "common", min = 0, max = 100, unit = "%" }]

    [[unsaid.rounds]]
    id = "promise"
    parameters = { discussions = 20 }
    change = "Let each keep a promise"
    guesses = [{ id = "single", ask = "How many of 100?", figure = "single_share", min = 0, max = 100, unit = "%" }]
    after = ["One line is enough."]
    """,
    withheld={"One line is enough": "round-promise"},
)

SAY_BACK_ROOM = replace(SAY_BACK, form="room", withheld={"A study stands here": "room-studies"})
ALLOCATE_ROOM = replace(ALLOCATE, form="room", withheld={})
RECEIPT_ROOM = replace(RECEIPT, form="room", withheld={})
CONVERSATION_ROOM = replace(
    CONVERSATION, form="room", withheld={piece: f"room-{step}" for piece, step in CONVERSATION.withheld.items()}
)
_ANY_FORM = '    forms = ["alone", "cohort", "room"]\n'
GAME_ROUND_ROOM = replace(
    GAME_ROUND,
    form="room",
    definition=GAME_ROUND.definition.replace(_ANY_FORM, ""),
    withheld={"stands on a hill": "what", "together speak for": "what"},  # which cards came up is asked before that
)

#: The same in one room, where that has steps of its own.
IN_ROOM = (ALLOCATE_ROOM, CONVERSATION_ROOM, GAME_ROUND_ROOM, RECEIPT_ROOM, SAY_BACK_ROOM)

SAMPLES = (
    ALLOCATE,
    BYLINE,
    CALIBRATION,
    CASCADE,
    CONCEPT_MAP,
    CONVERSATION,
    GAME_ROUND,
    LAB,
    LOOK_BACK,
    MODEL,
    NETWORK_LAB,
    OFFER,
    RECEIPT,
    SAY_BACK,
    SURVEY,
    UNDER_RULE,
)
