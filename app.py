"""Starts the assistant: settings, assembly, serve. The same as ``assistant serve``."""

from assistant.cli import main

if __name__ == "__main__":
    main(command="serve")
