"""The one way out to other people's servers: guarded, polite, bounded, and taken up again."""
