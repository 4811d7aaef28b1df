"""What Marque can do, by feature: answering, watching, assessment, casework, drafting, upkeep."""
