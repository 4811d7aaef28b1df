"""What runs on a schedule, as one table."""
