"""PhysGM from the user's checkpoint: sizes, loading, cameras, activations, physics."""
