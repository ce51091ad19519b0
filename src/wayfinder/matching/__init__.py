"""From an enquiry to an answer. `wayfind.wayfind` reads as the list of steps."""
