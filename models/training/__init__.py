"""Training stages; nothing else imports them."""
