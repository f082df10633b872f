"""Pure metrics over generated answers; none of them imports the assistant's own gate."""
