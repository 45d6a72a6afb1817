"""What stands between a widget and the journal: one card a prompt, its state derived from records."""
