"""PhysGaussian's six scenes: their settings, and stand-ins for their objects."""
