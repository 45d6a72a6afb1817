"""What only the modules of this package hold: without it no figure can be made."""

GATE = object()
