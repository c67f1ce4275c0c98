"""What a picture can show besides colour: depth, normals, identities, scalars, motion."""
