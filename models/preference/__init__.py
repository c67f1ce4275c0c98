"""Learning from comparisons: which of two motions is better moves what a model predicts."""
