"""What the operator sees of the service: lines in the log, metrics, traces; never anyone's words."""
