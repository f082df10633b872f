"""Who may call how often and how much at once: addresses, rates, lanes, keys, the audit log."""
