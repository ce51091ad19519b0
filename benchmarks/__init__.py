"""Measured claims: synthetic directories, a load script, and the same query in PostgreSQL."""
