"""Spreadsheets at the door: tables in, needs and offers out, and every refused row named."""
