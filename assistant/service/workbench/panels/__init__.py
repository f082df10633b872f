"""Tabs that look things up: one component each, whose script talks to the API alone."""

from assistant.service.workbench.panels.page import CSS, PANELS, make_panel

__all__ = ["CSS", "PANELS", "make_panel"]
