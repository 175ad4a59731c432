"""Writers of factor records for other programs."""
