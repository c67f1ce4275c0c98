"""From a photo to Gaussians and a distribution over materials."""
