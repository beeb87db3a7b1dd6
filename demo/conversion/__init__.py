"""From the collected cases to Varig's import format. Standard library only."""
