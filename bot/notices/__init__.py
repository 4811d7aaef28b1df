"""Notices: facts into words, gaps checked, papers printed in Chinese with an English mirror."""
