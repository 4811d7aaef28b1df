"""Delivery, audit, health, people, retention."""
