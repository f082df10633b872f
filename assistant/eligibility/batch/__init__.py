"""Whole sheets of applicants, judged by the rules of a scheme: the vectorised twin of the engine and its sheets."""
