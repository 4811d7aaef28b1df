"""What a click, command, form or event of Slack does: one module a feature, with its `register`."""
