"""Pure functions on Chinese official text: forms, numerals, dates, quantities, references, sentences."""
