"""Air: ventilation, pollutants, moisture."""
