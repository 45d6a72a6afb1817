"""The cohort desk: one page before a session, on which a facilitator sees who needs what, and mends it."""
