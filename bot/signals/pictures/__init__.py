"""The owner's pictures, found again."""
