"""The gate between every engine and every reader: what cannot be shown in a quote is not said."""
