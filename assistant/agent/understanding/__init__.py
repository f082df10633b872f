"""What a question asks: words, subject, intent, kind of value, time, and what it leans on."""
