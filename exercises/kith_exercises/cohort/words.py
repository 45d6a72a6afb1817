"""What simulated learners say. Each text begins with the label, so that nobody takes it for a person's."""

__all__ = ["EXPLANATIONS", "LABEL", "NOTES", "QUESTIONS", "REASONS", "SAID_BACK", "SENTENCES", "STORIES"]

LABEL = "[Simulated learner]"

QUESTIONS = (
    "When does explaining something to a colleague save time, and when does it cost both of us more?",
    "How do I notice that somebody nods but has not followed me?",
    "What makes people at our counter pass on what they found out the hard way?",
    "Does it help to say how unsure I am, or do people then stop listening?",
    "Why do the same three people answer every question in our group?",
    "How can a night shift leave behind more than a list of open tasks?",
    "What would make me ask earlier, before I have lost half a day?",
    "Can I share what I know without making the other person feel slow?",
    "How much of what I know can be written down at all?",
    "Who never gets asked in our team, and what do we miss by that?",
    "When is it kinder to let somebody find out alone?",
    "How do I find out whether my notes were ever of use to anyone?",
)

REASONS = (
    "I was thinking of our own meetings, where people are more careful when others watch.",
    "A hunch. I imagined myself in it and went a little lower.",
    "People like to look generous, so I expected a larger difference than there was.",
    "I had read something similar once and went by memory.",
    "Thirty turns is long. I thought most groups would stop giving at some point.",
    "I had no reason, so I put both marks near the middle.",
    "In my experience nobody changes much because of being seen.",
    "The groups differ more among themselves than I had thought, which makes me less sure of the averages.",
    "I still think that being seen matters, but perhaps more at the start than at the end.",
)

#: Of anything in an activity.
NOTES = (
    "I put down what came to mind first, and would say it more carefully to somebody I know.",
    "It depends on who is in the room; with people I trust I would say more.",
    "I am not sure here. I know one case well, and that case may not be like others.",
    "I had to think of last week, when the same thing came up and nobody named it.",
    "More than I expected. I would like to try it once on purpose and see.",
    "I would ask first what the other person knows already, and begin there.",
    "Part of it is clear to me. The rest I would only understand by doing it.",
    "I would keep this, and leave out everything that can be found in the manual.",
)

#: Something that did not land.
STORIES = (
    (
        "I showed a new colleague how we count the till. She said yes at every step. The next evening she counted "
        "it the old way, and I felt as if I had talked to a wall."
    ),
    (
        "I wrote two pages about the archive before I went on leave. When I came back nobody had opened them. I "
        "had worked on them for a weekend."
    ),
    (
        "In a meeting I said that the deadline would not hold. Somebody made a joke, and we went on. I did not "
        "say it a second time."
    ),
    (
        "I explained to my neighbour how the heating is bled. He thanked me and then called the plumber. I still "
        "wonder what I left out."
    ),
    (
        "I told my group that I had lost the thread. They repeated the last sentence, only louder. I nodded, and "
        "was no wiser."
    ),
    "A trainee asked me why we do it this way. I said that we always have. I saw her face, and it was too late.",
)

#: What is said back, by the way in which it was asked for: the first, and the second.
SAID_BACK = (
    (
        "You had put work into it and hoped that it would arrive. It did not, and nobody told you why.",
        "You gave something that mattered to you. What came back did not fit it, and you stayed with that alone.",
        "You did your part with care, and then saw that it had gone past the other person.",
    ),
    (
        "You explained something, and it was not used afterwards.",
        "There was something to pass on. You passed it on, and then it was done differently.",
        "You said or showed something, and things went on as before.",
    ),
)

#: A thing that somebody can do, told to whoever can't.
EXPLANATIONS = (
    (
        "A dough has risen enough when a dent of your finger comes back slowly. If it springs back, wait. If it "
        "stays, you have waited too long. Warm rooms are faster than any recipe."
    ),
    (
        "To file a plane iron, keep its bevel flat on the stone and count your strokes. Turn it after ten. When "
        "you feel a burr along the whole edge, take it off on the other side."
    ),
    (
        "To read a bus timetable, find the stop first and then the day. The small letters are exceptions. They "
        "stand for school days more often than for holidays."
    ),
    (
        "A bicycle tube is patched in four steps. Find the hole under water. Roughen the place. Wait until the "
        "glue is dull. Only then press the patch on, longer than seems needed."
    ),
    (
        "When you hand over a shift, begin with what is not finished. Then say who waits for what. What went well "
        "can wait until tomorrow."
    ),
)

#: How much care a sentence takes (0 to 1), and the sentence: reflections of every quality are made of these.
SENTENCES = (
    (0.0, "It was interesting to see the results."),
    (0.0, "I had expected something else."),
    (0.1, "I learned that people are different."),
    (0.1, "In the end everybody has their own way of sharing."),
    (0.2, "I think that being seen plays a part, but it depends."),
    (0.2, "My guess was too low and I was surprised by how much the groups gave."),
    (0.3, "I had put my mark for the public groups clearly below what came."),
    (0.3, "When I explain something at work I usually start with the tool and not with the person."),
    (0.4, "The anonymous groups gave about fifteen choices less on average, in ten groups of each kind."),
    (
        0.4,
        "One reason may be that the others saw who gave, and that a good name was worth more than a few points.",
    ),
    (0.4, "If that is so, the difference should grow over the turns, as a name takes time to form."),
    (0.5, "It would speak against my reason if the public groups had given more already in the very first turn."),
    (0.5, "Another account is that seeing others give shows what is usual here, whether or not anyone watches me."),
    (0.5, "To tell the two apart I would show people what others gave but hide what they give themselves."),
    (
        0.6,
        "In my own record the mark for public stands far below the average, and I had called myself fairly sure.",
    ),
    (0.6, "So it is not only the direction that I got wrong, but how sure I was of it."),
    (0.6, "My person is the new colleague who takes over the evening desk from me in two weeks."),
    (
        0.7,
        "I will write no longer note. I will close with them once and let them say each step before I do it.",
    ),
    (
        0.7,
        "I would notice that it worked if they close alone on the third evening and call me only for what is new.",
    ),
    (
        0.7,
        "If they call me about one step twice, my explanation of it has failed and I will ask what they saw.",
    ),
    (
        0.8,
        "Few of the thousand shuffles gave a gap this large, so chance alone is a poor account, though not excluded.",
    ),
    (0.8, "The data cannot say whether people in a game give for the same reasons as people at a desk."),
    (
        0.8,
        "One anonymous group gave more than five of the ten public ones did, which my reason does not explain.",
    ),
    (0.9, "What I believed about my colleague was that more detail is kinder. The evidence I have is one tired face."),
    (0.9, "So I will ask first what they already do at closing time, and begin there."),
)
