"""The desktop studio and the command line."""
