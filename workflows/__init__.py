"""How decisions are taken and people are told, whatever about."""
