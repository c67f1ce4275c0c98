"""Videos and pictures from takes."""
