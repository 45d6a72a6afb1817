"""What a learner or a marker would trip over: one rule, one function from a checked module to its findings."""
