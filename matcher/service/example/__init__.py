"""An example town of any size, drawn from London's facts, as arrays, values and sheets."""
