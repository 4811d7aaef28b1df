"""The words of the interface, every key in English and Chinese."""
