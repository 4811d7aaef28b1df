"""The chat model, where one is configured: every clause that it writes is held to its source."""
