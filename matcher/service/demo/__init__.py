"""A town to show: made-up people in real streets of London, made through the same verbs as any."""
