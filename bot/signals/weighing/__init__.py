"""From signals to a probability and a band."""
