"""Camera motions: orbits, analytic presets, keyframed splines, time remaps and their files."""
