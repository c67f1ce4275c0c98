"""What lies over the viewport's picture: marks of tools, view cube, read-out, tool buttons."""
