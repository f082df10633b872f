"""The tab where whoever holds an admin key previews, publishes and removes documents."""

from assistant.service.workbench.publishing.page import make_tab

__all__ = ["make_tab"]
