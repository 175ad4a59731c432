"""The twin: metered energy read and repaired, held against the prediction, watched for drift, fitted, entered."""
