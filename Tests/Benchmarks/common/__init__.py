"""What every area of the benchmark shares; Python's standard library only."""
