"""More views of an object: posed pictures given by the user, or made by a generator."""
