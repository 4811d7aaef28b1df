"""The register of law by date, the guidance pages, and the learned search over them; knows nothing of the bot."""
