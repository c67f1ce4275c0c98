"""Materials, scenes, takes and the simulators that move Gaussians."""
