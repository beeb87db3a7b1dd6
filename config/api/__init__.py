"""The root of the REST API: its addresses, how it refuses, how it is described."""
