"""From a question to a verified answer: screen, understand, gather, compose, verify."""
