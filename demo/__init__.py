"""Data to try Varig on: 46 real municipal cases, and an invented municipality."""
