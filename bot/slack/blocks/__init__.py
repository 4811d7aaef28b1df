"""What is shown in Slack: one module of pure builders a feature, of the same name as its listener."""
