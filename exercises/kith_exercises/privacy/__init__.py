"""The only way a figure of a cohort can come to be: what comes out holds for a group, or says why it is withheld.

``release`` and ``split`` make figures of one group, ``release_cuts`` of a group and its parts, ``release_steps`` of
answers in order, ``release_talk`` of groups that talked, ``release_texts`` of texts. ``next_wave`` says who may be
counted when more people have answered since, and ``next_pulse`` releases parts in waves of others.

Nobody's answer follows from all of it together, not even for a reader who knows their own. Why: whatever is published
is the same if two people of a lot change their answers. So where in a lot, with anybody's record taken out, there are
still two who answered differently, each of the others may have answered otherwise to a reader (``alike``). A lot is
those whom no figure tells apart; by adding and subtracting figures, cuts and waves, no group of fewer than one and
``k`` others can be reached (``complement``, ``waves``). Where a lot is too much alike, or of one or two people as where
cuts cross, another cohort is found that gives the same page (``every``, ``witness``), or no part is shown. Parts that
everybody's figure settles tell nothing besides. Of others all are shown that who is in them allows, or none of any cut:
which cut had to go would tell about answers. That none is shown has more than one reason: one cohort in a hundred is
shown none by lot (``drawn``), and it is looked at whether these are enough to tell nothing (``refusals``). Of cuts that
cross, as many are looked at as are mostly found to be safe (``tables``), in one order.

How far that is proved: that no page tells, shown or not, holds by looking at all cohorts where no more than 100,000
have everybody's figure, and that none that is shown does where no more have the same page (``every``). Above that it is
proved of lots whose answers differ, and of pages without parts; of other lots cohorts are found that share the page,
but whether each of these would have been found to be safe in its turn is not certain: so much is heuristic. Over waves
of parts nothing is added, as nobody is in two of them (``pulse``): each tells what it would alone. Who is counted in a
later wave of ``next_wave`` depends on what earlier ones released; over these all cohorts of a few stories were looked
at (``tests/privacy/test_stories.py``), and two or three answers each; that is no proof for others.

What is not promised: ``k`` counts others, so readers who pool what they answered have so many others fewer. Of six
people on a scale of five, some two could work out a third one's answer in 2.3% of the cohorts that are shown, of eight
in 0.07%, of twelve in 0.002% (all cohorts looked at, each counted as often as it can come about).
"""

from kith_exercises.privacy.alike import apart
from kith_exercises.privacy.bands import Band
from kith_exercises.privacy.cuts import Cell, Cut
from kith_exercises.privacy.figures import Figure, Interval, Level, Split, Withheld, read_figure, read_split
from kith_exercises.privacy.pulse import next_pulse, read_pulse
from kith_exercises.privacy.release import Scale, release, release_measured, split
from kith_exercises.privacy.steps import Steps, release_steps
from kith_exercises.privacy.tables import release_cuts
from kith_exercises.privacy.talk import release_talk
from kith_exercises.privacy.texts import Texts, release_texts
from kith_exercises.privacy.thresholds import Thresholds
from kith_exercises.privacy.waves import Series, Terms, Wave, next_wave

__all__ = [
    "Band",
    "Cell",
    "Cut",
    "Figure",
    "Interval",
    "Level",
    "Scale",
    "Series",
    "Split",
    "Steps",
    "Terms",
    "Texts",
    "Thresholds",
    "Wave",
    "Withheld",
    "apart",
    "next_pulse",
    "next_wave",
    "read_figure",
    "read_pulse",
    "read_split",
    "release",
    "release_cuts",
    "release_measured",
    "release_steps",
    "release_talk",
    "release_texts",
    "split",
]
