"""What a splat is, how cameras see it, and the back-ends that draw it."""
