"""Persons, how they come in, what they need, and the organisations, programmes and pairs they belong to."""
