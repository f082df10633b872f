"""The Model Context Protocol door: the assistant as tools and documents for any client, over HTTP and stdio."""
