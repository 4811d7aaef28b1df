"""The Slack app: listeners acknowledge, parse, call and show; block builders are pure."""
