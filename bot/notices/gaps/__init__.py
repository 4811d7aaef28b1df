"""What a notice lacks: every check of the completeness gate, one file a subject."""
