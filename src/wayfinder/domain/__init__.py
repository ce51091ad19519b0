"""The directory's language: services, needs, enquiries and answers, as plain frozen values."""
