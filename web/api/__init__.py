"""The JSON API: one module for each noun. `document.py` says what there is, from the same tables."""
