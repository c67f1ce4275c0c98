"""History of edits, and what is asked about the project on the disk."""
