"""Sheets brought in and handed out: columns, a dry run, a yes, and the way back."""
