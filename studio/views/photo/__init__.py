"""The photo panel and its page."""
