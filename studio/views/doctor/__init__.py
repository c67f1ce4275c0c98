"""The doctor's page: what this machine can do, what it lacks and what helps."""
