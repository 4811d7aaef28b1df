"""Looks at sources, alerts and their rules."""
