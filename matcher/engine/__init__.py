"""ARITHMETIC: problem arrays → candidates → assignment → certificate, explained and priced."""
