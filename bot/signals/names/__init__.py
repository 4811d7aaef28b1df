"""The brand's name, however it is written."""
