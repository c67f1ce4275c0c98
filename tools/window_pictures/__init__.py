"""Takes the pictures of the guide: every page and panel, empty, busy and with an error."""
