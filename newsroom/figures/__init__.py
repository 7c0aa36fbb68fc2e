"""Figures of the reviewing: what was due, what was read in time, and tables for Excel."""
