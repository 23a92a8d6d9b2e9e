"""The API over HTTP, for programs and for the web pages."""
