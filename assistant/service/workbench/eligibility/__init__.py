"""The tab that checks an applicant's facts: a form, a verdict beside it, one next question at a time."""

from assistant.service.workbench.eligibility.page import make_tab

__all__ = ["make_tab"]
