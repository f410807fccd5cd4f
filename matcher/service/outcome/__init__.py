"""The answer on its way out: the same facts as rows, as a report and as a map."""
