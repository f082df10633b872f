"""Green policy assistant: cited, dated answers and eligibility checks over policy documents."""

__version__ = "0.1.0"
