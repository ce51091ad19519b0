"""From a feed to a release: read, clean, stage, publish."""
