"""Rules as data: who may apply for what, checked clause by clause on a day.

``load_checker`` reads the rule files, ``Checker.check`` gives a report, ``read_facts`` reads a message.
"""

from assistant.eligibility.engine import Checker, SwitchedOff, load_checker
from assistant.eligibility.facts_from_text import read_facts
from assistant.eligibility.facts_schema import facts_schema
from assistant.eligibility.questions import Asked
from assistant.eligibility.schemes import Criterion, Scheme

__all__ = [
    "Asked",
    "Checker",
    "Criterion",
    "Scheme",
    "SwitchedOff",
    "facts_schema",
    "load_checker",
    "read_facts",
]
