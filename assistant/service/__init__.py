"""The doors over HTTP: routes by subject, wire shapes, the source viewer and the workbench."""
