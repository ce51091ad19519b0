"""What the directory can tell of itself, for the people who keep it and those who feed it."""
