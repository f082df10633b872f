"""The database: conversations and the answers given in them."""
