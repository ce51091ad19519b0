"""Makes one record out of what several sources say, field by field, losing nothing."""
