"""What is on sale, by whom, for how much, and in what words."""
