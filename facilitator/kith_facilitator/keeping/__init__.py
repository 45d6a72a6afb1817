"""What keeps a home over the years: backup and restore, the end of a cohort, the erasing of one person."""
