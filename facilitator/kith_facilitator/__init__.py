"""What a facilitator uses: the ``kith`` command, course build and check, grading, feedback, dashboards."""
