"""The JSON API: one module for each noun, carried out and documented from the same rows."""
