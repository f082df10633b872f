"""The engine that a language model writes with; the only room that knows LangChain, imported when one is configured."""
