"""The page for people at /ui, a chat made with Gradio; loaded after the API is ready."""

from assistant.service.workbench.door import Workbench

__all__ = ["Workbench"]
