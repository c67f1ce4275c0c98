"""Network modules, one class a file."""
