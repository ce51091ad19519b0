"""The system of record: SQL tables, transactions, staging of feeds, releases."""
