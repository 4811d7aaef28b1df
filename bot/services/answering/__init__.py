"""Questions: what a message is, guidance, plans, the team's own records."""
