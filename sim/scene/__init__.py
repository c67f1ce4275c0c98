"""What stands, blows and pulls in a scene: obstacles, forces, driven regions and the hand."""
