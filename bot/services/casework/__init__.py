"""Cases, clocks, evidence, rights."""
