"""What the documents fix and whom to ask: deadlines and contacts, read off any text by grammar."""
