"""What is said to people: one typed value for each kind of message, and its words."""
