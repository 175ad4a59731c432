"""Nature, movement and access for everybody."""
