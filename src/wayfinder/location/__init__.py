"""Geography: postcodes, places, areas and distances. Knows nothing of services."""
