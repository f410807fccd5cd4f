"""What is written, one module per noun: guarded, so that what no longer holds is refused."""
