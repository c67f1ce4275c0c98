"""One to four posed views of an object to Gaussians of the whole of it."""
