"""Measures the real pipeline against judged queries: how good the answers are, and how fast."""
