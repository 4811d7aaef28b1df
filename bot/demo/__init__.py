"""The demo: an invented brand team with its listings, on the local page, so that everything can be tried without Slack."""
