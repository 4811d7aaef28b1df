"""Marketplaces on the loopback: each checks what it is sent as its documentation says, and answers as oddly."""
