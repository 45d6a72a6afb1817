"""Numbers as they stand in an outcome: rounded, and never so far that the sentence stops being true."""

__all__ = ["counted", "figure", "percent"]


def percent(share: float, places: int = 0) -> str:
    """A share in percent; what is not all is never 100%, and what is not nothing never 0%."""
    text, least = f"{share:.{places}%}", f"{10**-places:g}%"
    if share > 0 and float(text[:-1]) == 0:
        return f"less than {least}"
    if share < 1 and float(text[:-1]) == 100:
        return f"more than {100 - 10**-places:g}%"
    return text


def counted(number: int, thing: str) -> str:
    """So many of a thing: 1 step, 2 steps."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def figure(value: float) -> str:
    """A number in four digits, written out where that is short."""
    rounded = float(f"{value:.4g}") + 0.0  # no -0
    return f"{rounded:,.10g}" if 1e-3 <= abs(rounded) < 1e7 or not rounded else f"{rounded:g}"
