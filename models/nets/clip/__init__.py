"""CLIP in the naming of the Hugging Face checkpoints, for weights that a user supplies."""
