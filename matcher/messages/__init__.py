"""THE POST: what is said to people, and how it is carried to them; it knows no database."""
