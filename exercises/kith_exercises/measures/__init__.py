"""What answers say together.

A measure is a pure function from plain typed values to a `Finding`. It computes on answers, and whatever a cohort
sees has to be released first. `nulls` lists the measures, and which of them can say that nothing happened.
"""
