"""Wayfinder: one joint directory of NHS, council and voluntary services, matched to a need."""

__version__ = "0.1.0"
