"""EnergyPlus as a second engine: the same thermal model written, run and read back. See the modules of this package."""
