"""A local stand-in for Slack: its Web API, events and a page to click on. Imports nothing of the bot."""
