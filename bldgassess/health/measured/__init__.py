"""Sensor data: read, repaired, mapped to rooms, held against the prediction."""
