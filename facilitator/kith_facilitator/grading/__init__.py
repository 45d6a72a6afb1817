"""Grading: each submission by nbgrader's own autograde, many at once, and one that writes what came of it."""
