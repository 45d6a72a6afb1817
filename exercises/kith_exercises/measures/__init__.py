"""What a cohort's answers say together; each measure hands out released figures only."""
