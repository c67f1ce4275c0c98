"""The camera panel: keys of the path, and where it comes from and goes to."""
