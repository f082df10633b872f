"""The tab where district staff have a whole sheet of applicants judged."""

from assistant.service.workbench.batch.page import CSS, make_tab

__all__ = ["CSS", "make_tab"]
