"""What sources say in words of whom they serve, read as rules where it is certain."""
