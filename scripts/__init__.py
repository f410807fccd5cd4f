"""VERBS: the command line (`nearhand`), set-up, demo, tests and the builds of data."""
