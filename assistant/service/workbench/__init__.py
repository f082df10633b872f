"""The page for people at /ui, made with Gradio over the public HTTP interface; loaded after the API is ready."""

from assistant.service.workbench.door import Workbench

__all__ = ["Workbench"]
