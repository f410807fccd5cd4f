"""RULES: values, life cycles and the objective, in plain Python that imports nothing but itself."""
