"""How easy an English text reads: the grade level of Flesch and Kincaid, worked out of sentences, words and syllables.

J. P. Kincaid, R. P. Fishburne, R. L. Rogers and B. S. Chissom, Derivation of new readability formulas for Navy enlisted
personnel. Research Branch Report 8-75, Naval Technical Training Command, 1975. It knows nothing of meaning: a plain
sentence can be hard, and a long one clear.
"""

import re

__all__ = ["grade"]


def grade(text: str) -> float:
    """The school grade of a text; 0 for one without words."""
    words = re.findall(r"[A-Za-z][A-Za-z'’]*", text)
    sentences = [one for one in re.split(r"[.!?]+(?=\s|$)|\n+", text) if re.search(r"[A-Za-z]", one)]
    if not words or not sentences:
        return 0.0
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59


def _syllables(word: str) -> int:
    """Groups of vowels, less those that are written and not spoken."""
    plain = re.sub(r"['’].*", "", word.lower()) or "a"
    plain = re.sub(r"^some(?=.)", "som", plain)
    groups = len(re.findall(r"[aeiouy]+", plain))
    if re.search(r"(?<![aeiouytd])ed$|(?<![aeiouylszxcgh])es$|[^aeiouyl]e$|[aeiouy]le$|(?<=[^aeiouy])ely$", plain):
        groups -= 1
    groups += len(re.findall(r"ia(?!l|n|g)|io(?!n|u)|eo(?!p)|[^q]ua[^r]|ier|iest|ying", plain)) and 1
    return max(groups, 1)
