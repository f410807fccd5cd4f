"""What is read, one module per noun; rows never leave, only small values and columns do."""
