"""Ratings: worst-of class, compensating score, TAIL, and the map to other schemes."""
