"""Ingest, versions and atomic publishing: documents come and go while questions are answered."""
