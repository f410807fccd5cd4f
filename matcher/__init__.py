"""Nearhand's matcher: the rules, the arithmetic and the use cases of pairing needs with offers."""
