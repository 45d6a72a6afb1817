"""The marking desk: what was handed in, one answer after another, and marks that nbgrader's gradebook has at once.

``Desk`` answers the page's actions with its new state. The rest are nouns: ``work`` was handed in, ``marks`` stand in
the gradebook, the ``ledger`` keeps what only the desk knows, ``order`` hides who is who, ``jobs`` run by button.
"""
