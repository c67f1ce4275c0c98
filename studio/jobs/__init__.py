"""Work that runs in other processes."""
