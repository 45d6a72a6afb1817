"""A talk in which each line leads on."""

from dataclasses import replace

from tests.primitives.sample import Sample

__all__ = ["CONVERSATION", "CONVERSATION_ROOM"]

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

CONVERSATION_ROOM = replace(
    CONVERSATION, form="room", withheld={piece: f"room-{step}" for piece, step in CONVERSATION.withheld.items()}
)
