"""USE CASES: the verbs of the house. Nothing here commits, prints or reads the environment."""
