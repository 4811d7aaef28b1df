"""Going out: the one door for HTTP, with an address guard for every URL that comes from data."""
