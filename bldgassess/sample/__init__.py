"""The built-in sample: a two-storey house in Hainan and its better variant, made by ``generate.py``."""
