"""Finds the same service in several sources: who may be one, how sure that is, and why."""
