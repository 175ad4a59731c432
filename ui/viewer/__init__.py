"""The building in 3D."""
