"""The parts of a deployment, really started on this machine: PostgreSQL, a Chroma server, workers, the workbench."""
