"""Judging listings, pictures, triage, verdicts."""
