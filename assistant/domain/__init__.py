"""The nouns of the house: documents, answers, eligibility, dialogue. Frozen, without I/O."""
