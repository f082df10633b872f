"""The report: one HTML page that asks no other host."""
