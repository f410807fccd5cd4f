"""THE CLOCK: the only part that knows APScheduler; rounds, messages, questions, retention."""
