"""Drafts, their approval and filing."""
