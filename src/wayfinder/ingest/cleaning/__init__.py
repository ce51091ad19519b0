"""Values as feeds write them, turned into values as people can read them. Pure functions."""
