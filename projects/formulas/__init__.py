"""The arithmetic of benefits: pure functions on exact figures, without models, clock or database."""
