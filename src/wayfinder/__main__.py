"""`python -m wayfinder` is the `wayfinder` command."""

from wayfinder.cli import main

main()
