"""Loads the demo: real registers through the import, and Eksempel kommune walked on by the services themselves."""
