"""The search index: immutable memory-mapped arrays, one folder per release."""
